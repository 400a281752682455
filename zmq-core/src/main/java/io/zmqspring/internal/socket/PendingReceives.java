package io.zmqspring.internal.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.ZmqClosedException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The futures that wait for messages of a socket, first come first served. They listen to the socket only while there are
 * any; what completes them runs on a worker thread, because the application hangs its code on it.
 */
final class PendingReceives {
    private final SocketCore core;
    private final Runnable wake = this::schedule;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Set<Pending> waiting = new LinkedHashSet<>();

    PendingReceives(SocketCore core) {
        this.core = core;
    }

    /** The next message that no earlier future gets. */
    CompletableFuture<Message> next() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                Message message = takeOrListen();
                if (message != null) {
                    return CompletableFuture.completedFuture(message);
                }
            }
            Pending future = new Pending();
            waiting.add(future);
            return future;
        } catch (ZmqClosedException closed) {
            return CompletableFuture.failedFuture(closed);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private @Nullable Message takeOrListen() {
        Message message = core.waiting().poll();
        if (message != null) {
            return message;
        }
        core.waiting().readable.listen(wake);
        message = core.waiting().poll(); // it may have come before we listened
        if (message != null) {
            core.waiting().readable.unlisten(wake);
        }
        return message;
    }

    /** Called by whoever brings a message, so it only has the work done. */
    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            core.workers().execute(this::deliver);
        }
    }

    /** Completes one future. What hangs on it may block this thread, so another one goes on with the rest. */
    private void deliver() {
        scheduled.set(false); // before looking, so that what comes from now on is looked at again
        Pending future;
        Message message = null;
        ZmqClosedException closed = null;
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                return;
            }
            try {
                message = core.waiting().poll();
            } catch (ZmqClosedException e) {
                closed = e;
            }
            if (message == null && closed == null) {
                return;
            }
            future = waiting.iterator().next();
            remove(future);
            if (!waiting.isEmpty()) {
                schedule();
            }
        } finally {
            lock.unlock();
        }
        future.end(message, closed);
    }

    @GuardedBy("lock")
    private boolean remove(Pending future) {
        boolean removed = waiting.remove(future);
        if (removed && waiting.isEmpty()) {
            core.waiting().readable.unlisten(wake);
        }
        return removed;
    }

    /** Ends by a message, or by its owner, who then gets none: the one that comes first, under the lock, decides. */
    private final class Pending extends CompletableFuture<Message> {
        void end(@Nullable Message message, @Nullable ZmqClosedException closed) {
            if (message != null) {
                super.complete(message);
            } else if (closed != null) {
                super.completeExceptionally(closed);
            }
        }

        private boolean withdraw() {
            lock.lock();
            try {
                return remove(this);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean complete(Message value) {
            return withdraw() && super.complete(value);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            return withdraw() && super.completeExceptionally(failure);
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return (withdraw() && super.cancel(mayInterruptIfRunning)) || isCancelled();
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
