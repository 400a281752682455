package io.zmqspring.spring.config;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * All listener containers by id. Starts them with the application, after everything else, and stops them before
 * everything else, all at once. Single ones are started, stopped, paused and resumed by their id. Thread-safe.
 */
public class ZmqListenerEndpointRegistry implements SmartLifecycle {
    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, ZmqListenerContainer> containers = new LinkedHashMap<>();

    private volatile boolean running;

    /** Makes an empty registry. */
    public ZmqListenerEndpointRegistry() {}

    /**
     * Makes a container and adds it. If the application is running already, the container is started too, unless its
     * auto-startup is off.
     *
     * @param endpoint what to listen to, and how
     * @param factory makes the container
     * @return the container
     * @throws IllegalStateException if there is one of that id
     */
    public ZmqListenerContainer registerListenerContainer(
            ZmqListenerEndpoint endpoint, ZmqListenerContainerFactory factory) {
        ZmqListenerContainer container;
        lock.lock();
        try {
            ZmqListenerContainer other = containers.get(endpoint.id());
            if (other != null) {
                throw new IllegalStateException("two listeners have the id '" + endpoint.id() + "': " + other + " and "
                        + endpoint.description() + "; give one of them another id");
            }
            container = factory.createContainer(endpoint);
            containers.put(endpoint.id(), container);
        } finally {
            lock.unlock();
        }
        if (running && container.isAutoStartup()) {
            container.start();
        }
        return container;
    }

    /**
     * Stops a container and forgets it.
     *
     * @param id its id
     * @return the container, or null if there was none
     */
    public @Nullable ZmqListenerContainer unregisterListenerContainer(String id) {
        ZmqListenerContainer container;
        lock.lock();
        try {
            container = containers.remove(id);
        } finally {
            lock.unlock();
        }
        if (container != null) {
            container.stop();
        }
        return container;
    }

    /**
     * Returns the ids of all containers.
     *
     * @return a sorted snapshot
     */
    public Set<String> getListenerContainerIds() {
        lock.lock();
        try {
            return new TreeSet<>(containers.keySet());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns all containers.
     *
     * @return a snapshot, in the order they were registered
     */
    public Collection<ZmqListenerContainer> getListenerContainers() {
        lock.lock();
        try {
            return List.copyOf(containers.values());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns a container.
     *
     * @param id its id
     * @return the container, or null
     */
    public @Nullable ZmqListenerContainer getListenerContainer(String id) {
        lock.lock();
        try {
            return containers.get(id);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a container.
     *
     * @param id its id
     * @throws IllegalArgumentException if there is none
     */
    public void start(String id) {
        required(id).start();
    }

    /**
     * Stops a container and waits for the messages it has in hand.
     *
     * @param id its id
     * @throws IllegalArgumentException if there is none
     */
    public void stop(String id) {
        required(id).stop();
    }

    /**
     * Pauses a container.
     *
     * @param id its id
     * @throws IllegalArgumentException if there is none
     */
    public void pause(String id) {
        required(id).pause();
    }

    /**
     * Resumes a container.
     *
     * @param id its id
     * @throws IllegalArgumentException if there is none
     */
    public void resume(String id) {
        required(id).resume();
    }

    private ZmqListenerContainer required(String id) {
        ZmqListenerContainer container = getListenerContainer(id);
        if (container == null) {
            throw new IllegalArgumentException(
                    "no listener has the id '" + id + "'; known: " + getListenerContainerIds());
        }
        return container;
    }

    @Override
    public void start() {
        running = true;
        for (ZmqListenerContainer container : getListenerContainers()) {
            if (container.isAutoStartup()) {
                start(container);
            }
        }
    }

    private void start(ZmqListenerContainer container) {
        try {
            container.start();
        } catch (RuntimeException refused) {
            stop();
            throw refused;
        }
    }

    @Override
    public void stop() {
        running = false;
        getListenerContainers().forEach(ZmqListenerContainer::stop);
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        Collection<ZmqListenerContainer> all = getListenerContainers();
        if (all.isEmpty()) {
            callback.run();
            return;
        }
        AtomicInteger left = new AtomicInteger(all.size());
        for (ZmqListenerContainer container : all) {
            container.stop(() -> {
                if (left.decrementAndGet() == 0) {
                    callback.run();
                }
            });
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return ZmqListenerContainer.PHASE;
    }
}
