package io.zmqspring.spring.discovery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Endpoint;
import io.zmqspring.MessageSender;
import io.zmqspring.ZmqException;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.support.LogText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * The connections of one socket that follow one name. Where we choose the peer, nothing more is sent to an instance as
 * soon as it is gone, but its connection stays a while for replies that are under way. Where the socket chooses, it is cut
 * at once, or the socket would go on choosing it. Thread-safe.
 */
final class ServiceWatch {
    private static final Log log = LogFactory.getLog(ServiceWatch.class);

    private static final int MOST_ERROR = 256;

    private final ZmqSockets sockets;
    private final String socket;
    private final String connection;
    private final Endpoint service;
    private final ZmqEndpointResolver resolver;
    private final Consumer<ZmqInstancesChangedEvent> listener;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** Held during a lookup, so that an older answer never follows a newer one. Taken before {@link #lock}. */
    private final Lock turn = new ReentrantLock();

    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, NamedConnection> connected = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<String, Leaving> leaving = new LinkedHashMap<>();

    /** Set under the lock. */
    private volatile boolean ended;

    private volatile DiscoveredService state;

    /** A connection whose instance is gone. One that goes twice is two of these: each has its own time. */
    static final class Leaving {
        private final NamedConnection connection;

        private Leaving(NamedConnection connection) {
            this.connection = connection;
        }
    }

    ServiceWatch(
            ZmqSockets sockets,
            String socket,
            String connection,
            Endpoint service,
            ZmqEndpointResolver resolver,
            Consumer<ZmqInstancesChangedEvent> listener) {
        this.sockets = sockets;
        this.socket = socket;
        this.connection = connection;
        this.service = service;
        this.resolver = resolver;
        this.listener = listener;
        this.state = new DiscoveredService(connection, service.toString(), List.of(), null, null);
    }

    String socket() {
        return socket;
    }

    DiscoveredService state() {
        return state;
    }

    /** Whether a lookup has to be begun: none that was asked for is still to come. */
    boolean ask() {
        return asked.compareAndSet(false, true);
    }

    /**
     * Looks the name up and connects to who is new.
     *
     * @return the connections that are to be cut, after a while
     */
    List<Leaving> lookUp() {
        turn.lock();
        try {
            asked.set(false);
            return follow(new LinkedHashSet<>(resolver.resolve(service)));
        } catch (RuntimeException | LinkageError failure) {
            if (ended) {
                log.debug("A lookup of " + service + " was cut short", failure);
                return List.of();
            }
            failed("cannot be looked up now, its connections stay as they are", failure);
            return List.of();
        } finally {
            turn.unlock();
        }
    }

    private List<Leaving> follow(Set<String> found) {
        List<String> added = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        List<Leaving> toCut = new ArrayList<>();
        boolean first = state.lookedUp() == null;
        lock.lock();
        try {
            if (ended) {
                return List.of();
            }
            String trouble = connect(found, added);
            leave(found, gone, toCut);
            state = new DiscoveredService(
                    connection, service.toString(), List.copyOf(connected.keySet()), Instant.now(), trouble);
        } finally {
            lock.unlock();
        }
        if (first || !added.isEmpty() || !gone.isEmpty()) {
            tell(added, gone);
        }
        return toCut;
    }

    @GuardedBy("lock")
    private @Nullable String connect(Set<String> found, List<String> added) {
        String trouble = null;
        for (String endpoint : found) {
            if (connected.containsKey(endpoint)) {
                continue;
            }
            try {
                connected.put(endpoint, connect(endpoint));
                added.add(endpoint);
            } catch (ZmqException refused) {
                trouble = failed("has an instance that cannot be connected to", refused);
            }
        }
        return trouble;
    }

    @GuardedBy("lock")
    private NamedConnection connect(String endpoint) {
        Leaving back = leaving.remove(endpoint);
        if (back == null) {
            return sockets.connect(socket, connection, endpoint);
        }
        sockets.addConnection(socket, connection, endpoint, back.connection.routingId());
        return back.connection;
    }

    @GuardedBy("lock")
    private void leave(Set<String> found, List<String> gone, List<Leaving> toCut) {
        boolean atOnce = sockets.get(socket) instanceof MessageSender;
        for (NamedConnection known : List.copyOf(connected.values())) {
            String endpoint = known.endpoint();
            if (found.contains(endpoint)) {
                continue;
            }
            connected.remove(endpoint);
            gone.add(endpoint);
            if (atOnce) {
                sockets.disconnect(socket, known);
            } else {
                sockets.removeConnection(socket, known);
                Leaving left = new Leaving(known);
                leaving.put(endpoint, left);
                toCut.add(left);
            }
        }
    }

    private void tell(List<String> added, List<String> gone) {
        List<String> endpoints = state.endpoints();
        log.info("Socket '" + socket + "': '" + connection + "' (" + service + ") is now at " + endpoints + ", new "
                + added + ", gone " + gone);
        try {
            listener.accept(new ZmqInstancesChangedEvent(
                    socket, connection, service.toString(), List.copyOf(added), List.copyOf(gone), endpoints));
        } catch (RuntimeException failure) {
            log.error("A listener to " + ZmqInstancesChangedEvent.class.getSimpleName() + " failed", failure);
        }
    }

    /** Keeps and returns the trouble; the same one is a warning only once. */
    private String failed(String what, Throwable failure) {
        DiscoveredService before = state;
        String trouble = LogText.printable(
                NestedExceptionUtils.getMostSpecificCause(failure).toString(), MOST_ERROR);
        String line = "Socket '" + socket + "': '" + connection + "' (" + service + ") " + what + ": " + trouble;
        if (trouble.equals(before.lastError())) {
            log.debug(line);
        } else {
            log.warn(line);
        }
        state = new DiscoveredService(connection, before.service(), before.endpoints(), before.lookedUp(), trouble);
        return trouble;
    }

    /** Cuts a connection, unless its instance has come back. */
    void cut(Leaving left) {
        lock.lock();
        try {
            if (leaving.remove(left.connection.endpoint(), left)) {
                sockets.disconnect(socket, left.connection);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Follows no longer. The connections stay for whoever ends all connections of the socket. */
    void end() {
        lock.lock();
        try {
            ended = true;
            leaving.values().forEach(left -> sockets.disconnect(socket, left.connection));
            leaving.clear();
        } finally {
            lock.unlock();
        }
    }
}
