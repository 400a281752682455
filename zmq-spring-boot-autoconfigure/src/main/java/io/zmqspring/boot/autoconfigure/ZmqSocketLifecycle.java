package io.zmqspring.boot.autoconfigure;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Connectable;
import io.zmqspring.Endpoint;
import io.zmqspring.PeerSocket;
import io.zmqspring.RoutedSocket;
import io.zmqspring.StreamSocket;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.ZmqSocket;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqSocketUseException;
import io.zmqspring.spring.core.ZmqSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Binds the configured sockets, then connects them, before the web server and all listeners start; undoes both after
 * they have stopped. When the application ends it leaves the sockets as they are, to be closed with their linger: an
 * answer that is still queued must get out.
 */
final class ZmqSocketLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
    // Below the web server, whose phase is Integer.MAX_VALUE - 2048, so that requests it drains are still answered.
    static final int PHASE = Integer.MAX_VALUE - 2048 - 1024;

    private static final Log log = LogFactory.getLog(ZmqSocketLifecycle.class);

    private final ApplicationContext application;
    private final Set<String> names;
    private final Map<String, List<String>> topics;
    private final ZmqConnectionDetails details;
    private final ZmqSockets sockets;
    private final BindGuard guard;
    private final LocalPorts ports;
    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<Bound> bound = new ArrayList<>();

    private volatile boolean running;
    private volatile boolean ending;

    private record Bound(String socket, Endpoint endpoint) {}

    /**
     * Makes a life cycle.
     *
     * @param application the application context
     * @param topics the configured sockets by name, with the topics that each receives
     * @param details where they listen and connect to
     * @param sockets the directory they are in
     * @param guard says where they must not listen
     */
    ZmqSocketLifecycle(
            ApplicationContext application,
            Map<String, List<String>> topics,
            ZmqConnectionDetails details,
            ZmqSockets sockets,
            BindGuard guard) {
        this.application = application;
        this.names = topics.keySet();
        this.topics = topics;
        this.details = details;
        this.sockets = sockets;
        this.guard = guard;
        this.ports = new LocalPorts(application.getEnvironment());
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (running) {
                return;
            }
            names.forEach(this::subscribe);
            names.forEach(this::bind);
            names.forEach(this::connect);
            running = true;
        } catch (RuntimeException failure) {
            undo();
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void bind(String name) {
        ZmqSocket socket = sockets.get(name);
        for (String endpoint : details.bind(name)) {
            try {
                guard.check(name, socket, endpoint);
                Endpoint resolved = socket.bind(endpoint);
                bound.add(new Bound(name, resolved));
                ports.add(name, resolved);
                log.info("Socket '" + name + "' listens at " + resolved);
            } catch (ZmqSecurityException refused) {
                throw refused;
            } catch (RuntimeException failure) {
                throw new ZmqSocketStartException("zmq.sockets." + name + ".bind", failure);
            }
        }
    }

    private void connect(String name) {
        for (Map.Entry<String, List<String>> connection : details.connect(name).entrySet()) {
            connection.getValue().forEach(endpoint -> connect(name, connection.getKey(), endpoint));
        }
    }

    private void connect(String name, String connection, String endpoint) {
        try {
            sockets.addConnection(name, connection, endpoint, connect(sockets.get(name), endpoint));
            log.info("Socket '" + name + "' connects to '" + connection + "' at " + endpoint);
        } catch (RuntimeException failure) {
            throw new ZmqSocketStartException("zmq.sockets." + name + ".connect." + connection, failure);
        }
    }

    /** Returns the routing id of the new connection, 0 if the socket's type gives none. */
    private static int connect(ZmqSocket socket, String endpoint) {
        if (socket instanceof PeerSocket peer) {
            return peer.connect(endpoint);
        }
        if (socket instanceof StreamSocket stream) {
            return stream.connect(endpoint);
        }
        if (socket instanceof Connectable connects) {
            connects.connect(endpoint);
            return 0;
        }
        throw new IllegalArgumentException("a " + socket.type() + " socket connects to nobody; bind it");
    }

    /** Before connecting, so that every publisher is told the topics at once. */
    private void subscribe(String name) {
        for (String topic : topics.getOrDefault(name, List.of())) {
            try {
                sockets.reader(name).addTopic(topic);
            } catch (RuntimeException failure) {
                throw new ZmqSocketStartException("zmq.sockets." + name + ".topics", failure);
            }
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            if (running && !ending) {
                undo();
            }
            running = false;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void undo() {
        for (String name : names) {
            ZmqSocket socket = sockets.get(name);
            for (NamedConnection connection : sockets.connections(name)) {
                quietly(() -> disconnect(socket, connection));
            }
            topics.getOrDefault(name, List.of())
                    .forEach(topic -> quietly(() -> sockets.reader(name).removeTopic(topic)));
            sockets.removeConnections(name);
            ports.remove(name);
        }
        bound.forEach(entry -> quietly(
                () -> sockets.get(entry.socket()).unbind(entry.endpoint().toString())));
        bound.clear();
    }

    private static void disconnect(ZmqSocket socket, NamedConnection connection) {
        if (connection.routingId() != 0 && socket instanceof RoutedSocket routed) {
            routed.disconnectPeer(connection.routingId());
        } else {
            socket.disconnect(connection.endpoint());
        }
    }

    private static void quietly(Runnable ending) {
        try {
            ending.run();
        } catch (ZmqUnroutableException | ZmqEndpointException | ZmqClosedException | ZmqSocketUseException gone) {
            log.debug("Nothing left to end", gone);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == application) {
            ending = true;
        }
    }
}
