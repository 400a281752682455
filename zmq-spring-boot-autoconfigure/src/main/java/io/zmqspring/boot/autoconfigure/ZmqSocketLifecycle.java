package io.zmqspring.boot.autoconfigure;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.core.ZmqSocketUseException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.discovery.ZmqDiscovery;
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
    private final ZmqDiscovery discovery;
    private final SocketBinder binder;
    private final Lock lock = new ReentrantLock();

    private volatile boolean running;
    private volatile boolean ending;

    /**
     * Makes a life cycle.
     *
     * @param application the application context
     * @param topics the configured sockets by name, with the topics that each receives
     * @param details where they listen and connect to
     * @param sockets the directory they are in
     * @param discovery looks up where they connect to, if that is not known beforehand
     * @param binder lets them listen
     */
    ZmqSocketLifecycle(
            ApplicationContext application,
            Map<String, List<String>> topics,
            ZmqConnectionDetails details,
            ZmqSockets sockets,
            ZmqDiscovery discovery,
            SocketBinder binder) {
        this.application = application;
        this.names = topics.keySet();
        this.topics = topics;
        this.details = details;
        this.sockets = sockets;
        this.discovery = discovery;
        this.binder = binder;
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
            discovery.start();
            running = true;
        } catch (RuntimeException failure) {
            undo();
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    private void bind(String name) {
        binder.bind(name, sockets.get(name), details.bind(name));
    }

    private void connect(String name) {
        for (Map.Entry<String, List<String>> connection : details.connect(name).entrySet()) {
            connection.getValue().forEach(endpoint -> connect(name, connection.getKey(), endpoint));
        }
    }

    private void connect(String name, String connection, String endpoint) {
        try {
            if (discovery.resolves(endpoint)) {
                discovery.watch(name, connection, endpoint);
            } else {
                sockets.connect(name, connection, endpoint);
                log.info("Socket '" + name + "' connects to '" + connection + "' at " + endpoint);
            }
        } catch (RuntimeException failure) {
            throw new ZmqSocketStartException("zmq.sockets." + name + ".connect." + connection, failure);
        }
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
            binder.giveUp();
            if (running && !ending) {
                undo();
            } else {
                discovery.stop();
            }
            running = false;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void undo() {
        discovery.stop();
        binder.unbind();
        for (String name : names) {
            sockets.connections(name).forEach(connection -> sockets.disconnect(name, connection));
            topics.getOrDefault(name, List.of())
                    .forEach(topic -> quietly(() -> sockets.reader(name).removeTopic(topic)));
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
