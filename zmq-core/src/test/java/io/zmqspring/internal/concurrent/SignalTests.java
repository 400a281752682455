package io.zmqspring.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SignalTests {
    private static final long LONG = Duration.ofSeconds(30).toNanos();

    private final Signal signal = new Signal(new WaitingRoom());

    @Test
    void doesNotWaitWhenSomethingChangedSinceTheTicket() throws InterruptedException {
        long ticket = signal.ticket();
        signal.fireOne();
        assertThat(signal.await(ticket, LONG)).as("time left").isEqualTo(LONG);
    }

    @Test
    void waitsNoLongerThanItMay() throws InterruptedException {
        long begin = System.nanoTime();
        long left = signal.await(signal.ticket(), Duration.ofMillis(30).toNanos());
        assertThat(left).isLessThanOrEqualTo(0);
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
    }

    @Test
    void doesNotWaitAtAllWithoutTime() throws InterruptedException {
        assertThat(signal.await(signal.ticket(), 0)).isLessThanOrEqualTo(0);
    }

    @Test
    void knowsWhetherAnybodyWaits() {
        assertThat(signal.hasWaiters()).isFalse();
        try (Workers workers = new Workers()) {
            long ticket = signal.ticket();
            workers.run("waiter", () -> signal.await(ticket, LONG));
            Awaitility.await().until(signal::hasWaiters);
            signal.fireAll();
            workers.join();
        }
        assertThat(signal.hasWaiters()).isFalse();
    }

    @Test
    void wakesOneOrAll() {
        int waiters = 5;
        AtomicInteger woken = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        try (Workers workers = new Workers()) {
            long ticket = signal.ticket();
            for (int i = 0; i < waiters; i++) {
                Workers.Worker waiter = workers.run("waiter " + i, () -> {
                    begun.incrementAndGet();
                    signal.await(ticket, LONG);
                    woken.incrementAndGet();
                });
                Awaitility.await().until(() -> waiter.thread().getState() == Thread.State.TIMED_WAITING);
            }
            assertThat(begun).hasValue(waiters);
            signal.fireOne();
            Awaitility.await().untilAsserted(() -> assertThat(woken).hasValue(1));
            signal.fireAll();
            workers.join();
        }
        assertThat(woken).hasValue(waiters);
        assertThat(signal.hasWaiters()).isFalse();
    }

    @Test
    void countsAnInterruptedWaiterOut() {
        try (Workers workers = new Workers()) {
            Workers.Worker waiter = workers.run(
                    "waiter",
                    () -> assertThatThrownBy(() -> signal.await(signal.ticket(), LONG))
                            .isInstanceOf(InterruptedException.class));
            Awaitility.await().until(signal::hasWaiters);
            waiter.thread().interrupt();
            workers.join();
        }
        assertThat(signal.hasWaiters()).isFalse();
    }

    /** Two threads take turns by a counter; a single missed call would leave both waiting. */
    @Test
    void missesNoChangeBetweenTicketAndWait() {
        AtomicLong turn = new AtomicLong();
        Signal[] signals = {new Signal(new WaitingRoom()), new Signal(new WaitingRoom())};
        int rounds = Scale.of(50_000);
        try (Workers workers = new Workers()) {
            for (int i = 0; i < 2; i++) {
                int me = i;
                workers.run("player " + me, () -> {
                    for (long next = me; next < rounds; next += 2) {
                        long ticket = signals[me].ticket();
                        while (turn.get() != next) {
                            assertThat(signals[me].await(ticket, LONG))
                                    .as("waiting for turn " + next)
                                    .isPositive();
                            ticket = signals[me].ticket();
                        }
                        turn.set(next + 1);
                        signals[1 - me].fireOne();
                    }
                });
            }
            workers.join();
        }
        assertThat(turn).hasValue(rounds);
    }

    @Test
    void aListenerIsToldOfEveryChangeUntilItNoLongerListens() {
        Signal signal = new Signal(new WaitingRoom());
        AtomicInteger told = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        Runnable listener = told::incrementAndGet;
        signal.fireAll();
        signal.listen(listener);
        signal.listen(other::incrementAndGet);
        assertThat(signal.hasWaiters()).isFalse();
        signal.fireOne();
        signal.fireAll();
        signal.unlisten(listener);
        signal.fireOne();
        assertThat(told).hasValue(2);
        assertThat(other).hasValue(3);
    }
}
