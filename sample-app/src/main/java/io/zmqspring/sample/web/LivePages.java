package io.zmqspring.sample.web;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** All open pages, each of which gets a new snapshot every second as a server-sent event. */
@Component
class LivePages {
    private static final int MOST = 50;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final SnapshotTaker taker;
    private final Set<LivePage> pages = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor = Executors.newCachedThreadPool(threads());
    private volatile @Nullable Snapshot latest;
    private volatile boolean ending;

    LivePages(SnapshotTaker taker) {
        this.taker = taker;
    }

    private static CustomizableThreadFactory threads() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("live-page-");
        threads.setDaemon(true);
        return threads;
    }

    /** Opens one more; it gets the latest snapshot at once. */
    SseEmitter open() {
        if (ending || pages.size() >= MOST) {
            throw new ResponseStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, ending ? "shutting down" : MOST + " pages are open already");
        }
        return open(new SseEmitter(LONGEST.toMillis()));
    }

    SseEmitter open(SseEmitter emitter) {
        LivePage page = new LivePage(emitter, executor);
        emitter.onCompletion(() -> pages.remove(page));
        emitter.onError(failure -> pages.remove(page));
        emitter.onTimeout(page::end);
        pages.add(page);
        page.offer(latest());
        return emitter;
    }

    /** Returns the latest snapshot, at most a second old. */
    Snapshot latest() {
        Snapshot snapshot = latest;
        return snapshot == null ? taker.take() : snapshot;
    }

    /** Takes a snapshot and shows it to everybody. */
    @Scheduled(fixedDelayString = "1s")
    void update() {
        Snapshot snapshot = taker.take();
        latest = snapshot;
        pages.forEach(page -> page.offer(snapshot));
    }

    /** Returns how many pages are open. */
    int size() {
        return pages.size();
    }

    /** Ends them first of all: the web server would wait for them. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        ending = true;
        pages.forEach(LivePage::end);
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
    }
}
