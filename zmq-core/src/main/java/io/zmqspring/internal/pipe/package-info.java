/**
 * The bounded two-way queue between a socket and one peer; the only home of the high-water mark.
 */
@NullMarked
package io.zmqspring.internal.pipe;

import org.jspecify.annotations.NullMarked;
