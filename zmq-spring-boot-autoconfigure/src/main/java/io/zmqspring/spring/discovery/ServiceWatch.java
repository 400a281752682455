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
    private final Map<String, NamedConnection> leaving = new LinkedHashMap<>();

    @GuardedBy("lock")
    private boolean ended;

    private volatile DiscoveredService state;

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
    List<NamedConnection> lookUp() {
        turn.lock();
        try {
            asked.set(false);
            return follow(new LinkedHashSet<>(resolver.resolve(service)));
        } catch (RuntimeException | LinkageError failure) {
            failed("cannot be looked up now, its connections stay as they are", failure);
            return List.of();
        } finally {
            turn.unlock();
        }
    }

    private List<NamedConnection> follow(Set<String> found) {
        List<String> added = new ArrayList<>();
        List<NamedConnection> gone;
        boolean first = state.lookedUp() == null;
        lock.lock();
        try {
            if (ended) {
                return List.of();
            }
            String trouble = connect(found, added);
            gone = leave(found);
            state = new DiscoveredService(
                    connection, service.toString(), List.copyOf(connected.keySet()), Instant.now(), trouble);
        } finally {
            lock.unlock();
        }
        if (first || !added.isEmpty() || !gone.isEmpty()) {
            tell(added, gone.stream().map(NamedConnection::endpoint).toList());
        }
        return gone;
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
        NamedConnection left = leaving.remove(endpoint);
        if (left == null) {
            return sockets.connect(socket, connection, endpoint);
        }
        sockets.addConnection(socket, left.name(), left.endpoint(), left.routingId());
        return left;
    }

    @GuardedBy("lock")
    private List<NamedConnection> leave(Set<String> found) {
        List<NamedConnection> gone = connected.values().stream()
                .filter(known -> !found.contains(known.endpoint()))
                .toList();
        for (NamedConnection left : gone) {
            connected.remove(left.endpoint());
            if (sockets.get(socket) instanceof MessageSender) {
                sockets.disconnect(socket, left);
            } else {
                sockets.removeConnection(socket, left);
                leaving.put(left.endpoint(), left);
            }
        }
        return gone;
    }

    private void tell(List<String> added, List<String> gone) {
        List<String> endpoints = state.endpoints();
        log.info("Socket '" + socket + "': '" + connection + "' (" + service + ") is now at " + endpoints + ", new "
                + added + ", gone " + gone);
        try {
            listener.accept(
                    new ZmqInstancesChangedEvent(socket, connection, service.toString(), added, gone, endpoints));
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
    void cut(NamedConnection left) {
        lock.lock();
        try {
            if (leaving.remove(left.endpoint(), left)) {
                sockets.disconnect(socket, left);
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
            leaving.values().forEach(left -> sockets.disconnect(socket, left));
            leaving.clear();
        } finally {
            lock.unlock();
        }
    }
}
