package io.zmqspring.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zmqspring.Reconnect;
import io.zmqspring.testkit.Scale;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("Z-204")
class BackoffTests {
    private static final double MIDDLE = 0.5;

    private static Backoff backoff(long delayMillis, long maxMillis, double random) {
        return new Backoff(new Reconnect(Duration.ofMillis(delayMillis), Duration.ofMillis(maxMillis)), () -> random);
    }

    private static List<Long> millis(Backoff backoff, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Math.round(backoff.next() / 1e6))
                .toList();
    }

    @Test
    @Tag("T-TCP-37")
    void doublesFromTheFirstWaitToTheLongest() {
        assertThat(millis(backoff(100, 2000, MIDDLE), 8))
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 2000L, 2000L, 2000L);
    }

    @Test
    @Tag("T-TCP-39")
    void startsAnewAfterAReset() {
        Backoff backoff = backoff(50, 1000, MIDDLE);
        millis(backoff, 5);
        backoff.reset();
        assertThat(millis(backoff, 3)).containsExactly(50L, 100L, 200L);
    }

    @Test
    @Tag("JQ-26")
    void isFourTimesAsLongForWhoWasTurnedAway() {
        Backoff backoff = backoff(100, 2000, MIDDLE);
        assertThat(IntStream.range(0, 7).mapToObj(i -> backoff.nextWhenTurnedAway() / 1_000_000))
                .containsExactly(400L, 800L, 1600L, 3200L, 6400L, 8000L, 8000L);
    }

    @Test
    void staysTheSameWhenBothWaitsAreEqual() {
        assertThat(millis(backoff(70, 70, MIDDLE), 3)).containsExactly(70L, 70L, 70L);
    }

    @Test
    void variesByAFifthEitherWay() {
        assertThat(millis(backoff(100, 200, 0), 3)).containsExactly(80L, 160L, 160L);
        assertThat(millis(backoff(100, 200, 1), 3)).containsExactly(120L, 240L, 240L);
    }

    @Test
    @Tag("F-22")
    @Tag("N-18")
    void spreadsManyClientsOverTheWholeRange() {
        SplittableRandom random = Scale.random("BackoffTests");
        Backoff backoff =
                new Backoff(new Reconnect(Duration.ofMillis(100), Duration.ofMillis(100)), random::nextDouble);
        long[] waits = IntStream.range(0, 10_000)
                .mapToLong(i -> backoff.next() / 1000)
                .sorted()
                .toArray();
        assertThat(waits[0]).isBetween(80_000L, 81_000L);
        assertThat(waits[9999]).isBetween(119_000L, 120_000L);
        assertThat(waits[5000]).isCloseTo(100_000L, within(1500L));
        assertThat(waits[2500]).isCloseTo(90_000L, within(1500L));
    }
}
