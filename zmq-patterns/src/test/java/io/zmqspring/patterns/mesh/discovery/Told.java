package io.zmqspring.patterns.mesh.discovery;

import java.net.InetAddress;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a search tells. */
public class Told implements Sightings {
    public final BlockingQueue<Object> all = new LinkedBlockingQueue<>();

    public record Reachable(String endpoint) {}

    public record Left(UUID id) {}

    public record Moved(InetAddress own) {}

    @Override
    public void seen(Sighting other) {
        all.add(other);
    }

    @Override
    public void reachable(String endpoint) {
        all.add(new Reachable(endpoint));
    }

    @Override
    public void left(UUID id) {
        all.add(new Left(id));
    }

    @Override
    public void moved(InetAddress own) {
        all.add(new Moved(own));
    }

    public Object next() throws InterruptedException {
        Object next = all.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was told");
        }
        return next;
    }

    /** The next of this kind; others before it are dropped. */
    public <T> T next(Class<T> kind) throws InterruptedException {
        while (true) {
            Object next = next();
            if (kind.isInstance(next)) {
                return kind.cast(next);
            }
        }
    }

    /** Waits until this is told; others before it are dropped. */
    public void await(Object expected) throws InterruptedException {
        while (!next().equals(expected)) {
            // that was something else
        }
    }
}
