package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** What tells tcp and ipc apart: addresses and how channels are opened. Everything else they share. */
interface StreamFamily {

    /** Refuses an address that cannot be connected to. */
    void checkConnect(Endpoint endpoint);

    /** Whether {@link #resolve} may block for a name service. */
    boolean isNamed(Endpoint endpoint);

    /** The addresses an endpoint stands for now, in the order to be tried. */
    List<SocketAddress> resolve(Endpoint endpoint) throws IOException;

    /** Opens a channel for connecting to an address. */
    SocketChannel open(SocketAddress address) throws IOException;

    /** Sets what every connection of the family gets. */
    void configure(SocketChannel channel) throws IOException;

    /** Listens; throws {@link io.zmqspring.ZmqEndpointException} or {@link io.zmqspring.ZmqBindException}. */
    Listener listen(Endpoint endpoint, SocketOptions options);

    /** An address for people. */
    String describe(SocketAddress address);

    /**
     * A listening channel.
     *
     * @param channel the channel
     * @param endpoint the endpoint with wildcards resolved
     * @param cleanUp what is to be done after the channel was closed
     */
    record Listener(ServerSocketChannel channel, Endpoint endpoint, Runnable cleanUp) {}
}
