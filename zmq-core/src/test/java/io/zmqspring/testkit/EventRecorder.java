package io.zmqspring.testkit;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.event.SocketEventListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Keeps the events of a socket in order, and waits for those a test wants to see. */
public final class EventRecorder implements SocketEventListener {
    private static final Duration DEADLINE = Duration.ofSeconds(8);

    private final List<SocketEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(SocketEvent event) {
        events.add(event);
    }

    /** All events so far. */
    public List<SocketEvent> events() {
        return List.copyOf(events);
    }

    /** All events of a kind so far. */
    public <E extends SocketEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The first event of a kind, past or to come within eight seconds. */
    public <E extends SocketEvent> E await(Class<E> kind) {
        return await(kind, event -> true);
    }

    /** The first event of a kind for which something holds, past or to come within eight seconds. */
    public <E extends SocketEvent> E await(Class<E> kind, Predicate<E> which) {
        return Awaitility.await(kind.getSimpleName() + " among " + events)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> events(kind).stream().filter(which).findFirst().orElse(null), found -> found != null);
    }

    /** The first {@code count} events of a kind, past or to come within eight seconds. */
    public <E extends SocketEvent> List<E> await(Class<E> kind, int count) {
        return Awaitility.await(count + " " + kind.getSimpleName())
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> events(kind), found -> found.size() >= count)
                .subList(0, count);
    }
}
