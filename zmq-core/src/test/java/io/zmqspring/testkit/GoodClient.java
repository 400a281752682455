package io.zmqspring.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DealerSocket;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqUnroutableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who means well, on a socket that others attack: goes back and forth as fast as it can with a ROUTER that echoes, and
 * knows how often and how long each time took. It has a context, and so an I/O thread, of its own.
 */
public final class GoodClient implements AutoCloseable {
    private final ZmqContext context = ZmqContext.create();
    private final DealerSocket dealer;
    private int number;

    /**
     * What a stretch of time was like.
     *
     * @param trips how often it went back and forth, per second
     * @param p99 how long the slowest hundredth took at least
     */
    public record Service(long trips, Duration p99) {
        @Override
        public String toString() {
            return trips + " round trips/s, p99 " + p99.toNanos() / 1000 + " µs";
        }
    }

    public GoodClient(Endpoint endpoint) {
        this(endpoint, TestOptions.quick().build());
    }

    public GoodClient(Endpoint endpoint, SocketOptions options) {
        dealer = context.dealer(options);
        dealer.connect(endpoint.toString());
        trip();
    }

    /** Sends back what comes to a ROUTER, on a thread of its own that ends when the socket is closed. */
    public static CompletableFuture<Void> echo(RouterSocket router) {
        return Background.run(() -> {
            try {
                while (true) {
                    Message message = router.tryReceive(Duration.ofSeconds(1));
                    if (message != null) {
                        sendBack(router, message);
                    }
                }
            } catch (ZmqClosedException closed) {
                // as it should be
            }
        });
    }

    /** An attacker that sent something may be gone, or not read. */
    private static void sendBack(RouterSocket router, Message message) {
        try {
            router.trySend(message);
        } catch (ZmqUnroutableException gone) {
            // it asked for it
        }
    }

    private void trip() {
        String text = "trip " + number++;
        dealer.send(Message.of(text));
        assertThat(dealer.receive().text()).isEqualTo(text);
    }

    /** Goes back and forth for a while. */
    public Service measure(Duration time) {
        long begin = System.nanoTime();
        long[] took = new long[1 << 20];
        int trips = 0;
        while (System.nanoTime() - begin < time.toNanos() && trips < took.length) {
            long start = System.nanoTime();
            trip();
            took[trips++] = System.nanoTime() - start;
        }
        Arrays.sort(took, 0, trips);
        return new Service(
                trips * 1_000_000_000L / (System.nanoTime() - begin), Duration.ofNanos(took[trips * 99 / 100]));
    }

    @Override
    public void close() {
        context.close();
    }
}
