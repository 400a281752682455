package io.zmqspring.boot.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code zmq.startup}. Connecting never holds up or fails a start, so they are about binding. An
 * immutable value.
 *
 * @param onBindFailure What happens when the system does not let a socket listen. Endpoints that cannot be, and those
 *     that would not be safe, stop the start in any case.
 * @param retryDelay First wait before binding is tried again. It doubles with each failure.
 * @param retryMaxDelay Longest wait before binding is tried again.
 */
public record ZmqStartup(
        @DefaultValue("stop") StartupFailurePolicy onBindFailure,
        @DefaultValue("1s") Duration retryDelay,
        @DefaultValue("30s") Duration retryMaxDelay) {

    /** Checks the waits. */
    public ZmqStartup {
        if (retryDelay.toMillis() < 1) {
            throw new IllegalArgumentException("zmq.startup.retry-delay=" + retryDelay + " is too small: at least 1ms");
        }
        if (retryMaxDelay.compareTo(retryDelay) < 0) {
            throw new IllegalArgumentException("zmq.startup.retry-max-delay=" + retryMaxDelay
                    + " is too small: at least zmq.startup.retry-delay, which is " + retryDelay);
        }
    }

    /** What happens when something fails that a start would need. */
    public enum StartupFailurePolicy {
        /** The application does not start. */
        STOP,
        /** It starts without, and is not healthy. */
        CONTINUE,
        /** It starts without, is not healthy, and goes on trying until it succeeds. */
        RETRY
    }
}
