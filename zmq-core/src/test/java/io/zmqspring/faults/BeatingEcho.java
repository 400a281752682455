package io.zmqspring.faults;

import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.testkit.Background;
import java.io.IOException;
import java.time.Duration;

/** {@code endpoint interval timeout}: a ROUTER that echoes and, unless the interval is 0, sends heartbeats (milliseconds). */
final class BeatingEcho {
    private BeatingEcho() {}

    public static void main(String[] arguments) throws IOException {
        long interval = Long.parseLong(arguments[1]);
        Heartbeat heartbeat = interval == 0
                ? Heartbeat.OFF
                : Heartbeat.every(Duration.ofMillis(interval))
                        .withTimeout(Duration.ofMillis(Long.parseLong(arguments[2])));
        try (ZmqContext context = ZmqContext.create()) {
            RouterSocket router = context.router(SocketOptions.builder()
                    .linger(Duration.ZERO)
                    .heartbeat(heartbeat)
                    .build());
            System.out.println(router.bind(arguments[0]));
            Background.run(() -> {
                while (true) {
                    Message message = router.receive();
                    try {
                        router.send(message);
                    } catch (ZmqUnroutableException gone) {
                        // its connection broke meanwhile
                    }
                }
            });
            while (System.in.read() >= 0) {
                // until the process under test has seen enough
            }
        }
    }
}
