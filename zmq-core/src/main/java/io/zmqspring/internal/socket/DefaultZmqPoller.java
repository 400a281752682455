package io.zmqspring.internal.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqException;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqPoller;
import io.zmqspring.ZmqSocket;
import io.zmqspring.ZmqStateException;
import io.zmqspring.internal.concurrent.Clock;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all registrations, and if none is ready waits in a selector. Sockets wake it by their signals, channels by
 * themselves.
 *
 * <p>No change is missed: {@code waiting} is set before looking, and whoever changes something reads it afterwards. A wake-up
 * before the selector is entered makes it return at once.
 */
public final class DefaultZmqPoller<A> implements ZmqPoller<A> {
    private final Clock clock = Clock.SYSTEM;
    private final Consumer<DefaultZmqPoller<?>> onClosed;
    private final Selector selector;
    private final Runnable wake = this::wake;
    private final ReentrantLock turn = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();

    /** In the order in which they are to be reported. */
    @GuardedBy("lock")
    private final Map<Object, Registration<A>> registrations = new LinkedHashMap<>();

    @GuardedBy("lock")
    private boolean closed;

    private volatile boolean waiting;
    private volatile boolean woken;

    public DefaultZmqPoller(Consumer<DefaultZmqPoller<?>> onClosed) {
        this.onClosed = onClosed;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new ZmqException("no selector for a poller, as when the process has no descriptor left: " + e, e);
        }
    }

    // ---- registrations -------------------------------------------------------------------------------------------

    @Override
    public void add(ZmqSocket socket, A attachment, Interest... interests) {
        if (!(socket instanceof BaseSocket ours)) {
            throw new IllegalArgumentException(socket + " is no socket of a ZmqContext");
        }
        ours.core.ensureOpen();
        add(new PolledSocket<>(ours, attachment, wake), interests);
    }

    @Override
    public void add(SelectableChannel channel, A attachment, Interest... interests) {
        Objects.requireNonNull(channel, "channel");
        lock.lock();
        try {
            ensureOpen();
            if (!registrations.containsKey(channel)) { // else the key that is there keeps its interests
                add(new PolledChannel<>(channel, attachment, register(channel)), interests);
                return;
            }
        } catch (ClosedChannelException e) {
            throw new ZmqClosedException("the channel " + channel + " is closed");
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
        throw registeredAlready(channel);
    }

    @GuardedBy("lock")
    private SelectionKey register(SelectableChannel channel) throws IOException {
        try {
            return channel.register(selector, 0);
        } catch (CancelledKeyException removed) { // a moment ago: the selector has not let go of it yet
            selector.wakeup();
            selector.selectNow();
            return channel.register(selector, 0);
        }
    }

    private void add(Registration<A> registration, Interest... interests) {
        lock.lock();
        try {
            ensureOpen();
            if (registrations.putIfAbsent(registration.source(), registration) != null) {
                throw registeredAlready(registration.source());
            }
            registration.setInterests(List.of(interests));
        } finally {
            lock.unlock();
        }
        wake();
    }

    private static IllegalArgumentException registeredAlready(Object source) {
        return new IllegalArgumentException(source + " is registered already; modify what it is waited for");
    }

    @Override
    public void modify(Object source, Interest... interests) {
        lock.lock();
        try {
            registered(registrations.get(source), source).setInterests(List.of(interests));
        } finally {
            lock.unlock();
        }
        wake();
    }

    @Override
    public void remove(Object source) {
        lock.lock();
        try {
            registered(registrations.remove(source), source).end();
        } finally {
            lock.unlock();
        }
    }

    private Registration<A> registered(@Nullable Registration<A> found, Object source) {
        if (found == null) {
            throw new IllegalArgumentException(source + " is not registered; add it first");
        }
        return found;
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return registrations.size();
        } finally {
            lock.unlock();
        }
    }

    // ---- waiting -------------------------------------------------------------------------------------------------

    @Override
    public List<Ready<A>> await(Duration timeout, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most=" + most + " < 1");
        }
        long nanos = Waiting.nanos(timeout);
        try {
            turn.lockInterruptibly();
            try {
                return await(nanos, most);
            } finally {
                waiting = false;
                turn.unlock();
            }
        } catch (ClosedSelectorException e) {
            throw closed();
        } catch (IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while waiting; the poller is as it was before the call");
        }
    }

    private List<Ready<A>> await(long nanos, int most) throws IOException, InterruptedException {
        boolean forever = nanos == Long.MAX_VALUE;
        long end = clock.nanoTime() + nanos;
        while (true) {
            waiting = true;
            List<Ready<A>> ready = look(most, forever);
            long left = forever ? Long.MAX_VALUE : end - clock.nanoTime();
            if (!ready.isEmpty() || woken || left <= 0) {
                woken = false;
                return ready;
            }
            selector.select(forever ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** What is ready goes to the end, so that next time the others come first. */
    private List<Ready<A>> look(int most, boolean forever) throws IOException {
        List<Ready<A>> ready = new ArrayList<>();
        lock.lock();
        try {
            ensureOpen();
            if (forever && registrations.values().stream().noneMatch(Registration::hasInterest)) {
                throw new ZmqStateException("nothing to wait for: none of the " + registrations.size()
                        + " registrations has an interest; add one, or give a timeout");
            }
            if (!selector.keys().isEmpty()) {
                selector.selectedKeys().clear();
                selector.selectNow();
            }
            for (Registration<A> one : List.copyOf(registrations.values())) {
                Ready<A> state = ready.size() < most ? one.look() : null;
                if (state != null) {
                    ready.add(state);
                    moveOn(one, state.closed());
                }
            }
        } finally {
            lock.unlock();
        }
        return ready;
    }

    @GuardedBy("lock")
    private void moveOn(Registration<A> registration, boolean ended) {
        registrations.remove(registration.source());
        if (ended) {
            registration.end();
        } else {
            registrations.put(registration.source(), registration);
        }
    }

    /** Called by whoever changes something a wait may be for. */
    private void wake() {
        if (waiting) {
            selector.wakeup();
        }
    }

    @Override
    public void wakeUp() {
        woken = true;
        wake();
    }

    // ---- closing -------------------------------------------------------------------------------------------------

    @GuardedBy("lock")
    private void ensureOpen() {
        if (closed) {
            throw closed();
        }
    }

    private static ZmqException failed(IOException e) {
        return new ZmqException("the selector of the poller failed: " + e, e);
    }

    private static ZmqClosedException closed() {
        return new ZmqClosedException("the poller or its context is closed");
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            registrations.values().forEach(Registration::end);
            registrations.clear();
            selector.close();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
        onClosed.accept(this);
    }
}
