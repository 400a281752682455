/**
 * Signals, clocks and threads: the small tools with big rules.
 */
@NullMarked
package io.zmqspring.internal.concurrent;

import org.jspecify.annotations.NullMarked;
