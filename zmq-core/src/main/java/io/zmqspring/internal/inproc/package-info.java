/**
 * Connects two sockets of one context by joining their pipes.
 */
@NullMarked
package io.zmqspring.internal.inproc;

import org.jspecify.annotations.NullMarked;
