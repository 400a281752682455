package io.zmqspring;

import java.time.Duration;
import java.util.List;

/**
 * What all socket types have in common: binding, peers, counters, closing. All methods are safe for use by many
 * threads at once. No method but {@link #close()} blocks on the network.
 */
public interface ZmqSocket extends AutoCloseable {

    /**
     * Returns the socket type.
     *
     * @return the type
     */
    SocketType type();

    /**
     * Returns the options the socket was opened with.
     *
     * @return the options
     */
    SocketOptions options();

    /**
     * Listens at an endpoint. A socket may bind and connect any number of endpoints.
     *
     * <p>{@code tcp://host:port}: an address, a name, or {@code *} for all interfaces; port {@code *} picks a free
     * one. {@code ipc://path}: a Unix domain socket; {@code ipc://*} makes a temporary path. {@code inproc://name}:
     * meets sockets of the same context. {@code udp://host:port}, {@code udp://group:port} or
     * {@code udp://interface;group:port}: datagrams to an address or a multicast group, for DISH and DGRAM.
     *
     * @param endpoint the endpoint
     * @return the endpoint with wildcards resolved
     * @throws ZmqEndpointException if the endpoint is malformed
     * @throws ZmqBindException if the system refuses, for instance because the port is in use
     * @throws ZmqClosedException if the socket is closed
     */
    Endpoint bind(String endpoint);

    /**
     * Stops listening and closes the connections accepted there; over inproc existing connections stay (as libzmq).
     *
     * @param endpoint the endpoint as bind returned it
     * @throws ZmqEndpointException if the socket does not listen there
     * @throws ZmqClosedException if the socket is closed
     */
    void unbind(String endpoint);

    /**
     * Ends all connections made to an endpoint; what is queued is sent within the linger, then they are not made again.
     *
     * @param endpoint the endpoint as given to connect
     * @throws ZmqEndpointException if the socket never connected there
     * @throws ZmqClosedException if the socket is closed
     */
    void disconnect(String endpoint);

    /**
     * Returns the endpoints the socket listens at.
     *
     * @return a snapshot, wildcards resolved
     */
    List<Endpoint> boundEndpoints();

    /**
     * Returns the peers: one entry for each connection made by connect, up or down, and for each accepted one.
     *
     * @return a snapshot
     */
    List<PeerInfo> peers();

    /**
     * Returns a number that changes whenever {@link #peers()} gains or loses an entry or one changes its state, so that
     * a copy can be kept and renewed only when needed.
     *
     * @return the version
     */
    long topologyVersion();

    /**
     * Waits until peers are connected, so that what is sent next goes out at once. A subscriber that is connected may not
     * have told its publisher yet what it wants: there {@link Publisher#awaitSubscribers(int, Duration)} is the call.
     *
     * @param count how many peers
     * @param timeout how long to wait
     * @throws ZmqTimeoutException if there are fewer when the time is over; says how many
     * @throws ZmqClosedException if the socket is closed, also while the call waits
     * @throws ZmqInterruptedException if the thread is interrupted while the call waits
     */
    void awaitPeers(int count, Duration timeout);

    /**
     * Returns the socket's counters since it was opened.
     *
     * @return a snapshot
     */
    SocketStats stats();

    /** Closes with the linger of the options. See {@link #close(Duration)}. */
    @Override
    void close();

    /**
     * Closes the socket. New calls and calls that wait fail with {@link ZmqClosedException} at once. Messages that send
     * accepted are still sent for as long as the linger lasts; received but unread ones are discarded. Returns within
     * the linger plus one second. May be called by any thread, any number of times: later calls wait for the first
     * and return its report.
     *
     * @param linger how long to go on sending; zero drops what is queued
     * @return how much could not be delivered
     */
    CloseReport close(Duration linger);

    /**
     * Tells whether close has been called.
     *
     * @return whether the socket can no longer be used
     */
    boolean isClosed();
}
