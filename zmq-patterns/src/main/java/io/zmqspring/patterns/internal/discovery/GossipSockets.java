package io.zmqspring.patterns.internal.discovery;

import io.zmqspring.DealerSocket;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.RouterOptions;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqPoller;
import io.zmqspring.ZmqPoller.Interest;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.patterns.internal.gossip.GossipCodec;
import io.zmqspring.patterns.internal.gossip.GossipMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of one that gossips: a ROUTER for its clients, and a DEALER to each of its remotes. */
final class GossipSockets implements AutoCloseable {
    /** What is queued for one that does not read: the tuples of a large mesh. */
    private static final int QUEUE = 100_000;

    private static final int MAX_MESSAGE = 64 << 10;

    /** Before others get their turn. */
    private static final int MESSAGES_A_TURN = 1000;

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private final @Nullable RouterSocket server;
    private final List<DealerSocket> remotes = new ArrayList<>();
    private final ZmqPoller<Integer> poller;

    /** Takes what comes. */
    interface Receiver {
        void fromClient(ByteBuffer client, GossipMessage message);

        void onClientGone(ByteBuffer client);

        void fromRemote(int remote, GossipMessage message);
    }

    GossipSockets(GossipSettings settings) {
        ZmqContext context = settings.context();
        poller = context.poller();
        try {
            server = settings.bind() == null ? null : bind(context, settings.bind());
            for (String endpoint : settings.connect()) {
                connect(context, endpoint);
            }
        } catch (RuntimeException e) {
            remotes.forEach(DealerSocket::close);
            poller.close();
            throw e;
        }
    }

    private RouterSocket bind(ZmqContext context, String endpoint) {
        RouterSocket socket = context.router(
                options().router(new RouterOptions(true, false, false, true)).build());
        try {
            socket.bind(endpoint);
            poller.add(socket, -1, Interest.READABLE);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Only over a connection that stands: what waited for one would come before the HELLO of its time. */
    private void connect(ZmqContext context, String endpoint) {
        DealerSocket socket = context.dealer(options().immediate(true).build());
        remotes.add(socket);
        socket.connect(endpoint);
        poller.add(socket, remotes.size() - 1, Interest.READABLE);
    }

    private static SocketOptionsBuilder options() {
        return SocketOptions.builder()
                .sendHighWaterMark(QUEUE)
                .receiveHighWaterMark(QUEUE)
                .maxMessageSize(MAX_MESSAGE)
                .heartbeat(Heartbeat.every(SIGN_OF_LIFE))
                .linger(Duration.ZERO);
    }

    /** Waits until something comes or the time is over, and hands over all that has come. */
    void receive(Duration timeout, Receiver receiver) {
        for (ZmqPoller.Ready<Integer> ready : poller.await(timeout)) {
            int remote = ready.attachment();
            for (int i = 0; i < MESSAGES_A_TURN; i++) {
                Message message =
                        remote < 0 ? receive(server) : remotes.get(remote).tryReceive();
                if (message == null) {
                    break;
                }
                hand(remote, message, receiver);
            }
        }
    }

    private static @Nullable Message receive(@Nullable RouterSocket socket) {
        return socket == null ? null : socket.tryReceive();
    }

    private static void hand(int remote, Message message, Receiver receiver) {
        int frames = remote < 0 ? 2 : 1;
        if (message.frameCount() != frames) {
            return;
        }
        byte[] frame = message.frame(frames - 1);
        GossipMessage said = GossipCodec.decode(frame);
        if (remote >= 0) {
            if (said != null) {
                receiver.fromRemote(remote, said);
            }
            return;
        }
        ByteBuffer client = ByteBuffer.wrap(message.frame(0));
        if (frame.length == 0) {
            receiver.onClientGone(client);
        } else if (said != null) {
            receiver.fromClient(client, said);
        }
    }

    boolean toClient(ByteBuffer client, GossipMessage message) {
        byte[] identity = new byte[client.remaining()];
        client.duplicate().get(identity);
        try {
            return server != null && server.trySend(Message.ofFrames(identity, GossipCodec.encode(message)));
        } catch (ZmqUnroutableException e) {
            return false;
        }
    }

    boolean toRemote(int remote, GossipMessage message) {
        return remotes.get(remote).trySend(Message.wrap(GossipCodec.encode(message)));
    }

    void wakeUp() {
        poller.wakeUp();
    }

    @Override
    public void close() {
        poller.close();
        remotes.forEach(DealerSocket::close);
        if (server != null) {
            server.close();
        }
    }
}
