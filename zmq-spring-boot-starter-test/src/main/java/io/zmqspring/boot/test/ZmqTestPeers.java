package io.zmqspring.boot.test;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.EnvelopeMode;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes the peers of a test: sockets that play another application. They know nothing of Spring and send plain frames.
 *
 * <p>With {@link io.zmqspring.boot.test.autoconfigure.AutoConfigureTestZmq} it is a bean, and its peers meet the sockets of the
 * application, which they find by name:
 *
 * <pre>{@code
 * ZmqTestPeer trader = peers.connect(SocketType.PEER, "desk");
 * trader.send("{\"id\":\"a-1\",\"item\":\"tea\",\"quantity\":3}");
 * trader.expect("{\"orderId\":\"a-1\",\"accepted\":true,\"left\":97}");
 * }</pre>
 *
 * <p>Without Spring it is a JUnit extension, and its peers talk over tcp or ipc:
 *
 * <pre>{@code
 * @RegisterExtension
 * final ZmqTestPeers peers = ZmqTestPeers.create();
 * }</pre>
 *
 * <p>Either way its peers are closed after each test. Thread-safe.
 */
public final class ZmqTestPeers implements AutoCloseable, AfterEachCallback {
    /** How long to wait for a connection or a message, unless a test says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final @Nullable ZmqContext shared;
    private final ZmqSockets sockets;

    @GuardedBy("this")
    private final List<ZmqTestPeer> peers = new ArrayList<>();

    @GuardedBy("this")
    private final Set<String> taken = new HashSet<>();

    @GuardedBy("this")
    private @Nullable ZmqContext own;

    private ZmqTestPeers(@Nullable ZmqContext shared, ZmqSockets sockets) {
        this.shared = shared;
        this.sockets = sockets;
    }

    /**
     * Makes peers that know no application: their endpoints are given as {@code tcp://…} or {@code ipc://…}.
     *
     * @return the extension
     */
    public static ZmqTestPeers create() {
        return new ZmqTestPeers(null, new ZmqSockets());
    }

    /**
     * Makes peers of an application.
     *
     * @param context the context of the application, so that they meet over inproc
     * @param sockets the sockets of the application
     * @return the factory; closing it leaves both open
     */
    public static ZmqTestPeers of(ZmqContext context, ZmqSockets sockets) {
        return new ZmqTestPeers(context, sockets);
    }

    /**
     * Makes a peer that connects, and waits until it is connected.
     *
     * @param type its type
     * @param where the name of a socket of the application, which must be bound, or an endpoint
     * @return the peer
     * @throws IllegalStateException if that socket is not bound
     * @throws AssertionError if there is no connection within {@link #DEFAULT_TIMEOUT}
     */
    public ZmqTestPeer connect(SocketType type, String where) {
        return connect(type, where, options -> {});
    }

    /**
     * Makes a peer with options of its own that connects, and waits until it is connected.
     *
     * @param type its type
     * @param where the name of a socket of the application, which must be bound, or an endpoint
     * @param options changes the options, for instance its identity, or its envelope, which is off
     * @return the peer
     * @throws IllegalStateException if that socket is not bound
     * @throws AssertionError if there is no connection within {@link #DEFAULT_TIMEOUT}
     */
    public ZmqTestPeer connect(SocketType type, String where, Consumer<SocketOptionsBuilder> options) {
        String endpoint = where.contains("://") ? where : boundEndpoint(where);
        return open(type, where, options, () -> {}).connect(endpoint).awaitConnection();
    }

    /**
     * Makes a peer that plays the other end of a connection of the application, and waits until it is connected. If the
     * connection has several endpoints, each call takes the next one.
     *
     * @param type its type
     * @param socket the name of the socket that connects
     * @param connection the name of the connection, as in {@code zmq.sockets.<socket>.connect.<connection>}
     * @return the peer
     * @throws IllegalStateException if there is no such connection, or other peers of this test have all its endpoints
     * @throws AssertionError if there is no connection within {@link #DEFAULT_TIMEOUT}
     */
    public ZmqTestPeer bind(SocketType type, String socket, String connection) {
        return bind(type, socket, connection, options -> {});
    }

    /**
     * Makes a peer with options of its own that plays the other end of a connection of the application, as
     * {@link #bind(SocketType, String, String)}.
     *
     * @param type its type
     * @param socket the name of the socket that connects
     * @param connection the name of the connection
     * @param options changes the options, for instance its identity, or its envelope, which is off
     * @return the peer
     * @throws IllegalStateException if there is no such connection, or other peers of this test have all its endpoints
     * @throws AssertionError if there is no connection within {@link #DEFAULT_TIMEOUT}
     */
    public ZmqTestPeer bind(SocketType type, String socket, String connection, Consumer<SocketOptionsBuilder> options) {
        NamedConnection played = take(socket, connection);
        return open(type, socket + "/" + connection, options, () -> giveBack(socket, played))
                .bind(played.endpoint())
                .awaitConnection();
    }

    /**
     * Makes a peer that listens. It does not wait for anybody.
     *
     * @param type its type
     * @param endpoint the endpoint, for instance {@code tcp://127.0.0.1:*}; {@link ZmqTestPeer#endpoint()} tells the port
     * @return the peer
     */
    public ZmqTestPeer bind(SocketType type, String endpoint) {
        return open(type, endpoint, options -> {}, () -> {}).bind(endpoint);
    }

    private synchronized ZmqTestPeer open(
            SocketType type, String where, Consumer<SocketOptionsBuilder> customizer, Runnable afterwards) {
        SocketOptionsBuilder options =
                SocketOptions.builder().envelope(EnvelopeMode.NEVER).linger(Duration.ZERO);
        customizer.accept(options);
        ZmqTestPeer peer = new ZmqTestPeer(context().socket(type, options.build()), where, afterwards);
        peers.add(peer);
        return peer;
    }

    private synchronized ZmqContext context() {
        if (shared != null) {
            return shared;
        }
        if (own == null) {
            own = ZmqContext.create();
        }
        return own;
    }

    private String boundEndpoint(String name) {
        ZmqSocket socket = sockets.get(name);
        return socket.boundEndpoints().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("socket '" + name
                        + "' is not bound, so nobody can connect to"
                        + " it; play the other end of one of its connections with bind(type, \"" + name + "\", …): "
                        + connections(name)))
                .toString();
    }

    private synchronized NamedConnection take(String socket, String connection) {
        for (NamedConnection candidate : sockets.connections(socket)) {
            if (candidate.name().equals(connection) && taken.add(candidate.endpoint())) {
                return candidate;
            }
        }
        throw new IllegalStateException("socket '" + socket + "' has no connection '" + connection
                + "' that is free; its connections are " + connections(socket) + ", and peers of this test listen at "
                + taken);
    }

    /** Over inproc a connection ends with its peer; so that the next test finds one, it is made anew. */
    private void giveBack(String socket, NamedConnection played) {
        synchronized (this) {
            taken.remove(played.endpoint());
        }
        if (played.endpoint().startsWith("inproc:") && !sockets.get(socket).isClosed()) {
            sockets.removeConnection(socket, played);
            sockets.connect(socket, played.name(), played.endpoint());
        }
    }

    private Set<String> connections(String socket) {
        return sockets.connections(socket).stream().map(NamedConnection::name).collect(Collectors.toSet());
    }

    /** Closes all peers. Others can be made afterwards. */
    @Override
    public synchronized void close() {
        peers.forEach(ZmqTestPeer::close);
        peers.clear();
        if (own != null) {
            own.close(Duration.ZERO);
            own = null;
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
    }
}
