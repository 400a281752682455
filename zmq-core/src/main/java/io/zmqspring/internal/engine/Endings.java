package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.transport.SocketHost;

/** Tells a socket how a connection ended. */
final class Endings {
    private Endings() {}

    static void report(Ending ending, SocketHost socket, Endpoint endpoint, String remoteAddress) {
        if (ending.handshake() != null) {
            socket.handshakeFailed();
            socket.event(new SocketEvent.HandshakeFailed(endpoint, remoteAddress, ending.handshake(), ending.detail()));
        }
        if (ending.reason() != null) {
            socket.event(new SocketEvent.Disconnected(endpoint, remoteAddress, ending.reason(), ending.detail()));
        }
    }
}
