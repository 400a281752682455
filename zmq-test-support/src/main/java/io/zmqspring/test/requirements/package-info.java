/**
 * Which rows of a list of requirements have a test, for the documents that this project writes about itself. Not
 * exported.
 */
@NullMarked
package io.zmqspring.test.requirements;

import org.jspecify.annotations.NullMarked;
