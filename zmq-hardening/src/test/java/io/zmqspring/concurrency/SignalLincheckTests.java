package io.zmqspring.concurrency;

import io.zmqspring.internal.concurrent.Signal;
import io.zmqspring.internal.concurrent.WaitingRoom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The hand-over between those who change something and those who wait for it: as many as there are things to take get one, and
 * none of them sleeps on while there is one. A call that was missed would be a wait of a second, and so a thing not taken.
 */
public class SignalLincheckTests {
    private final Signal signal = new Signal(new WaitingRoom());
    private final AtomicInteger things = new AtomicInteger();

    @Operation
    public void put() {
        things.incrementAndGet();
        signal.fireOne();
    }

    /** Puts one and takes one: there is always one for it, whoever else takes and puts. */
    @Operation
    public boolean putAndTake() throws InterruptedException {
        put();
        return take();
    }

    private boolean take() throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(1);
        while (left > 0) {
            long ticket = signal.ticket();
            int now = things.get();
            if (now > 0 && things.compareAndSet(now, now - 1)) {
                if (now > 1) {
                    signal.fireOne(); // whoever takes one calls the next if there is more
                }
                return true;
            }
            if (now <= 0) {
                left = signal.await(ticket, left);
            }
        }
        return false;
    }

    @Operation
    public int count() {
        return things.get() < 0 ? -1 : 0;
    }

    @Test
    void stress() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(0)
                .iterations(10)
                .invocationsPerIteration(500)
                .check(SignalLincheckTests.class);
    }
}
