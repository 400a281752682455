package io.zmqspring.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.ZmqClosedException;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class EventLoopTests {
    private final EventLoop loop = new EventLoop(
            "zmq-io-test", Clock.SYSTEM, new BufferPool(), new io.zmqspring.internal.concurrent.WaitingRoom());

    @AfterEach
    void stop() {
        loop.stop(1000);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static void busy(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void runsTasksInOrderOnItsThread() {
        List<Integer> ran = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 5000; i++) {
            int task = i;
            loop.execute(() -> {
                assertThat(loop.isMine()).isTrue();
                ran.add(task);
            });
        }
        Until.isTrue("all have run", () -> ran.size() == 5000);
        assertThat(ran).isSorted();
        assertThat(loop.isMine()).isFalse();
    }

    /** A wake-up that is missed once leaves the loop asleep for an hour. */
    @Test
    void isWokenForEveryTask() {
        AtomicInteger ran = new AtomicInteger();
        int rounds = Scale.of(20_000);
        try (Workers workers = new Workers()) {
            for (int i = 0; i < 2; i++) {
                workers.run("caller " + i, () -> {
                    for (int n = 0; n < rounds; n++) {
                        CountDownLatch done = new CountDownLatch(1);
                        loop.execute(() -> {
                            ran.incrementAndGet();
                            done.countDown();
                        });
                        if (n % 16 == 0) {
                            done.await();
                        }
                    }
                });
            }
            workers.join();
        }
        Until.isTrue("all have run", () -> ran.get() == 2 * rounds);
    }

    @Test
    void runsTimersInTheOrderOfTheirTimesAndNotBefore() {
        List<String> ran = new CopyOnWriteArrayList<>();
        long begin = System.nanoTime();
        loop.execute(() -> {
            loop.schedule(millis(60), () -> ran.add("60 after " + (System.nanoTime() - begin >= millis(60))));
            loop.schedule(millis(20), () -> ran.add("20 after " + (System.nanoTime() - begin >= millis(20))));
            loop.schedule(millis(40), () -> ran.add("never")).cancel();
            loop.schedule(0, () -> ran.add("0"));
        });
        Until.isTrue("all have run", () -> ran.size() == 3);
        assertThat(ran).containsExactly("0", "20 after true", "60 after true");
    }

    /** The longest time there is must not look like the past to a timer that is overdue. */
    @Test
    void runsAnOverdueTimerAlthoughAnotherIsDueInThreeHundredYears() {
        AtomicInteger ran = new AtomicInteger();
        loop.execute(() -> {
            loop.schedule(millis(1), ran::incrementAndGet);
            busy(millis(5));
            loop.schedule(Long.MAX_VALUE, () -> ran.addAndGet(1000));
            loop.schedule(millis(1), ran::incrementAndGet);
        });
        Until.holds(() -> assertThat(ran).hasValue(2));
    }

    @Test
    void forgetsWhatACancelledTimerWasForAtOnce() {
        AtomicReference<WeakReference<Object>> reference = new AtomicReference<>();
        loop.execute(() -> {
            Object connection = new Object();
            loop.schedule(millis(3_600_000), connection::hashCode).cancel();
            reference.set(new WeakReference<>(connection));
        });
        Until.isTrue("collected", () -> {
            System.gc();
            return reference.get() != null && reference.get().get() == null;
        });
    }

    @Test
    void goesOnAfterATaskOrATimerThatThrows() {
        AtomicInteger ran = new AtomicInteger();
        loop.execute(() -> {
            throw new IllegalStateException("of the test");
        });
        loop.execute(() -> loop.schedule(0, () -> {
            throw new StackOverflowError("of the test");
        }));
        loop.execute(() -> loop.schedule(millis(1), ran::incrementAndGet));
        Until.isTrue("goes on", () -> ran.get() == 1);
    }

    @Test
    void doesBeforeItEndsWhatItWasAskedToBefore() {
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicInteger ran = new AtomicInteger();
        loop.execute(() -> {
            while (!stopped.get()) {
                Thread.onSpinWait();
            }
        });
        for (int i = 0; i < 5000; i++) {
            loop.execute(ran::incrementAndGet);
        }
        loop.stop(1);
        stopped.set(true);
        loop.stop(10_000);
        assertThat(ran).hasValue(5000);
    }

    @Test
    void startsNoThreadOnceItsGroupIsStopped() {
        EventLoopGroup group = new EventLoopGroup(2, Clock.SYSTEM, new io.zmqspring.internal.concurrent.WaitingRoom());
        EventLoop first = group.next();
        assertThat(group.next()).isNotSameAs(first);
        assertThat(group.next()).isSameAs(first);
        group.stop();
        group.stop();
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(group::next);
    }
}
