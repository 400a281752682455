package io.zmqspring.internal.udp;

import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.engine.ChannelHandler;
import io.zmqspring.internal.engine.EventLoop;
import io.zmqspring.internal.pipe.MessageBatch;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.MessageQueue.Count;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.transport.SocketHost;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A datagram channel that serves a pipe: what the pipe has goes out, what arrives goes in. Lives on its event loop. Nothing
 * that happens to a datagram ends it: one that cannot be sent or taken is dropped and counted.
 */
@LoopConfined
final class DatagramPort implements ChannelHandler {
    private static final System.Logger LOG = System.getLogger("io.zmqspring.io");
    private static final int DATAGRAMS_PER_TURN = 64;
    private static final Count ONE = new Count(1, 0);

    private final EventLoop loop;
    private final DatagramChannel channel;
    private final DatagramFormat format;
    private final Pipe pipe;
    private final SocketHost socket;
    private final int largest;

    private @Nullable SelectionKey key;
    private @Nullable Message unsent;

    DatagramPort(EventLoop loop, DatagramChannel channel, DatagramFormat format, Pipe pipe, SocketHost socket) {
        this.loop = loop;
        this.channel = channel;
        this.format = format;
        this.pipe = pipe;
        this.socket = socket;
        this.largest = socket.options().udp().maxDatagram();
    }

    /** Begins to send and, where asked to, to receive. */
    void start(boolean receives) throws IOException {
        key = loop.register(channel, receives ? SelectionKey.OP_READ : 0, this);
        pipe.outbound().setConsumer(() -> loop.execute(this::write));
        write();
    }

    @Override
    public void onReady(SelectionKey key) {
        if (key.isWritable()) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            write();
        }
        if (key.isValid() && key.isReadable()) {
            read();
        }
    }

    /** The channel goes on: the next datagram may be a better one. */
    @Override
    public void onFault(Throwable fault) {
        loop.batch().clear();
        LOG.log(System.Logger.Level.ERROR, "udp goes on after a fault at " + pipe.endpoint(), fault);
    }

    // ---- receiving -----------------------------------------------------------------------------------------------

    private void read() {
        for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
            ByteBuffer in = loop.readBuffer().clear(); // larger than any datagram
            InetSocketAddress from = receive(in);
            if (from == null) {
                break;
            }
            take(in.flip(), from);
        }
        deliver(loop.batch());
    }

    private @Nullable InetSocketAddress receive(ByteBuffer in) {
        try {
            return (InetSocketAddress) channel.receive(in);
        } catch (IOException e) { // on some systems a datagram of ours that nobody took comes back so
            return null;
        }
    }

    private void take(ByteBuffer in, InetSocketAddress from) {
        pipe.onTraffic(loop.now());
        Message message = in.remaining() > largest ? null : format.decode(in, from);
        if (message == null) {
            socket.dropped(pipe.endpoint(), DropReason.BAD_DATAGRAM, ONE);
        } else if (pipe.inbound().look(message) == MessageQueue.Verdict.QUEUE) {
            loop.batch().add(message);
        }
    }

    /** What has no room is dropped: nobody can be asked to send slower. */
    private void deliver(MessageBatch batch) {
        MessageQueue inbound = pipe.inbound();
        inbound.offerAll(batch);
        Count dropped = batch.size();
        batch.clear();
        inbound.wakeConsumer();
        if (dropped.messages() > 0 && !inbound.isClosed()) {
            inbound.refused(dropped);
            socket.dropped(pipe.endpoint(), DropReason.QUEUE_FULL, dropped);
        }
    }

    // ---- sending -------------------------------------------------------------------------------------------------

    private void write() {
        for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
            if (!writeOne()) {
                return;
            }
        }
        loop.execute(this::write); // others have their turn
    }

    /** Sends the next message; false if there is none, or no room for it in the kernel. */
    private boolean writeOne() {
        if (!channel.isOpen()) {
            return false;
        }
        MessageQueue outbound = pipe.outbound();
        Message message = unsent == null ? outbound.poll() : unsent;
        unsent = null;
        if (outbound.takeRoomToTell()) {
            outbound.wakeProducer();
        }
        if (message == null) {
            return false;
        }
        ByteBuffer out = loop.readBuffer().clear();
        InetSocketAddress to = format.encode(message, out);
        try {
            if (channel.send(out.flip(), to) == 0) {
                unsent = message;
                waitForRoom();
                return false;
            }
        } catch (IOException | IllegalArgumentException e) { // no route, no right, IPv6 here: the next may fare better
            lose(message);
        }
        return true;
    }

    private void waitForRoom() {
        if (key != null && key.isValid()) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    private void lose(Message message) {
        Count lost = new Count(1, message.size());
        pipe.outbound().lost(lost);
        socket.dropped(pipe.endpoint(), DropReason.CONNECTION_LOST, lost);
    }

    // ---- ending --------------------------------------------------------------------------------------------------

    /** Sends what the kernel takes at once, then closes the channel. */
    void close() throws IOException {
        while (writeOne()) {
            // the queue takes no more, so this ends
        }
        channel.close();
        loop.releaseClosedChannels();
    }

    /** Ends the pipe of a closed channel. */
    void end() {
        if (pipe.isTerminated()) {
            return;
        }
        pipe.outbound().setConsumer(() -> {});
        if (unsent != null) {
            lose(unsent);
            unsent = null;
        }
        socket.dropped(pipe.endpoint(), DropReason.PEER_GONE, pipe.terminate());
        socket.terminated(pipe);
    }
}
