/**
 * The actuator endpoint {@code zmq}: sockets, peers and counters.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
