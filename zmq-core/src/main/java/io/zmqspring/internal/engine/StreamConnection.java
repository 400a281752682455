package io.zmqspring.internal.engine;

import io.zmqspring.DropReason;
import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.pipe.MessageBatch;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.Opening;
import io.zmqspring.internal.zmtp.LocalPeer;
import io.zmqspring.internal.zmtp.MessageEncoder;
import io.zmqspring.internal.zmtp.RemotePeer;
import io.zmqspring.internal.zmtp.ZmtpConnection;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream connection, over tcp or ipc: its channel, its ZMTP state and, once the handshake is done, its pipe. Lives
 * on its event loop; only the {@link ConnectionWriter} is also used by sending threads.
 *
 * <pre>
 *   OPEN --finish, protocol error--> DRAINING --written--> HALF_CLOSED --end of stream--> CLOSED
 *     |                                  |                    |                             ^
 *     +---------------- lost, broken, silent, abort, time over -----------------------------+
 * </pre>
 */
@LoopConfined
final class StreamConnection implements ChannelHandler, ZmtpConnection.Receiver, ConnectionWriter.Listener {
    private enum State {
        OPEN,
        DRAINING,
        HALF_CLOSED,
        CLOSED
    }

    private static final MessageQueue.Count ONE = new MessageQueue.Count(1, 0);
    private static final byte[] NONE = new byte[0];
    private static final int MAX_WAITING_COMMANDS = 1024; // heartbeats of a peer whose reader rests add up too
    private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final SocketChannel channel;
    private final LocalPeer local;
    private final StreamFamily.Ends ends;
    private final ConnectionOwner owner;
    private final ZmtpConnection zmtp;
    private final ConnectionWriter writer;

    private volatile State state = State.OPEN;
    private @Nullable SelectionKey key;
    private @Nullable Pipe pipe;
    private @Nullable LoopTimer timer;
    private @Nullable Asking asking;
    private @Nullable Ending protocolError;
    private Ending ending = Ending.asked();
    private boolean handshakeFailed;
    private boolean receiving;
    private @Nullable String lostWhileReceiving;
    private byte[] leftover = NONE;
    private boolean paused; // until the pipe has room again
    private @Nullable Message beginning; // of a raw connection, until there is room for it

    StreamConnection(
            EventLoop loop, SocketChannel channel, StreamFamily.Ends ends, LocalPeer local, ConnectionOwner owner) {
        this.loop = loop;
        this.channel = channel;
        this.local = local;
        this.ends = ends;
        this.owner = owner;
        this.zmtp = new ZmtpConnection(local, ends.remoteHost(), this);
        this.writer = new ConnectionWriter(loop, channel, this);
    }

    StreamFamily.Ends ends() {
        return ends;
    }

    /** Begins the handshake on a connected, non-blocking channel. */
    void start() {
        try {
            key = loop.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            end(ending(HandshakeFailure.CONNECTION_LOST, DisconnectReason.CONNECTION_LOST, Ending.words(e)));
            return;
        }
        timer = loop.schedule(local.options().handshakeTimeout().toNanos(), this::onHandshakeTimeout);
        zmtp.start();
        begin(); // a raw connection is received as soon as it is there
    }

    /** Waits for room with its beginning, so that beginnings and ends of a peer that comes and goes cannot pile up. */
    private void begin() {
        MessageBatch batch = loop.batch();
        if (pipe != null && batch.count() > 0 && pipe.inbound().isFull()) {
            beginning = batch.first();
            batch.clear();
            pause();
        } else {
            deliver(batch);
        }
    }

    // ---- reading -------------------------------------------------------------------------------------------------

    @Override
    public void onReady(SelectionKey key) throws IOException {
        if (key.isWritable()) {
            interest(SelectionKey.OP_WRITE, false);
            writer.onWritable();
        }
        if (key.isValid() && key.isReadable()) {
            read();
        }
    }

    /** Reads once, if there is room; what one read brings is taken even if that is more than there was room for. */
    private void read() throws IOException {
        if (pipe != null && pipe.inbound().isFull()) {
            pause();
            return;
        }
        ByteBuffer in = loop.readBuffer().clear().put(leftover);
        int n;
        try {
            n = channel.read(in);
        } catch (IOException e) {
            onLost(Ending.words(e));
            return;
        }
        if (n < 0) {
            onLost("closed by the other side");
        } else if (state == State.OPEN && n > 0) {
            received(in.flip());
        }
    }

    private void received(ByteBuffer in) {
        if (pipe != null) {
            pipe.onTraffic(loop.now());
        }
        receiving = true;
        zmtp.receive(in, loop.now());
        receiving = false;
        leftover = in.hasRemaining() ? new byte[in.remaining()] : NONE;
        in.get(leftover);
        settle();
    }

    /** After the ZMTP machine has had something to work on. */
    private void settle() {
        deliver(loop.batch());
        if (lostWhileReceiving != null) {
            end(protocolError != null ? protocolError : lost(lostWhileReceiving));
        } else if (protocolError != null && pipe == null) {
            leave(protocolError, REFUSAL_NANOS);
        } else if (protocolError != null) {
            end(protocolError);
        } else if (zmtp.state() == ZmtpConnection.State.TRAFFIC) {
            watchHeartbeat();
        }
    }

    /** Hands a read's messages over as one batch. */
    private void deliver(MessageBatch batch) {
        if (pipe != null && batch.count() > 0) {
            MessageQueue inbound = pipe.inbound();
            inbound.offerRead(batch);
            inbound.wakeConsumer();
            if (batch.count() > 0) { // the socket is closing
                unread(inbound, batch.size());
            }
        }
        batch.clear();
    }

    private void unread(MessageQueue inbound, MessageQueue.Count count) {
        inbound.refused(count);
        owner.onDropped(DropReason.UNREAD, count);
    }

    private void pause() {
        paused = true;
        interest(SelectionKey.OP_READ, false);
        zmtp.rest(loop.now());
        watchHeartbeat();
    }

    /** The pipe has room again. */
    private void resumeReading() {
        if (!paused || state != State.OPEN) {
            return;
        }
        paused = false;
        zmtp.listen(loop.now());
        interest(SelectionKey.OP_READ, true);
        if (beginning != null) {
            loop.batch().add(beginning);
            beginning = null;
            deliver(loop.batch());
        }
    }

    private void interest(int operation, boolean on) {
        SelectionKey key = this.key;
        if (key != null && key.isValid()) {
            key.interestOps(on ? key.interestOps() | operation : key.interestOps() & ~operation);
        }
    }

    // ---- from the ZMTP machine -----------------------------------------------------------------------------------

    @Override
    public void send(byte[] bytes) {
        writer.send(List.of(bytes));
        if (writer.isCongested(MAX_WAITING_COMMANDS)) {
            interest(SelectionKey.OP_READ, false); // a peer that asks and never reads the answers is not heard further
            writer.tellWhenDrained();
        }
    }

    @Override
    public void sendSign(byte[] bytes) {
        if (!writer.isCongested(0)) {
            writer.send(List.of(bytes));
        }
    }

    @Override
    public Sender onReady(RemotePeer peer, MessageEncoder sender) {
        cancelTimer();
        Pipe pipe = owner.onReady(this, new RemotePeer(ends.addTo(peer.properties()), peer.identity(), peer.user()));
        if (pipe == null) {
            return Sender.LOCAL;
        }
        this.pipe = pipe;
        pipe.onTraffic(loop.now());
        pipe.inbound().setProducer(() -> loop.execute(this::resumeReading));
        List<byte[]> opening = Opening.messages(local.type(), local.options()).stream()
                .map(sender::encode)
                .toList();
        writer.attach(pipe.outbound(), sender, opening);
        owner.onServing(pipe);
        watchHeartbeat();
        return pipe.sender();
    }

    @Override
    public void ask(Authenticator authenticator, Credentials credentials) {
        asking = new Asking(authenticator, credentials, verdict -> loop.execute(() -> onAnswer(verdict)));
        asking.start(owner.authenticators());
    }

    private void onAnswer(Verdict verdict) {
        if (state != State.OPEN) {
            return;
        }
        receiving = true;
        zmtp.answer(verdict, loop.now());
        receiving = false;
        settle();
    }

    @Override
    public void onMessage(Message message) {
        if (local.showsSubscriptions()) {
            deliver(loop.batch()); // what came before it is there before it
        }
        MessageQueue.Verdict verdict =
                pipe == null ? MessageQueue.Verdict.QUEUE : pipe.inbound().look(message);
        if (verdict == MessageQueue.Verdict.QUEUE) {
            loop.batch().add(message);
        } else if (verdict == MessageQueue.Verdict.REFUSED) {
            onProtocolError(HandshakeFailure.PROTOCOL_ERROR, local.refusal());
        }
    }

    @Override
    public void onSubscription(String command, byte[] topic) {
        deliver(loop.batch()); // what came before it is there before it
        if (!owner.onSubscription(new Subscription(Subscription.Kind.valueOf(command), topic))) {
            onProtocolError(HandshakeFailure.PROTOCOL_ERROR, local.refusal());
        }
    }

    /** Tells the peer what we want to receive, see {@link Pipe.Link#send}. Any thread, once the connection serves its pipe. */
    void subscribe(List<Subscription> subscriptions, long after) {
        if (state == State.OPEN) {
            writer.send(subscriptions.stream().map(this::encode).toList(), after);
        }
    }

    private byte[] encode(Subscription subscription) {
        return switch (subscription.kind()) {
            case SUBSCRIBE, CANCEL ->
                zmtp.encodeSubscription(subscription.kind().isAdded(), subscription.topic());
            case JOIN, LEAVE ->
                ZmtpConnection.encodeMembership(subscription.kind().isAdded(), subscription.topic());
        };
    }

    @Override
    public void onMultipartDropped() {
        owner.onDropped(DropReason.MULTIPART, ONE);
    }

    @Override
    public void onBadEnvelope() {
        owner.onDropped(DropReason.BAD_ENVELOPE, ONE);
    }

    @Override
    public void onProtocolError(HandshakeFailure reason, String detail) {
        DisconnectReason inTraffic = reason == HandshakeFailure.CRYPTOGRAPHIC
                ? DisconnectReason.NOT_AUTHENTIC
                : DisconnectReason.PROTOCOL_ERROR;
        protocolError = ending(reason, inTraffic, detail);
    }

    // ---- timers --------------------------------------------------------------------------------------------------

    private void onHandshakeTimeout() {
        end(ending(
                HandshakeFailure.TIMEOUT,
                DisconnectReason.HANDSHAKE_FAILED,
                "handshake not done after " + local.options().handshakeTimeout() + " (handshakeTimeout)"));
    }

    /** Makes sure that we look at the clock no later than the heartbeats want it. */
    private void watchHeartbeat() {
        long delay = LoopTimer.together(loop.now(), zmtp.untilHeartbeat(loop.now()));
        if (delay == Long.MAX_VALUE || state != State.OPEN) {
            return;
        }
        if (timer != null) {
            if (timer.deadline() - loop.now() <= delay) {
                return;
            }
            timer.cancel();
        }
        timer = loop.schedule(delay, this::onHeartbeatDue);
    }

    private void onHeartbeatDue() {
        timer = null;
        if (state != State.OPEN) {
            return;
        }
        if (zmtp.isAlive(loop.now())) {
            watchHeartbeat();
        } else {
            end(Ending.of(DisconnectReason.HEARTBEAT_TIMEOUT, "nothing heard in time"));
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    // ---- from the writer -----------------------------------------------------------------------------------------

    @Override
    public void onKernelFull() {
        loop.congested();
        interest(SelectionKey.OP_WRITE, true);
    }

    @Override
    public void onBroken(IOException cause) {
        onLost(Ending.words(cause));
    }

    @Override
    public void onDrained() {
        if (!paused && state == State.OPEN) {
            interest(SelectionKey.OP_READ, true);
        }
        if (state != State.DRAINING) {
            return;
        }
        try {
            channel.shutdownOutput();
            state = State.HALF_CLOSED;
            interest(SelectionKey.OP_READ, true);
        } catch (IOException e) {
            end(ending);
        }
    }

    // ---- ending --------------------------------------------------------------------------------------------------

    /** Sends what is queued for at most the given time, then closes. */
    void finish(long lingerNanos) {
        if (lingerNanos == 0 || pipe == null) {
            abort();
        } else if (state == State.OPEN) {
            leave(Ending.asked(), lingerNanos);
        }
    }

    /**
     * Writes what is to be written, then lets the other side close. Closing at once would take back what is on its way to
     * it, be it a message or the reason why we refuse it, if it has sent us something that we did not read.
     */
    private void leave(Ending ending, long atMostNanos) {
        state = State.DRAINING;
        this.ending = ending;
        tell(ending);
        cancelTimer();
        timer = loop.schedule(atMostNanos, () -> end(ending));
        writer.tellWhenDrained();
    }

    /** Closes at once. */
    void abort() {
        end(Ending.asked());
    }

    private void onLost(String detail) {
        if (receiving) { // an answer could not be written; what has arrived is taken first
            lostWhileReceiving = detail;
        } else if (state == State.OPEN) {
            end(lost(detail));
        } else {
            end(ending);
        }
    }

    @Override
    public void onFault(Throwable fault) {
        receiving = false;
        loop.batch().clear();
        end(ending(HandshakeFailure.CONNECTION_LOST, DisconnectReason.INTERNAL_ERROR, fault.toString()));
    }

    private Ending lost(String detail) {
        return ending(HandshakeFailure.CONNECTION_LOST, DisconnectReason.CONNECTION_LOST, detail);
    }

    private Ending ending(HandshakeFailure inHandshake, DisconnectReason inTraffic, String detail) {
        return Ending.at(zmtp.state(), inHandshake, inTraffic, detail);
    }

    void end(Ending ending) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        tell(ending);
        cancelTimer();
        if (asking != null) {
            asking.end();
        }
        Pipe pipe = this.pipe;
        if (pipe != null) {
            pipe.inbound().setProducer(() -> {});
            sayFarewell(pipe.inbound(), ending);
        }
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is left to be lost by it
        }
        writer.close(() -> {
            owner.onEnded(ending, writer.unsent());
            zmtp.wipe();
        });
    }

    private void tell(Ending ending) {
        if (ending.handshake() != null && !handshakeFailed) {
            handshakeFailed = true;
            owner.onHandshakeFailed(ending);
        }
    }

    /** Tells the application of the end, unless it has not even heard of the beginning. */
    private void sayFarewell(MessageQueue inbound, Ending ending) {
        Message farewell = ending.reason() == null ? null : zmtp.farewell();
        if (beginning != null) {
            unread(inbound, ONE);
        } else if (farewell != null) {
            inbound.force(farewell);
        }
    }
}
