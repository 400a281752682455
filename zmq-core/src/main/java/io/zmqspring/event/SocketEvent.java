package io.zmqspring.event;

import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.Reconnect;
import io.zmqspring.ZmqBindException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a socket's connections. Connections over inproc raise no events but {@link Dropped}, as
 * in libzmq. Addresses are those of the connection itself, {@code 192.0.2.1:5555} or a path; empty where an end has
 * none, as the side of ipc that connects, or none yet, as with udp.
 */
public sealed interface SocketEvent {

    /**
     * Returns the endpoint that was bound or connected to.
     *
     * @return our own endpoint where we listen, the other side's where we connect
     */
    Endpoint endpoint();

    /**
     * The socket listens.
     *
     * @param endpoint the endpoint, wildcards resolved
     */
    record Listening(Endpoint endpoint) implements SocketEvent {}

    /**
     * The system refused to let the socket listen; bind has thrown the same.
     *
     * @param endpoint the endpoint
     * @param reason the kind of refusal
     * @param detail why
     */
    record BindFailed(Endpoint endpoint, ZmqBindException.Reason reason, String detail) implements SocketEvent {}

    /**
     * A connection was accepted; its handshake begins.
     *
     * @param endpoint the endpoint it came to
     * @param localAddress the address it came to, one of several where the endpoint is a wildcard's
     * @param remoteAddress where it came from
     */
    record Accepted(Endpoint endpoint, String localAddress, String remoteAddress) implements SocketEvent {}

    /**
     * A connection could not be accepted or was turned away; the socket goes on listening.
     *
     * @param endpoint the endpoint
     * @param reason the kind of failure
     * @param detail why
     */
    record AcceptFailed(Endpoint endpoint, AcceptFailure reason, String detail) implements SocketEvent {}

    /**
     * A connection we make is up; its handshake begins.
     *
     * @param endpoint the endpoint
     * @param localAddress our end
     * @param remoteAddress the address the endpoint's name stands for now
     */
    record Connected(Endpoint endpoint, String localAddress, String remoteAddress) implements SocketEvent {}

    /**
     * The handshake is done; messages flow.
     *
     * @param endpoint the endpoint
     * @param localAddress our end
     * @param remoteAddress the other end
     * @param accepted whether the connection came to us; false if we made it
     * @param routingId our routing id for the connection, 0 if the socket type has none
     * @param properties what the other side announced, unmodifiable
     */
    record HandshakeSucceeded(
            Endpoint endpoint,
            String localAddress,
            String remoteAddress,
            boolean accepted,
            int routingId,
            Map<String, String> properties)
            implements SocketEvent {}

    /**
     * The connection ended before its handshake was done. {@link Disconnected} follows.
     *
     * @param endpoint the endpoint
     * @param localAddress our end
     * @param remoteAddress the other end
     * @param reason the kind of failure
     * @param detail what was received and what had been due
     */
    record HandshakeFailed(
            Endpoint endpoint, String localAddress, String remoteAddress, HandshakeFailure reason, String detail)
            implements SocketEvent {}

    /**
     * A connection ended that we did not end ourselves.
     *
     * @param endpoint the endpoint
     * @param localAddress our end
     * @param remoteAddress the other end
     * @param reason the kind of end
     * @param detail more about it
     */
    record Disconnected(
            Endpoint endpoint, String localAddress, String remoteAddress, DisconnectReason reason, String detail)
            implements SocketEvent {}

    /**
     * An attempt to connect failed or a connection was lost; the next attempt is scheduled.
     *
     * @param endpoint the endpoint
     * @param delay the time until the next attempt
     * @param reason the kind of failure of the last one
     * @param detail why it failed
     */
    record ConnectRetried(Endpoint endpoint, Duration delay, Reconnect.Failure reason, String detail)
            implements SocketEvent {}

    /**
     * The socket no longer listens, or no longer tries to connect: by our own close, unbind or disconnect, or because
     * the other side is none we can ever talk to.
     *
     * @param endpoint the endpoint
     * @param detail why, null if we asked for it
     */
    record Closed(Endpoint endpoint, @Nullable String detail) implements SocketEvent {}

    /**
     * The socket no longer listens, but something of it is left behind, as the file of an ipc endpoint. {@link Closed}
     * follows.
     *
     * @param endpoint the endpoint
     * @param detail what is left and why
     */
    record CloseFailed(Endpoint endpoint, String detail) implements SocketEvent {}

    /**
     * Messages were dropped.
     *
     * @param endpoint the endpoint whose connection they belonged to
     * @param reason why
     * @param messages how many
     */
    record Dropped(Endpoint endpoint, DropReason reason, long messages) implements SocketEvent {}
}
