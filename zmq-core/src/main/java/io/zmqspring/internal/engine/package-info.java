/**
 * Moves bytes: event loops, channels, timers, dialing, accepting, backing off, for tcp and ipc alike.
 */
@NullMarked
package io.zmqspring.internal.engine;

import org.jspecify.annotations.NullMarked;
