/**
 * The sample with the profile {@code mesh}: several processes that find each other and talk, each to each.
 */
@NullMarked
package io.zmqspring.sample.mesh;

import org.jspecify.annotations.NullMarked;
