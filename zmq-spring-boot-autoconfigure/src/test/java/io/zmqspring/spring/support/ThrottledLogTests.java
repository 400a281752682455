package io.zmqspring.spring.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.logging.impl.NoOpLog;
import org.junit.jupiter.api.Test;

class ThrottledLogTests {
    private final List<String> lines = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final ThrottledLog log = new ThrottledLog(
            new NoOpLog() {
                @Override
                public void error(Object message) {
                    lines.add(message.toString());
                }

                @Override
                public void error(Object message, Throwable failure) {
                    lines.add(message + ": " + failure.getMessage());
                }
            },
            Duration.ofSeconds(1),
            now::get);

    private void fail(String why) {
        log.error(() -> "failed", new IllegalStateException(why));
    }

    @Test
    void logsTheFirstFailureAtOnceAndThenOnePerInterval() {
        fail("a");
        fail("b");
        fail("c");
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        fail("d");
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        fail("e");

        assertThat(lines).containsExactly("failed: a", "failed (and 2 failures before it, not logged): d", "failed: e");
    }

    @Test
    void tellsWhatIsLeftAtTheEnd() {
        fail("a");
        fail("b");

        log.flush("listener 'x'");
        log.flush("listener 'x'");

        assertThat(lines).containsExactly("failed: a", "listener 'x': 1 more failures, not logged one by one");
    }
}
