package io.zmqspring.spring.discovery;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.spring.core.ZmqSockets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Keeps connections of sockets in step with names that are looked up: at an interval, and whenever somebody knows that
 * something has changed. A lookup that fails changes nothing. Thread-safe.
 *
 * <p>First {@link #watch}, then {@link #start}; {@link #stop} forgets what was watched.
 */
public final class ZmqDiscovery {
    /** The scheme of services that Spring Cloud knows. */
    public static final String SERVICES = "discovery";

    private static final Log log = LogFactory.getLog(ZmqDiscovery.class);

    private static final int MOST_THREADS = 4;

    private final ZmqSockets sockets;
    private final Map<String, ZmqEndpointResolver> resolvers = new HashMap<>();
    private final Timing timing;
    private final Consumer<ZmqInstancesChangedEvent> listener;
    private final List<ServiceWatch> watches = new CopyOnWriteArrayList<>();
    private volatile @Nullable ScheduledThreadPoolExecutor threads;

    /**
     * How often names are looked up, and how long what takes.
     *
     * @param interval from the end of one lookup to the next, more than zero
     * @param firstLookup how long {@link #start} waits for the first lookups; zero not to wait
     * @param drain how long the connection to an instance that is gone stays for replies under way; of sockets that
     *     choose the peer themselves it is cut at once
     */
    public record Timing(Duration interval, Duration firstLookup, Duration drain) {

        /** Checks the durations. */
        public Timing {
            if (interval.isZero() || interval.isNegative() || firstLookup.isNegative() || drain.isNegative()) {
                throw new IllegalArgumentException("interval=" + interval + " must be more than zero, first lookup="
                        + firstLookup + " and drain=" + drain + " not less");
            }
        }
    }

    /**
     * Makes a discovery that watches nothing.
     *
     * @param sockets the sockets to connect
     * @param resolvers looks names up; of several for one scheme the first counts
     * @param timing how often, and how long
     * @param listener is told of each change, by a thread that looks up
     */
    public ZmqDiscovery(
            ZmqSockets sockets,
            List<ZmqEndpointResolver> resolvers,
            Timing timing,
            Consumer<ZmqInstancesChangedEvent> listener) {
        this.sockets = sockets;
        this.timing = timing;
        this.listener = listener;
        resolvers.forEach(resolver -> this.resolvers.putIfAbsent(resolver.scheme(), resolver));
    }

    /**
     * Tells whether an endpoint is looked up, instead of connected to as it is.
     *
     * @param endpoint the endpoint
     * @return whether there is a resolver for its scheme
     * @throws ZmqEndpointException if it is no endpoint, or one of a service and nothing looks services up
     */
    public boolean resolves(String endpoint) {
        String scheme = Endpoint.parse(endpoint).scheme();
        boolean known = resolvers.containsKey(scheme);
        if (!known && scheme.equals(SERVICES)) {
            throw new ZmqEndpointException(
                    endpoint,
                    "nothing looks services up",
                    "add Spring Cloud with a discovery client, for instance spring-cloud-starter-zookeeper-discovery,"
                            + " to the class path");
        }
        return known;
    }

    /**
     * Looks up an endpoint once.
     *
     * @param endpoint what is looked up
     * @return the endpoints that it stands for at this moment; itself if there is no resolver for its scheme
     * @throws ZmqEndpointException if it is no endpoint
     * @throws RuntimeException if it cannot be looked up now
     */
    public List<String> lookUp(String endpoint) {
        Endpoint service = Endpoint.parse(endpoint);
        ZmqEndpointResolver resolver = resolvers.get(service.scheme());
        return resolver == null ? List.of(endpoint) : resolver.resolve(service);
    }

    /**
     * Refuses an endpoint that can never be looked up.
     *
     * @param endpoint what is looked up
     * @throws ZmqEndpointException if it is no endpoint, or nothing looks it up
     */
    public void check(String endpoint) {
        if (resolves(endpoint)) {
            Endpoint service = Endpoint.parse(endpoint);
            resolver(service).check(service);
        }
    }

    private ZmqEndpointResolver resolver(Endpoint service) {
        ZmqEndpointResolver resolver = resolvers.get(service.scheme());
        if (resolver == null) {
            throw new ZmqEndpointException(
                    service.toString(),
                    "nothing looks up " + service.scheme() + "://",
                    "known are " + resolvers.keySet());
        }
        return resolver;
    }

    /**
     * Has a socket connect to all that a name stands for.
     *
     * @param socket the socket's name
     * @param connection the name of the connections
     * @param endpoint what is looked up
     * @throws ZmqEndpointException if there is no resolver for its scheme, or that one refuses it
     */
    public void watch(String socket, String connection, String endpoint) {
        Endpoint service = Endpoint.parse(endpoint);
        ZmqEndpointResolver resolver = resolver(service);
        resolver.check(service);
        watches.add(new ServiceWatch(sockets, socket, connection, service, resolver, listener));
    }

    /** Begins to look up, and waits a while for the first answers, so that whoever starts next finds peers. */
    public void start() {
        if (watches.isEmpty()) {
            return;
        }
        CustomizableThreadFactory factory = new CustomizableThreadFactory("zmq-discovery-");
        factory.setDaemon(true);
        ScheduledThreadPoolExecutor pool =
                new ScheduledThreadPoolExecutor(Math.min(MOST_THREADS, watches.size()), factory);
        pool.setRemoveOnCancelPolicy(true);
        threads = pool;
        CompletableFuture<?>[] first = watches.stream()
                .map(watch -> CompletableFuture.runAsync(() -> follow(watch), pool))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(first)
                .completeOnTimeout(null, timing.firstLookup.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        long interval = timing.interval.toNanos();
        for (ServiceWatch watch : watches) {
            ScheduledFuture<?> unused =
                    pool.scheduleWithFixedDelay(() -> follow(watch), interval, interval, TimeUnit.NANOSECONDS);
        }
    }

    /** Looks everything up soon, not waiting for the interval. Returns at once. */
    public void refresh() {
        watches.stream().filter(ServiceWatch::ask).forEach(watch -> later(() -> follow(watch), Duration.ZERO));
    }

    private void follow(ServiceWatch watch) {
        watch.lookUp().forEach(gone -> later(() -> watch.cut(gone), timing.drain));
    }

    private void later(Runnable task, Duration wait) {
        ScheduledThreadPoolExecutor pool = threads;
        if (pool == null) {
            return;
        }
        try {
            ScheduledFuture<?> unused = pool.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            log.debug("Nothing is looked up any more", stopped);
        }
    }

    /** Ends all lookups. Connections stay as they are, but those of instances that are gone. */
    public void stop() {
        ScheduledThreadPoolExecutor pool = threads;
        threads = null;
        watches.forEach(ServiceWatch::end); // first, so that an answer that an interrupt brings about is not followed
        watches.clear();
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    /**
     * Tells what is known of the names that a socket's connections follow.
     *
     * @param socket the socket's name
     * @return a snapshot
     */
    public List<DiscoveredService> services(String socket) {
        return watches.stream()
                .filter(watch -> watch.socket().equals(socket))
                .map(ServiceWatch::state)
                .toList();
    }
}
