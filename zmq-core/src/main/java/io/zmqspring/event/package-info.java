/**
 * What happened to the connections of a socket: typed events for monitoring.
 */
@NullMarked
package io.zmqspring.event;

import org.jspecify.annotations.NullMarked;
