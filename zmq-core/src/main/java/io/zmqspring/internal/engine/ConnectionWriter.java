package io.zmqspring.internal.engine;

import io.zmqspring.Message;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.zmtp.MessageEncoder;
import io.zmqspring.internal.zmtp.UnsentFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes one connection: commands first, then the pipe's messages, in large pieces.
 *
 * <p>While little is written, the sending thread writes by itself and no other thread is woken; while messages come fast,
 * to whatever connections of the loop, it only queues them and the event loop writes them in batches.
 */
final class ConnectionWriter {
    // Who may write. Whoever moves IDLE to INLINE or LOOP owns the fields below until it moves on; the owner looks for
    // new work once more after it has let go, so nothing queued meanwhile is left lying.
    //
    //          a sender, the loop is quiet
    //   IDLE ------------------------------------> INLINE ---- more to do, or kernel full, or broken ---+
    //    | ^--------------- nothing left ------------+                                                  |
    //    |                                                                                              v
    //    +---- the loop, or a sender that has the loop write --------------------------------------> LOOP --> CLOSED
    //    ^----------------------------------- nothing left ----------------------------------------------+
    //
    // A non-blocking channel is not interruptible: an interrupt of a sending thread does not close it.
    private enum Owner {
        IDLE,
        INLINE,
        LOOP,
        CLOSED
    }

    /** What one attempt to write came to. */
    private enum Result {
        DRAINED,
        MORE,
        KERNEL_FULL,
        BROKEN
    }

    /** What the connection is told, on the loop. */
    interface Listener {
        /** The kernel's buffer is full: call {@link #onWritable} when it is not. */
        void onKernelFull();

        /** Writing failed. */
        void onBroken(IOException cause);

        /** Everything queued has been written; told once after {@link #tellWhenDrained}. */
        void onDrained();
    }

    /** Where messages come from and who puts them into octets. */
    private record Source(MessageQueue queue, MessageEncoder sender) {}

    /** Octets that go ahead of messages, but for so many of the queue's that were there before. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Command(byte[] octets, long after) {}

    private static final int WRITES_PER_TURN = 8;

    private final WritingLoop loop;
    private final WritableByteChannel channel;
    private final Listener listener;
    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCommands = new AtomicInteger();
    private final AtomicReference<Owner> owner = new AtomicReference<>(Owner.IDLE);

    private volatile @Nullable Source source;
    private volatile boolean tellWhenDrained;
    private volatile @Nullable Runnable onClosed;

    // Owned by the owner of the right to write.
    private @Nullable ByteBuffer buffer;
    private final Queue<Command> postponed = new ArrayDeque<>(0); // messages go before them
    private int handshakeCommands; // not yet written when the handshake was done
    private boolean flushing;
    private boolean inMessage;
    private @Nullable Message held; // taken from the queue; commands go before it, or the buffer has no room for it
    private int continued;
    private int messages; // in the buffer
    private @Nullable IOException failure;

    ConnectionWriter(WritingLoop loop, WritableByteChannel channel, Listener listener) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
    }

    /** Sends greetings or commands, ahead of messages. Any thread; does not block. */
    void send(List<byte[]> octets) {
        send(octets, 0);
    }

    /** Sends commands ahead of messages, but after so many of the queue's. Any thread; does not block. */
    void send(List<byte[]> octets, long after) {
        add(octets, after);
        wake();
    }

    private void add(List<byte[]> octets, long after) {
        waitingCommands.addAndGet(octets.size());
        octets.forEach(one -> commands.add(new Command(one, after)));
    }

    /** How many commands wait to be written. */
    @LoopConfined
    boolean isCongested(int limit) {
        return waitingCommands.get() > limit;
    }

    /**
     * The handshake is done: from now on the queue's messages are written, after these first frames. What is still to be
     * written of the handshake goes out as it is, everything later as the sender has it.
     */
    @LoopConfined
    void attach(MessageQueue queue, MessageEncoder sender, List<byte[]> first) {
        handshakeCommands = commands.size(); // nobody but the loop has sent any, so nobody is writing
        add(first, 0);
        source = new Source(queue, sender);
        queue.setConsumer(this::wake);
        wakeOnLoop();
    }

    /** There may be something to write. Any thread; does not block. */
    void wake() {
        if (loop.isMine()) {
            wakeOnLoop();
        } else if (owner.get() == Owner.IDLE && owner.compareAndSet(Owner.IDLE, Owner.INLINE)) {
            if (loop.isWritingALot()) {
                handToLoop();
            } else {
                writeInline();
            }
        }
    }

    private void writeInline() {
        if (writeOnce() != Result.DRAINED) {
            handToLoop();
            return;
        }
        owner.set(Owner.IDLE);
        if ((hasWork() || onClosed != null || tellWhenDrained) && owner.compareAndSet(Owner.IDLE, Owner.INLINE)) {
            handToLoop();
        }
    }

    private void handToLoop() {
        owner.set(Owner.LOOP);
        loop.execute(this::writeOwned);
    }

    @LoopConfined
    private void wakeOnLoop() {
        if (owner.compareAndSet(Owner.IDLE, Owner.LOOP)) {
            writeOwned();
        }
    }

    /** The kernel takes octets again. */
    @LoopConfined
    void onWritable() {
        if (owner.get() == Owner.LOOP) {
            writeOwned();
        }
    }

    @LoopConfined
    private void writeOwned() {
        if (owner.get() != Owner.LOOP) {
            return; // closed while the task was on its way
        }
        Runnable closed = onClosed;
        if (closed != null) {
            finishClose(closed);
            return;
        }
        for (int i = 0; i < WRITES_PER_TURN; i++) {
            Result result = failure != null ? Result.BROKEN : writeOnce();
            if (result == Result.KERNEL_FULL) {
                listener.onKernelFull();
                return;
            }
            if (result == Result.BROKEN) {
                listener.onBroken(failure == null ? new IOException("write failed") : failure);
                return;
            }
            if (result == Result.DRAINED && !keepWriting()) {
                return;
            }
        }
        loop.execute(this::writeOwned); // other connections have their turn
    }

    /** Lets go of the right to write, and takes it again if something came meanwhile. */
    @LoopConfined
    private boolean keepWriting() {
        owner.set(Owner.IDLE);
        if (hasWork()) {
            return owner.compareAndSet(Owner.IDLE, Owner.LOOP);
        }
        if (tellWhenDrained) {
            tellWhenDrained = false;
            listener.onDrained();
        }
        return false;
    }

    private boolean hasWork() {
        Source source = this.source;
        return !commands.isEmpty() || (source != null && !source.queue().isConsumerIdle());
    }

    // ---- by the owner --------------------------------------------------------------------------------------------

    /** Fills the buffer, unless it is still being written, and writes it once. */
    private Result writeOnce() {
        ByteBuffer out = buffer;
        if (out == null) {
            out = loop.buffers().acquire();
            buffer = out;
        }
        if (!flushing) {
            fill(out);
            out.flip();
            flushing = true;
        }
        boolean full = out.limit() == out.capacity();
        try {
            if (out.hasRemaining()) {
                channel.write(out);
            }
        } catch (IOException e) {
            failure = e;
            return Result.BROKEN;
        }
        if (out.hasRemaining()) {
            return Result.KERNEL_FULL;
        }
        loop.wrote(messages);
        flushing = false;
        out.clear();
        if (full || inMessage || held != null || !postponed.isEmpty()) {
            return Result.MORE;
        }
        buffer = null;
        loop.buffers().release(out);
        return Result.DRAINED;
    }

    private void fill(ByteBuffer out) {
        Source source = this.source;
        continued = 0;
        messages = 0;
        if (inMessage && source != null) {
            inMessage = !source.sender().write(out);
            continued = out.position();
        }
        boolean more = true;
        while (more && !inMessage && out.hasRemaining()) {
            more = writeNext(source, out);
        }
        if (source != null && source.queue().takeRoomToTell()) {
            source.queue().wakeProducer();
        }
    }

    /** Writes a command, or begins a message; false if there is nothing, or no room for the next command. */
    private boolean writeNext(@Nullable Source source, ByteBuffer out) {
        if (held == null && source != null) {
            held = source.queue().poll(); // before the look at the commands: those sent before it go before it
        }
        CommandResult result = writeCommand(source, out);
        if (result != CommandResult.NONE) {
            return result == CommandResult.WRITTEN;
        }
        Message message = held;
        if (source == null || message == null) {
            return false;
        }
        int before = out.position();
        source.sender().begin(message);
        boolean whole = source.sender().write(out);
        if (!whole && out.position() == before) {
            return false; // not even its header fits: it is not begun, and waits for the next buffer
        }
        held = null;
        messages++;
        inMessage = !whole;
        return true;
    }

    private enum CommandResult {
        NONE,
        WRITTEN,
        NO_ROOM
    }

    /** Commands are small and are never split, so that a buffer always begins with a frame or with a message's rest. */
    private CommandResult writeCommand(@Nullable Source source, ByteBuffer out) {
        Queue<Command> from = isDue(postponed.peek(), source) ? postponed : commands;
        Command command = from.peek();
        while (command != null && !isDue(command, source)) {
            postponed.add(commands.remove());
            command = commands.peek();
        }
        if (command == null) {
            return CommandResult.NONE;
        }
        byte[] octets = command.octets();
        if (source != null && handshakeCommands == 0) {
            if (!source.sender().writeFrames(octets, out)) {
                return CommandResult.NO_ROOM;
            }
        } else if (octets.length <= out.remaining()) {
            out.put(octets);
            handshakeCommands = Math.max(0, handshakeCommands - 1);
        } else {
            return CommandResult.NO_ROOM;
        }
        from.remove();
        waitingCommands.decrementAndGet();
        return CommandResult.WRITTEN;
    }

    /** Whether nothing of the queue goes before the command any more; the message that is held has not gone yet. */
    private boolean isDue(@Nullable Command command, @Nullable Source source) {
        if (command == null || command.after() == 0 || source == null) {
            return command != null;
        }
        return source.queue().taken() - (held == null ? 0 : 1) >= command.after();
    }

    // ---- closing -------------------------------------------------------------------------------------------------

    /** Asks for one {@link Listener#onDrained} as soon as everything queued is written. */
    @LoopConfined
    void tellWhenDrained() {
        tellWhenDrained = true;
        if (owner.compareAndSet(Owner.IDLE, Owner.LOOP)) {
            writeOwned();
        }
    }

    /**
     * Ends writing, after the channel was closed. The task runs on the loop, when no thread writes any more: at once,
     * or as soon as a sending thread has let go.
     */
    @LoopConfined
    void close(Runnable whenClosed) {
        onClosed = whenClosed;
        if (owner.get() == Owner.LOOP || owner.compareAndSet(Owner.IDLE, Owner.LOOP)) {
            finishClose(whenClosed);
        }
    }

    @LoopConfined
    private void finishClose(Runnable whenClosed) {
        if (owner.get() == Owner.CLOSED) {
            return;
        }
        Source source = this.source;
        if (source != null) {
            source.queue().setConsumer(() -> {});
        }
        owner.set(Owner.CLOSED);
        whenClosed.run();
        if (buffer != null) {
            loop.buffers().release(buffer);
            buffer = null;
        }
    }

    /** What was taken from the queue and did not get out whole. To be asked when closed, before the task returns. */
    @LoopConfined
    MessageQueue.Count unsent() {
        Message held = this.held;
        return held == null ? unsentOfBuffer() : unsentOfBuffer().plus(new MessageQueue.Count(1, held.size()));
    }

    private MessageQueue.Count unsentOfBuffer() {
        ByteBuffer out = buffer;
        Source source = this.source;
        if (source == null) {
            return MessageQueue.Count.NONE;
        }
        if (out == null || !flushing) {
            return inMessage ? new MessageQueue.Count(1, 0) : MessageQueue.Count.NONE;
        }
        UnsentFrames unsent = source.sender().unsent(out, continued);
        return new MessageQueue.Count(unsent.messages(), unsent.bytes());
    }
}
