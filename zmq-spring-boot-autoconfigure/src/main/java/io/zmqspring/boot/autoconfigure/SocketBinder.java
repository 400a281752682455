package io.zmqspring.boot.autoconfigure;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Endpoint;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.ZmqSocket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** Binds sockets, and does what the application wants where the system refuses. Thread-safe. */
final class SocketBinder {
    private static final Log log = LogFactory.getLog(SocketBinder.class);

    private final BindGuard guard;
    private final LocalPorts ports;
    private final ZmqStartup startup;
    private final Lock lock = new ReentrantLock();
    private final Condition givenUp = lock.newCondition();

    @GuardedBy("lock")
    private final List<Bound> bound = new ArrayList<>();

    @GuardedBy("lock")
    private final List<Binding> refused = new ArrayList<>();

    @GuardedBy("lock")
    private boolean retrying;

    private record Bound(String name, ZmqSocket socket, Endpoint endpoint) {}

    private record Binding(String name, ZmqSocket socket, String endpoint) {
        String property() {
            return "zmq.sockets." + name + ".bind";
        }
    }

    /**
     * Makes a binder.
     *
     * @param guard says where sockets must not listen
     * @param ports is told where they do
     * @param startup what to do when the system refuses
     */
    SocketBinder(BindGuard guard, LocalPorts ports, ZmqStartup startup) {
        this.guard = guard;
        this.ports = ports;
        this.startup = startup;
    }

    /**
     * Binds a socket.
     *
     * @param name the socket's name
     * @param socket the socket
     * @param endpoints where it is to listen
     * @throws ZmqSecurityException if it must not listen there
     * @throws ZmqSocketStartException if it cannot, and the application is not to start then
     */
    void bind(String name, ZmqSocket socket, List<String> endpoints) {
        lock.lock();
        try {
            for (String endpoint : endpoints) {
                first(new Binding(name, socket, endpoint));
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void first(Binding binding) {
        try {
            guard.check(binding.name(), binding.socket(), binding.endpoint());
            bind(binding);
        } catch (ZmqSecurityException unsafe) {
            throw unsafe;
        } catch (ZmqBindException refusal) {
            refused(binding, refusal);
        } catch (RuntimeException failure) {
            throw new ZmqSocketStartException(binding.property(), failure);
        }
    }

    @GuardedBy("lock")
    private void bind(Binding binding) {
        Endpoint resolved = binding.socket().bind(binding.endpoint());
        bound.add(new Bound(binding.name(), binding.socket(), resolved));
        ports.add(binding.name(), resolved);
        log.info("Socket '" + binding.name() + "' listens at " + resolved);
    }

    @GuardedBy("lock")
    private void refused(Binding binding, ZmqBindException refusal) {
        String problem = binding.property() + ": " + refusal.getMessage();
        switch (startup.onBindFailure()) {
            case STOP -> throw new ZmqSocketStartException(binding.property(), refusal);
            case CONTINUE -> log.error(problem + ". The application goes on without, as zmq.startup asks for");
            case RETRY -> {
                log.warn(problem + ". It is tried again until it succeeds, as zmq.startup asks for");
                refused.add(binding);
                if (!retrying) {
                    retrying = true;
                    Thread thread = new Thread(this::retry, "zmq-bind");
                    thread.setDaemon(true);
                    thread.start();
                }
            }
        }
    }

    private void retry() {
        ExponentialBackOff waits = new ExponentialBackOff(startup.retryDelay().toMillis(), 2);
        waits.setMaxInterval(startup.retryMaxDelay().toMillis());
        BackOffExecution delays = waits.start();
        lock.lock();
        try {
            while (!isOverWithin(delays.nextBackOff())) {
                again();
            }
            retrying = false;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isOverWithin(long milliseconds) {
        long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
        try {
            while (left > 0 && !refused.isEmpty()) {
                left = givenUp.awaitNanos(left);
            }
        } catch (InterruptedException ignored) { // nobody has this thread to interrupt it
        }
        return refused.isEmpty();
    }

    @GuardedBy("lock")
    private void again() {
        for (Iterator<Binding> each = refused.iterator(); each.hasNext(); ) {
            Binding binding = each.next();
            try {
                bind(binding);
                each.remove();
            } catch (ZmqBindException still) {
                log.debug(binding.property() + ": " + still.getMessage());
            } catch (RuntimeException hopeless) {
                log.error(binding.property() + " is given up: " + hopeless.getMessage());
                each.remove();
            }
        }
    }

    /** Tries no more to bind what could not be bound. */
    void giveUp() {
        lock.lock();
        try {
            refused.clear();
            givenUp.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Unbinds everything. */
    void unbind() {
        giveUp();
        lock.lock();
        try {
            for (Bound entry : bound) {
                ports.remove(entry.name());
                try {
                    entry.socket().unbind(entry.endpoint().toString());
                } catch (ZmqEndpointException | ZmqClosedException gone) {
                    log.debug("Nothing left to unbind", gone);
                }
            }
            bound.clear();
        } finally {
            lock.unlock();
        }
    }
}
