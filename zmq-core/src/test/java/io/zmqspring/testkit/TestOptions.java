package io.zmqspring.testkit;

import io.zmqspring.Reconnect;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import java.time.Duration;

/** Options as tests want them. */
public final class TestOptions {
    private TestOptions() {}

    /** Reconnects at once, lingers for nothing, and gives up waiting after ten seconds instead of never. */
    public static SocketOptionsBuilder quick() {
        return SocketOptions.builder()
                .reconnect(new Reconnect(Duration.ofMillis(2), Duration.ofMillis(20)))
                .linger(Duration.ZERO)
                .sendTimeout(Duration.ofSeconds(10))
                .receiveTimeout(Duration.ofSeconds(10));
    }
}
