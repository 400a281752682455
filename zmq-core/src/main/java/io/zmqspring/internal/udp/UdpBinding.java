package io.zmqspring.internal.udp;

import io.zmqspring.Endpoint;
import io.zmqspring.PeerState;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqStateException;
import io.zmqspring.event.AcceptFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.engine.EventLoop;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** A bound datagram channel. All who send to it share one pipe, since nobody tells where a sender begins and ends. */
final class UdpBinding implements Transport.Binding, Pipe.Link {
    private static final long CLOSE_MILLIS = 1000;

    private final Endpoint endpoint;
    private final EventLoop loop;
    private final SocketHost socket;
    private final DatagramPort port;

    private UdpBinding(Endpoint endpoint, EventLoop loop, DatagramChannel channel, SocketHost socket, Pipe pipe)
            throws IOException {
        this.endpoint = endpoint;
        this.loop = loop;
        this.socket = socket;
        DatagramFormat format = socket.type() == SocketType.DGRAM
                ? new AddressFormat()
                : new GroupFormat((InetSocketAddress) channel.getLocalAddress());
        this.port = new DatagramPort(loop, channel, format, pipe, socket);
    }

    /** Any thread. */
    static UdpBinding start(Endpoint endpoint, EventLoop loop, DatagramChannel channel, SocketHost socket)
            throws IOException {
        Pipe pipe = Pipe.create(endpoint, true, socket.options(), loop.clock().now());
        pipe.setStatus(new Pipe.Status(PeerState.CONNECTED, loop.clock().now(), null, null));
        UdpBinding binding = new UdpBinding(endpoint, loop, channel, socket, pipe);
        pipe.setLink(binding);
        if (socket.attach(pipe) != null) {
            channel.close();
            throw new ZmqStateException("a " + socket.type() + " socket that is closing or has all the endpoints it can"
                    + " have cannot bind " + endpoint + "; unbind first");
        }
        loop.execute(binding::startOnLoop);
        socket.connected(pipe);
        return binding;
    }

    private void startOnLoop() {
        try {
            port.start(true);
        } catch (IOException e) {
            socket.event(new SocketEvent.AcceptFailed(endpoint, AcceptFailure.SYSTEM, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public boolean ownsConnections() {
        return true;
    }

    @Override
    public void close() {
        if (!loop.executeAndWait(this::closeOnLoop, CLOSE_MILLIS)) {
            socket.event(new SocketEvent.CloseFailed(endpoint, "the I/O loop did not answer in time"));
        }
    }

    private void closeOnLoop() {
        try {
            port.close();
        } catch (IOException e) {
            socket.event(new SocketEvent.CloseFailed(endpoint, String.valueOf(e.getMessage())));
        }
    }

    /** Ends the pipe; there is nobody to be told anything, and nothing to linger for. Any thread. */
    @Override
    public void close(long lingerNanos) {
        loop.execute(() -> {
            closeOnLoop();
            port.end();
        });
    }

    /** The datagrams' senders hear nothing of us. */
    @Override
    public void send(List<Subscription> subscriptions, long after) {}
}
