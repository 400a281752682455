package io.zmqspring.internal.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.Workers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BriefLockTests {
    private final BriefLock lock = new BriefLock();
    private long counter;

    @Test
    void onlyOneHoldsItAndSeesWhatTheOneBeforeWrote() {
        int threads = 8;
        int rounds = Scale.of(200_000);
        try (Workers workers = new Workers()) {
            for (int i = 0; i < threads; i++) {
                workers.run("counter " + i, () -> {
                    for (int round = 0; round < rounds; round++) {
                        lock.lock();
                        try {
                            counter++;
                        } finally {
                            lock.unlock();
                        }
                    }
                });
            }
            workers.join();
        }
        assertThat(counter).isEqualTo((long) threads * rounds);
    }

    @Test
    void isTakenByOneUntilItIsLetGo() {
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.tryLock()).isFalse();
        lock.unlock();
        assertThat(lock.tryLock()).isTrue();
    }

    @Test
    void hasNothingForThoseWhoWantToWait() {
        assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(lock::newCondition).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> lock.tryLock(1, TimeUnit.SECONDS)).isInstanceOf(UnsupportedOperationException.class);
    }
}
