package io.zmqspring.internal.pattern;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.internal.pipe.Pipe;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The pipes of a socket in the order they came: read without a lock, copied when one comes or goes. */
final class PipeSet {
    private static final Pipe[] NONE = new Pipe[0];

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock") // for writing
    private volatile Pipe[] pipes = NONE;

    boolean add(Pipe pipe) {
        lock.lock();
        try {
            Pipe[] more = Arrays.copyOf(pipes, pipes.length + 1);
            more[pipes.length] = pipe;
            pipes = more;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void remove(Pipe pipe) {
        lock.lock();
        try {
            pipes = Arrays.stream(pipes).filter(other -> other != pipe).toArray(Pipe[]::new);
        } finally {
            lock.unlock();
        }
    }

    /** The present pipes; the array is never written again. */
    @SuppressWarnings("GuardedBy") // reading needs no lock
    Pipe[] snapshot() {
        return pipes;
    }

    List<Pipe> list() {
        return List.of(snapshot());
    }
}
