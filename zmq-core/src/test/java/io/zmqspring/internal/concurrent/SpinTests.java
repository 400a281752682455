package io.zmqspring.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SpinTests {
    private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(1);

    private final ManualClock clock = new ManualClock();
    private final Semaphore places = new Semaphore(1);
    private final Spin spin = new Spin(clock, places);
    private final AtomicInteger looks = new AtomicInteger();

    private boolean sees(boolean change) {
        return spin.sees(() -> {
            looks.incrementAndGet();
            clock.advance(100);
            return change;
        });
    }

    /** Advanced by the test. */
    private static final class ManualClock implements Clock {
        private long nanos;

        void advance(long nanos) {
            this.nanos += nanos;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }

    private void sleep(long nanos) {
        long beginning = spin.now();
        clock.advance(nanos);
        spin.sleptSince(beginning);
    }

    @Test
    void doesNotLookBeforeAShortSleepWasSeen() {
        assertThat(sees(true)).isFalse();
        sleep(LONG);
        assertThat(sees(true)).isFalse();
        assertThat(looks).hasValue(0);

        sleep(SHORT);
        assertThat(sees(true)).isTrue();
        assertThat(looks).hasValue(1);
    }

    @Test
    void goesOnLookingForAsLongAsItPays() {
        sleep(SHORT);
        for (int i = 0; i < 100; i++) {
            assertThat(sees(true)).isTrue();
        }
    }

    @Test
    void wantsTwiceAsManyShortSleepsAfterEachTimeInVain() {
        for (int needed : new int[] {1, 2, 4, 8}) {
            for (int i = 1; i < needed; i++) {
                sleep(SHORT);
                assertThat(sees(true)).as("after %d of %d", i, needed).isFalse();
            }
            sleep(SHORT);
            looks.set(0);
            assertThat(sees(false)).isFalse();
            assertThat(looks.get()).as("tried").isPositive();
        }
    }

    @Test
    void trustsAgainWhenItPaidOnce() {
        sleep(SHORT);
        sees(false);
        sleep(SHORT);
        sleep(SHORT);
        assertThat(sees(true)).isTrue();
        sees(false);
        sleep(SHORT);
        sleep(SHORT);
        assertThat(sees(true)).isTrue();
    }

    @Test
    void doesNotLookWhileAsManyDoAsMay() {
        sleep(SHORT);
        places.acquireUninterruptibly();
        assertThat(sees(true)).isFalse();
        places.release();
        assertThat(sees(true)).isTrue();
        assertThat(places.availablePermits()).isEqualTo(1);
    }
}
