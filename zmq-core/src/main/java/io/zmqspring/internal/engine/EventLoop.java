package io.zmqspring.internal.engine;

import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.concurrent.LoopConfined;
import io.zmqspring.internal.concurrent.WaitingRoom;
import io.zmqspring.internal.pipe.MessageBatch;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One I/O thread: a selector, its channels and their timers. Everything marked {@link LoopConfined} belongs to it; other
 * threads ask it through {@link #execute}. It runs no user code but direct handlers, and waits for nothing but its selector.
 * Whatever a channel's handler throws costs that channel only.
 */
public final class EventLoop implements WaitingRoom.Work, WritingLoop {
    private static final System.Logger LOG = System.getLogger("io.zmqspring.io");
    private static final int READ_BUFFER =
            32 << 10; // small, so that the peer is told of room early, and what is read stays in the cache
    /** How long writing is worth a thread of its own after the system's buffers were full. */
    private static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** If anything was written less than this ago, there is a lot to write: batches are better than single messages. */
    private static final long QUIET_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

    /** The same after so large a batch that a flood of messages is likely to go on. */
    private static final long EBB_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private static final int LARGE_BATCH = 64;

    private static final int TASKS_PER_ROUND = 1024;
    private static final long MAX_SLEEP_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 2; // so that deadlines can be compared

    private final Thread thread;
    private final Selector selector;
    private final Clock clock;
    private final BufferPool buffers;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final WaitingRoom room;
    private final Watch watch;
    private volatile long quietFrom;
    private final AtomicBoolean stopping = new AtomicBoolean();

    @LoopConfined
    private final PriorityQueue<LoopTimer> timers = new PriorityQueue<>();

    @LoopConfined
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER);

    @LoopConfined
    private final MessageBatch batch = new MessageBatch();

    @LoopConfined
    private long now;

    @LoopConfined
    private long busyUntil;

    EventLoop(String name, Clock clock, BufferPool buffers, WaitingRoom room) {
        this.room = room;
        this.clock = clock;
        this.quietFrom = clock.nanoTime();
        this.busyUntil = clock.nanoTime();
        this.buffers = buffers;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector; are file descriptors exhausted?", e);
        }
        this.thread = new Thread(this::run, name);
        this.watch = new Watch(thread, room);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            selector.wakeup();
        } else {
            watch.call();
        }
    }

    /** Runs a task on the loop and waits for it; false if it has not run after the given time. Interrupts have no effect. */
    public boolean executeAndWait(Runnable task, long timeoutMillis) {
        CountDownLatch done = new CountDownLatch(1);
        execute(() -> {
            try {
                task.run();
            } finally {
                done.countDown();
            }
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.await(timeoutMillis, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isWritingALot() {
        return quietFrom - clock.nanoTime() > 0;
    }

    @Override
    public void wrote(int messages) {
        quietFrom = clock.nanoTime() + (messages < LARGE_BATCH ? QUIET_NANOS : EBB_NANOS);
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    public Clock clock() {
        return clock;
    }

    // ---- for handlers, on the loop -------------------------------------------------------------------------------

    /** Monotonic time as of the last wake-up. */
    @LoopConfined
    public long now() {
        return now;
    }

    /** A buffer to read into, to be emptied before the handler returns. */
    @LoopConfined
    public ByteBuffer readBuffer() {
        return readBuffer;
    }

    /** A place to collect what one read brought, to be emptied before the handler returns. */
    @LoopConfined
    public MessageBatch batch() {
        return batch;
    }

    /** There is more to write than the system takes: a thread of its own is busy with it for a while. */
    @LoopConfined
    void congested() {
        busyUntil = now + CALM_NANOS;
    }

    @LoopConfined
    public SelectionKey register(SelectableChannel channel, int operations, ChannelHandler handler) throws IOException {
        return channel.register(selector, operations, handler);
    }

    @LoopConfined
    public LoopTimer schedule(long delayNanos, Runnable task) {
        LoopTimer timer = new LoopTimer(clock.nanoTime() + Math.min(delayNanos, MAX_DELAY_NANOS), task);
        timers.add(timer);
        return timer;
    }

    /** Makes the selector let go of closed channels now, so that their addresses are free. */
    @LoopConfined
    public void releaseClosedChannels() throws IOException {
        selector.selectNow(this::dispatch);
    }

    // ---- the thread ----------------------------------------------------------------------------------------------

    private void run() {
        while (!stopping.get()) {
            if (watch.take()) {
                runUntilLendable();
                watch.offer();
            }
            watch.rest(this::isNeeded);
        }
        watch.takeBack();
        closeAll();
    }

    private boolean isNeeded() {
        return stopping.get() || room.idle() > 0 || !tasks.isEmpty();
    }

    /** Runs until a thread that waited was called, which may run the loop as well the next time. */
    private void runUntilLendable() {
        int calls;
        do {
            calls = room.calls();
            round(MAX_SLEEP_MILLIS);
        } while (!stopping.get() && (calls == room.calls() || !isLendable()));
    }

    private boolean isLendable() {
        return now - busyUntil > 0 && !isNeeded();
    }

    private void round(long mostMillis) {
        try {
            select(mostMillis);
            now = clock.nanoTime();
            runTimers();
            runTasks();
        } catch (Throwable fault) { // the thread must outlive everything
            tell("I/O loop goes on after a fault", fault);
        }
    }

    // ---- by a thread that waits ----------------------------------------------------------------------------------

    @Override
    public boolean isFree() {
        return watch.isFree();
    }

    @Override
    public long run(BooleanSupplier over, long nanos) throws InterruptedException {
        if (!watch.borrow()) {
            return NOT_DONE;
        }
        long end = clock.nanoTime() + Math.min(nanos, MAX_DELAY_NANOS);
        long left = nanos;
        try {
            while (left > 0 && !over.getAsBoolean() && !stopping.get()) {
                round(TimeUnit.NANOSECONDS.toMillis(left) + 1);
                left = end - clock.nanoTime();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            watch.giveBack(isLendable(), this::isNeeded);
        }
        return left;
    }

    @Override
    public boolean isMine() {
        return watch.isMine();
    }

    @Override
    public void rely() {
        watch.call();
    }

    @Override
    public void disturb() {
        if (!isMine()) {
            selector.wakeup(); // remembered, should the other thread be on its way to the selector
        }
    }

    // ---- one round -----------------------------------------------------------------------------------------------

    private void select(long mostMillis) throws IOException {
        asleep.set(true);
        try {
            if (!tasks.isEmpty()) {
                selector.selectNow(this::dispatch);
                return;
            }
            long sleep = Math.min(mostMillis, sleepMillis());
            if (sleep == 0) {
                selector.selectNow(this::dispatch);
            } else {
                selector.select(this::dispatch, sleep);
            }
        } finally {
            asleep.set(false);
        }
    }

    private long sleepMillis() {
        LoopTimer next = timers.peek();
        if (next == null) {
            return MAX_SLEEP_MILLIS;
        }
        long nanos = next.deadline() - clock.nanoTime();
        return nanos <= 0 ? 0 : Math.min(MAX_SLEEP_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    private void dispatch(SelectionKey key) {
        asleep.lazySet(false); // we are awake: whoever adds a task need not wake us
        now = clock.nanoTime();
        ChannelHandler handler = (ChannelHandler) key.attachment();
        try {
            if (key.isValid()) {
                handler.onReady(key);
            }
        } catch (Throwable fault) {
            giveUp(handler, fault);
        }
    }

    private static void giveUp(ChannelHandler handler, Throwable fault) {
        try {
            handler.onFault(fault);
        } catch (Throwable second) {
            tell("could not close a connection after a fault", second);
        }
    }

    /** Where descriptors or memory are exhausted, logging fails for the same reason as what it is to tell of. */
    private static void tell(String what, Throwable fault) {
        try {
            LOG.log(System.Logger.Level.ERROR, what, fault);
        } catch (Throwable silenced) {
            // the thread must outlive that too
        }
    }

    private void runTimers() {
        for (LoopTimer timer = timers.peek(); timer != null; timer = timers.peek()) {
            if (!timer.isCancelled() && timer.deadline() - now > 0) {
                return;
            }
            timers.poll();
            if (!timer.isCancelled()) {
                runSafely(timer::run);
            }
        }
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_PER_ROUND; i++) { // channels get their turn even while tasks make more tasks
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            runSafely(task);
        }
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (Throwable fault) {
            tell("a task of the I/O loop failed", fault);
        }
    }

    // ---- stopping ------------------------------------------------------------------------------------------------

    /** Ends the thread; channels still open are closed. Returns when it has ended, or after the given time. */
    void stop(long timeoutMillis) {
        if (stopping.compareAndSet(false, true)) {
            selector.wakeup();
            LockSupport.unpark(thread);
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(timeoutMillis);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Does what it was asked to before, and leaves no channel open. */
    private void closeAll() {
        for (int left = tasks.size(); left > 0; left -= TASKS_PER_ROUND) {
            runTasks();
        }
        selector.keys().forEach(key -> close(key.channel()));
        close(selector);
    }

    private static void close(Closeable one) {
        try {
            one.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing at the end of an I/O loop", e);
        }
    }
}
