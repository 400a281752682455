package io.zmqspring.boot.autoconfigure;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Endpoint;
import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.core.NamedConnection;
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
    private final ZmqConnectionDetails details;
    private final ZmqSockets sockets;
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
     * @param names the names of the configured sockets
     * @param details where they listen and connect to
     * @param sockets the directory they are in
     */
    ZmqSocketLifecycle(
            ApplicationContext application, Set<String> names, ZmqConnectionDetails details, ZmqSockets sockets) {
        this.application = application;
        this.names = names;
        this.details = details;
        this.sockets = sockets;
        this.ports = new LocalPorts(application.getEnvironment());
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (running) {
                return;
            }
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
        PeerSocket socket = sockets.get(name);
        for (String endpoint : details.bind(name)) {
            try {
                Endpoint resolved = socket.bind(endpoint);
                bound.add(new Bound(name, resolved));
                ports.add(name, resolved);
                log.info("Socket '" + name + "' listens at " + resolved);
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
            int routingId = sockets.get(name).connect(endpoint);
            sockets.addConnection(name, connection, endpoint, routingId);
            log.info("Socket '" + name + "' connects to '" + connection + "' at " + endpoint);
        } catch (RuntimeException failure) {
            throw new ZmqSocketStartException("zmq.sockets." + name + ".connect." + connection, failure);
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
            PeerSocket socket = sockets.get(name);
            for (NamedConnection connection : sockets.connections(name)) {
                quietly(() -> socket.disconnectPeer(connection.routingId()));
            }
            sockets.removeConnections(name);
            ports.remove(name);
        }
        bound.forEach(entry -> quietly(
                () -> sockets.get(entry.socket()).unbind(entry.endpoint().toString())));
        bound.clear();
    }

    private static void quietly(Runnable ending) {
        try {
            ending.run();
        } catch (ZmqUnroutableException | ZmqEndpointException | ZmqClosedException gone) {
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
