package io.zmqspring.boot.autoconfigure;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Message;
import io.zmqspring.MessageSender;
import io.zmqspring.ZmqProxy;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.core.ZmqConsumer;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqSubscription;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.context.SmartLifecycle;
import org.springframework.jmx.export.annotation.ManagedOperation;

/**
 * The proxies of {@code zmq.proxies}. They start when the sockets are bound and connected, and stop before those are closed. A
 * socket that a proxy reads has no listener. Thread-safe.
 */
public final class ZmqProxies implements SmartLifecycle {
    /** Before the listeners start, so that one on the same socket is refused by name. */
    static final int PHASE = ZmqListenerContainer.PHASE - 1;

    private static final Log log = LogFactory.getLog(ZmqProxies.class);

    private final Map<String, ZmqProperties.Proxy> configured;
    private final ZmqSockets sockets;
    private final Map<String, ZmqProxy> proxies = new ConcurrentHashMap<>();
    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<ZmqSubscription> reserved = new ArrayList<>();

    private volatile boolean running;

    ZmqProxies(Map<String, ZmqProperties.Proxy> configured, ZmqSockets sockets) {
        this.configured = new LinkedHashMap<>(configured);
        this.sockets = sockets;
        configured.keySet().stream().filter(sockets.names()::contains).forEach(name -> {
            throw new ZmqSocketStartException(
                    "zmq.proxies." + name, new IllegalArgumentException("a socket has the same name; choose another"));
        });
    }

    /**
     * Returns the proxies that were started.
     *
     * @return a snapshot, by name
     */
    public Map<String, ZmqProxy> all() {
        return new TreeMap<>(proxies);
    }

    /**
     * Returns a proxy, to pause it or to read its statistics.
     *
     * @param name its name
     * @return the proxy; empty if there is none of that name, or none was started yet. A new start makes a new one
     */
    public Optional<ZmqProxy> get(String name) {
        return Optional.ofNullable(proxies.get(name));
    }

    /**
     * Lets nothing pass a proxy until it is resumed, as {@link ZmqProxy#pause()}; also by the control bus of Spring Integration.
     *
     * @param name its name
     * @throws IllegalArgumentException if no proxy of that name was started
     */
    @ManagedOperation(description = "Let nothing pass a proxy until it is resumed")
    @Reflective
    public void pause(String name) {
        started(name).pause();
    }

    /**
     * Goes on after {@link #pause(String)}.
     *
     * @param name its name
     * @throws IllegalArgumentException if no proxy of that name was started
     */
    @ManagedOperation(description = "Let messages pass a paused proxy")
    @Reflective
    public void resume(String name) {
        started(name).resume();
    }

    private ZmqProxy started(String name) {
        return get(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no proxy '" + name + "' was started; there are " + all().keySet()));
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (!running) {
                running = true;
                configured.forEach(this::start);
            }
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void start(String name, ZmqProperties.Proxy proxy) {
        try {
            ZmqSocket frontend = sockets.get(proxy.frontend());
            ZmqSocket backend = sockets.get(proxy.backend());
            MessageSender capture = proxy.capture() == null ? null : capture(proxy.capture());
            reserve(proxy.frontend(), "proxy '" + name + "' (frontend)");
            reserve(proxy.backend(), "proxy '" + name + "' (backend)");
            proxies.put(name, ZmqProxy.start(frontend, backend, capture));
            log.info("Proxy '" + name + "' passes messages between '" + proxy.frontend() + "' and '" + proxy.backend()
                    + "'");
        } catch (IllegalArgumentException impossible) {
            throw new ZmqSocketStartException("zmq.proxies." + name, impossible);
        }
    }

    private MessageSender capture(String name) {
        ZmqSocket socket = sockets.get(name);
        if (socket instanceof MessageSender sender) {
            return sender;
        }
        throw new IllegalArgumentException("the capture socket '" + name + "' is of type " + socket.type()
                + ", which cannot send the copies; use a PUB, PUSH, DEALER or PAIR socket");
    }

    @GuardedBy("lock")
    private void reserve(String socket, String who) {
        reserved.add(sockets.reader(socket).reserve(new Reader(who)));
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            running = false;
            proxies.values().forEach(ZmqProxy::close);
            reserved.forEach(ZmqSubscription::cancel);
            reserved.clear();
        } finally {
            lock.unlock();
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

    /** Stands for a proxy where a socket has one reader. */
    private record Reader(String description) implements ZmqConsumer {
        @Override
        public void onMessage(Message message) {
            throw new IllegalStateException(description + " receives by itself");
        }

        @Override
        public void onFailure(Throwable reason) {
            log.debug(description + " reads no more", reason);
        }
    }
}
