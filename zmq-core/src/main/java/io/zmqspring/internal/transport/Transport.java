package io.zmqspring.internal.transport;

import io.zmqspring.Endpoint;
import io.zmqspring.internal.pipe.Pipe;

/** One way of reaching peers, chosen by an endpoint's scheme. */
public interface Transport {

    /**
     * Listens at an endpoint; the socket gets a pipe for each peer.
     *
     * @throws io.zmqspring.ZmqEndpointException if the address is malformed or the socket's type cannot listen here
     * @throws io.zmqspring.ZmqBindException if the system refuses
     */
    Binding bind(Endpoint endpoint, SocketHost socket);

    /**
     * Checks an address that is to be connected to, before a pipe is made for it.
     *
     * @throws io.zmqspring.ZmqEndpointException if the address is malformed or a wildcard, or the socket's type or options
     *     exclude it
     */
    void checkConnect(Endpoint endpoint, SocketHost socket);

    /**
     * Serves a pipe by connecting in the background, again and again, until the pipe is closed or the other side turns
     * out to be one that can never be talked to. Sets the pipe's link before it returns.
     */
    void connect(Pipe pipe, SocketHost socket);

    /** Something that listens. */
    interface Binding {
        /** The endpoint with wildcards resolved. */
        Endpoint endpoint();

        /** Stops listening; the address is free when this returns. Connections accepted here are left alone. */
        void close();

        /** Whether unbind shall also close the connections accepted here. */
        boolean ownsConnections();
    }
}
