package io.zmqspring.sample.web;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One open page. Of the snapshots it has not been sent yet it keeps the latest only, and one thread at a time sends: a
 * slow browser sees fewer of them, costs no memory and holds up nobody.
 */
final class LivePage {
    private static final Logger log = LoggerFactory.getLogger(LivePage.class);

    private final SseEmitter emitter;
    private final Executor executor;
    private final AtomicReference<@Nullable Snapshot> next = new AtomicReference<>();
    private final AtomicBoolean sending = new AtomicBoolean();

    LivePage(SseEmitter emitter, Executor executor) {
        this.emitter = emitter;
        this.executor = executor;
    }

    /** Sends a snapshot as soon as the ones before are gone. Never waits. */
    void offer(Snapshot snapshot) {
        next.set(snapshot);
        sendNext();
    }

    private void sendNext() {
        if (next.get() != null && sending.compareAndSet(false, true)) {
            executor.execute(this::send);
        }
    }

    private void send() {
        try {
            Snapshot snapshot = next.getAndSet(null);
            if (snapshot != null) {
                emitter.send(SseEmitter.event().name("snapshot").data(snapshot, MediaType.APPLICATION_JSON));
            }
        } catch (IOException | IllegalStateException gone) {
            log.debug("A page was closed", gone);
            emitter.completeWithError(gone);
            return;
        } finally {
            sending.set(false);
        }
        sendNext();
    }

    /** Ends it; the browser will try to connect again. */
    void end() {
        executor.execute(emitter::complete);
    }
}
