package io.zmqspring.faults;

import io.zmqspring.DealerSocket;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Background;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Talks to itself over tcp, with heartbeats, while somebody sets its clock. At the end of its input it says: round trips, answers
 * missed, connections lost, jumps of the wall clock that it saw, and the longest wait of those that were to take 5 ms.
 */
final class JumpingClock {
    private static final long JUMP_MILLIS = 60_000;

    private JumpingClock() {}

    public static void main(String[] arguments) {
        AtomicInteger disconnected = new AtomicInteger();
        SocketOptions options = SocketOptions.builder()
                .linger(Duration.ZERO)
                .heartbeat(Heartbeat.every(Duration.ofMillis(50)).withTimeout(Duration.ofMillis(1500)))
                .eventListener(event -> {
                    if (event instanceof SocketEvent.Disconnected) {
                        disconnected.incrementAndGet();
                    }
                })
                .build();
        try (ZmqContext context = ZmqContext.create()) {
            DealerSocket bound = context.dealer(options);
            DealerSocket dealer = context.dealer(options);
            dealer.connect(bound.bind("tcp://127.0.0.1:*").toString());
            CompletableFuture<Void> over = Background.run(JumpingClock::untilInputEnds);
            int trips = 0;
            int missed = 0;
            int jumps = 0;
            long longest = 0;
            long wall = System.currentTimeMillis();
            long monotonic = System.nanoTime();
            System.out.println("running");
            while (!over.isDone()) {
                dealer.send(Message.of("trip " + trips));
                Message there = bound.tryReceive(Duration.ofSeconds(2));
                missed += there != null && there.text().equals("trip " + trips) ? 0 : 1;
                trips++;
                long begin = System.nanoTime();
                bound.tryReceive(Duration.ofMillis(5));
                longest = Math.max(longest, System.nanoTime() - begin);
                long wallNow = System.currentTimeMillis();
                long monotonicNow = System.nanoTime();
                jumps += Math.abs(wallNow - wall - (monotonicNow - monotonic) / 1_000_000) > JUMP_MILLIS ? 1 : 0;
                wall = wallNow;
                monotonic = monotonicNow;
            }
            System.out.printf("%d %d %d %d %d%n", trips, missed, disconnected.get(), jumps, longest / 1_000_000);
        }
    }

    private static void untilInputEnds() {
        try {
            while (System.in.read() >= 0) {
                // somebody sets the clock
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
