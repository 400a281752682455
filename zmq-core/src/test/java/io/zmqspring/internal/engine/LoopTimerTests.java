package io.zmqspring.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class LoopTimerTests {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 15, 16, 1_000_000, 5_000_000_000L})
    void isNeverEarlierAndAtMostASixteenthLater(long delay) {
        SplittableRandom random = new SplittableRandom(delay);
        for (int i = 0; i < 1000; i++) {
            long now = random.nextLong(-1L << 60, 1L << 60);
            assertThat(LoopTimer.together(now, delay)).isBetween(delay, delay + delay / 16);
        }
    }

    @Test
    void endsAThousandOfOneLengthAtSomeTimesOnly() {
        long five = TimeUnit.SECONDS.toNanos(5);
        Set<Long> ends = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            long now = i * five / 1000;
            ends.add(now + LoopTimer.together(now, five));
        }
        assertThat(ends).hasSizeLessThan(40);
    }

    @Test
    void doesNotEndWhatIsNotToEnd() {
        assertThat(LoopTimer.together(1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }
}
