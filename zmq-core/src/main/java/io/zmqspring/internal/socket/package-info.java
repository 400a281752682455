/**
 * Makes a pattern safe for many threads: waiting, timeouts, closing.
 */
@NullMarked
package io.zmqspring.internal.socket;

import org.jspecify.annotations.NullMarked;
