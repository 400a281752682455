/**
 * The life of one ZMTP connection as a machine without I/O: greeting, handshake, traffic, heartbeats.
 */
@NullMarked
package io.zmqspring.internal.zmtp;

import org.jspecify.annotations.NullMarked;
