package io.zmqspring.testkit;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.Reconnect;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.ZmqContext;
import io.zmqspring.event.SocketEvent;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A PEER socket of ours with its events, and scripted peers that talk to it, in one of the {@link Role roles}. */
public final class Link implements AutoCloseable {
    private final Role role;
    private final EventRecorder events = new EventRecorder();
    private final ZmqContext context = ZmqContext.create();
    private final PeerSocket socket;
    private final Endpoint bound;
    private final RawPeer.Listener listener;
    private final int connected;

    private Link(Role role, UnaryOperator<SocketOptionsBuilder> options) {
        this.role = role;
        socket = context.peer(options.apply(SocketOptions.builder()
                        .eventListener(events)
                        .receiveTimeout(Duration.ofSeconds(5))
                        .sendTimeout(Duration.ofSeconds(5))
                        .linger(Duration.ZERO)
                        .reconnect(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(40))))
                .build());
        if (role.binds()) {
            bound = socket.bind(role.transport().bindEndpoint());
            listener = null;
            connected = 0;
        } else {
            bound = null;
            listener = RawPeer.listen(role.transport());
            connected = socket.connect(listener.endpoint());
        }
    }

    /** A socket with default options, but for short waits: no linger, reconnects after 10 to 40 ms. */
    public static Link open(Role role) {
        return open(role, options -> options);
    }

    /** The same with some options changed. */
    public static Link open(Role role, UnaryOperator<SocketOptionsBuilder> options) {
        return new Link(role, options);
    }

    public PeerSocket socket() {
        return socket;
    }

    public EventRecorder events() {
        return events;
    }

    /** The endpoint that the socket's events name. */
    public Endpoint endpoint() {
        return role.binds() ? bound : Endpoint.parse(listener.endpoint());
    }

    /** Where the socket connects to; only where it does. */
    public RawPeer.Listener listener() {
        return listener;
    }

    /** A new connection between the socket and a scripted peer: connected, or accepted where the socket connects. */
    public RawPeer peer() {
        return role.binds() ? RawPeer.connect(bound) : listener.accept();
    }

    /** The routing id of the connection: connect's, or the last one that did its handshake. */
    public int routingId() {
        events.await(SocketEvent.HandshakeSucceeded.class);
        var done = events.events(SocketEvent.HandshakeSucceeded.class);
        return role.binds() ? done.get(done.size() - 1).routingId() : connected;
    }

    /** The id that connect gave, at once. */
    public int connectedId() {
        return connected;
    }

    /** Both directions work on a new connection: the socket has survived whatever came before. */
    public void expectAlive() {
        try (RawPeer peer = peer()) {
            peer.handshake().send(Wire.HELLO);
            Message message = socket.receive();
            socket.send(message.routingId(), message);
            peer.expect(Wire.HELLO);
        }
    }

    @Override
    public void close() {
        context.close();
        if (listener != null) {
            listener.close();
        }
    }
}
