package io.zmqspring.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for what another thread is about to do, looking every two milliseconds, for ten seconds at most. */
public final class Until {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(2);

    private Until() {}

    /** Waits until something is true. */
    public static void isTrue(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(condition);
    }

    /** Waits until assertions hold. */
    public static void holds(ThrowingRunnable assertions) {
        Awaitility.await()
                .atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .untilAsserted(assertions);
    }

    /** Looks for a while, and finds something true all the time. */
    public static void stays(String what, Duration time, Callable<Boolean> condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .during(time)
                .atMost(time.plus(DEADLINE))
                .until(condition);
    }
}
