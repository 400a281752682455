package io.zmqspring.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Browsers that are slow, or gone; the executor is run by hand. */
class LivePageTests {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Recorder recorder = new Recorder();
    private final LivePage page = new LivePage(recorder, tasks::add);

    @Test
    void aSlowBrowserGetsTheLatestOnly() {
        page.offer(snapshot(1));
        page.offer(snapshot(2));
        page.offer(snapshot(3));
        assertThat(tasks).hasSize(1);

        runAll();
        assertThat(recorder.sent).containsExactly(3L);

        page.offer(snapshot(4));
        runAll();
        assertThat(recorder.sent).containsExactly(3L, 4L);
    }

    @Test
    void whatComesWhileSendingIsSentNext() {
        recorder.whileSending = () -> page.offer(snapshot(2));
        page.offer(snapshot(1));
        runAll();
        assertThat(recorder.sent).containsExactly(1L, 2L);
    }

    @Test
    void aBrowserThatIsGoneEndsThePage() {
        recorder.failure = new IOException("Broken pipe");
        page.offer(snapshot(1));
        runAll();
        assertThat(recorder.ended).isSameAs(recorder.failure);
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static Snapshot snapshot(long second) {
        return new Snapshot(
                Instant.ofEpochSecond(second), Topology.of(List.of()), List.of(), List.of(), List.of(), List.of());
    }

    private static final class Recorder extends SseEmitter {
        final List<Long> sent = new ArrayList<>();
        Runnable whileSending = () -> {};
        IOException failure;
        Throwable ended;

        @Override
        public void send(SseEventBuilder event) throws IOException {
            if (failure != null) {
                throw failure;
            }
            event.build().stream()
                    .map(DataWithMediaType::getData)
                    .filter(Snapshot.class::isInstance)
                    .forEach(data -> sent.add(((Snapshot) data).at().getEpochSecond()));
            Runnable once = whileSending;
            whileSending = () -> {};
            once.run();
        }

        @Override
        public void completeWithError(Throwable cause) {
            ended = cause;
        }
    }
}
