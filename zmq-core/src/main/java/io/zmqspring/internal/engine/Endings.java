package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.transport.SocketHost;

/** Tells a socket how a connection ended. */
final class Endings {
    private Endings() {}

    static void report(Ending ending, SocketHost socket, Endpoint endpoint, StreamFamily.Ends ends) {
        if (ending.handshake() != null) {
            socket.handshakeFailed();
            socket.event(new SocketEvent.HandshakeFailed(
                    endpoint, ends.local(), ends.remote(), ending.handshake(), ending.detail()));
        }
        if (ending.reason() != null) {
            socket.event(new SocketEvent.Disconnected(
                    endpoint, ends.local(), ends.remote(), ending.reason(), ending.detail()));
        }
    }
}
