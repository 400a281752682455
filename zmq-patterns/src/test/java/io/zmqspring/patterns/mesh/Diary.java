package io.zmqspring.patterns.mesh;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Remembers what a node has told. */
final class Diary implements MeshListener {
    private final List<MeshEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(MeshEvent event) {
        events.add(event);
    }

    List<MeshEvent> events() {
        return List.copyOf(events);
    }

    <E extends MeshEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits for the first event of a type that a test accepts. */
    <E extends MeshEvent> E await(Class<E> type, Predicate<E> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> of(type).stream().anyMatch(wanted));
        return of(type).stream().filter(wanted).findFirst().orElseThrow();
    }

    <E extends MeshEvent> E await(Class<E> type, MeshNode about) {
        return await(type, event -> event.peer().id().equals(about.id()));
    }
}
