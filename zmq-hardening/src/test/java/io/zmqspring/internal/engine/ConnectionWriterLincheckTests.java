package io.zmqspring.internal.engine;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.QueueLimits;
import io.zmqspring.internal.zmtp.Senders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * The hand-over between sending threads and the loop, and its end: whoever writes writes alone, nothing that was accepted is left
 * lying, and when the connection is closed, by then or meanwhile, each message was written, is counted as unsent, or still queued.
 *
 * <p>The loop is a queue of tasks that one thread runs, and the channel an array that takes a few octets at a time.
 */
public class ConnectionWriterLincheckTests {
    private static final byte[] COMMAND = {4, 1, 'c'};

    private final Loop loop = new Loop();
    private final Channel channel = new Channel();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger commands = new AtomicInteger();
    private final MessageQueue queue = new MessageQueue(new QueueLimits(1000, 1000));
    private final ConnectionWriter writer = new ConnectionWriter(loop, channel, channel);
    private boolean closeBegun; // of the loop
    private int timesClosed;
    private long unsent;

    /** Begins when the handshake is done. */
    public ConnectionWriterLincheckTests() {
        loop.run(() -> writer.attach(queue, Senders.ofFrames(), List.of()));
    }

    /** A loop with one thread at a time, which is whoever runs its tasks. */
    private static final class Loop implements WritingLoop {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final AtomicInteger written = new AtomicInteger();
        private final BufferPool buffers = new BufferPool(16);
        private volatile Thread thread;

        void run(Runnable first) {
            thread = Thread.currentThread();
            first.run();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            thread = null;
        }

        @Override
        public boolean isMine() {
            return thread == Thread.currentThread();
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        /** Every other time. */
        @Override
        public boolean isWritingALot() {
            return (written.get() & 1) == 1;
        }

        @Override
        public void wrote(int messages) {
            written.incrementAndGet();
        }

        @Override
        public BufferPool buffers() {
            return buffers;
        }
    }

    /** Takes five octets at a time, which is not two messages, and tells when two threads write. */
    private static final class Channel implements WritableByteChannel, ConnectionWriter.Listener {
        private final AtomicBoolean busy = new AtomicBoolean();
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private volatile boolean closed;
        private boolean full; // of the loop

        @Override
        public int write(ByteBuffer from) throws IOException {
            if (!busy.compareAndSet(false, true)) {
                throw new IllegalStateException("two threads write");
            }
            try {
                if (closed) {
                    throw new ClosedChannelException();
                }
                int count = Math.min(5, from.remaining());
                for (int i = 0; i < count; i++) {
                    octets.write(from.get());
                }
                return count;
            } finally {
                busy.set(false);
            }
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void onKernelFull() {
            full = true;
        }

        /** The connection ends itself then; here only somebody else does. */
        @Override
        public void onBroken(IOException cause) {}

        @Override
        public void onDrained() {}
    }

    /** Any thread sends a message. */
    @Operation
    public void send() {
        byte number = (byte) accepted.incrementAndGet();
        if (queue.offer(Message.wrap(new byte[] {number})) != MessageQueue.Offer.ACCEPTED) {
            throw new IllegalStateException("there is room for a thousand");
        }
        queue.wakeConsumer();
    }

    /** Any thread sends a command, as a subscription. */
    @Operation
    public void command() {
        commands.incrementAndGet();
        writer.send(List.of(COMMAND));
    }

    /** The loop does what is to be done. */
    @Operation(nonParallelGroup = "loop")
    public void turn() {
        loop.run(() -> {
            if (channel.full) {
                channel.full = false;
                writer.onWritable();
            }
        });
    }

    /** The loop closes the connection. */
    @Operation(nonParallelGroup = "loop")
    public void close() {
        loop.run(() -> {
            if (!closeBegun) {
                closeBegun = true;
                channel.close();
                writer.close(() -> {
                    timesClosed++;
                    unsent = writer.unsent().messages();
                });
            }
        });
    }

    /** When all is quiet and the loop has nothing to do, every message is somewhere, once. */
    @Validate
    public void everyMessageIsSomewhere() {
        while (!loop.tasks.isEmpty() || channel.full) {
            turn();
        }
        Set<Byte> written = new HashSet<>();
        int writtenCommands = read(written);
        long queued = queue.counts().queued().messages();
        if (closeBegun) {
            require(timesClosed == 1, "closed " + timesClosed + " times");
            require(
                    written.size() + unsent + queued == accepted.get(),
                    accepted + " messages, " + written.size() + " written, " + unsent + " unsent, " + queued
                            + " queued");
        } else {
            require(written.size() == accepted.get(), accepted + " messages, and written are " + written);
            require(writtenCommands == commands.get(), commands + " commands, " + writtenCommands + " written");
            require(queued == 0, queued + " left lying");
        }
    }

    /** Reads whole frames of one octet each; the last may be cut where the connection was closed. */
    private int read(Set<Byte> messages) {
        Queue<Byte> octets = new ArrayDeque<>();
        for (byte octet : channel.octets.toByteArray()) {
            octets.add(octet);
        }
        int commandCount = 0;
        while (octets.size() >= 3) {
            byte flags = octets.remove();
            require(octets.remove() == 1, "garbled");
            byte body = octets.remove();
            if (flags == 0) {
                require(messages.add(body), body + " is written twice");
            } else {
                require(flags == 4 && body == 'c', "garbled");
                commandCount++;
            }
        }
        require(octets.isEmpty() || closeBegun, "the end is missing");
        return commandCount;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** Five messages fill 15 of the buffer's 16 octets, and the channel takes five of them before it is closed. */
    @Test
    void aMessageThatTheBufferHasNoRoomForIsNotForgotten() {
        for (byte number = 1; number <= 9; number++) {
            accepted.incrementAndGet();
            queue.offer(Message.wrap(new byte[] {number}));
        }
        loop.run(writer::wake);
        close();
        everyMessageIsSomewhere();
        require(unsent + queue.counts().queued().messages() == 8, "one was written whole");
    }

    @Test
    void interleavings() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .iterations(5)
                .invocationsPerIteration(100)
                .check(ConnectionWriterLincheckTests.class);
    }

    @Test
    void stress() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .iterations(8)
                .invocationsPerIteration(500)
                .check(ConnectionWriterLincheckTests.class);
    }
}
