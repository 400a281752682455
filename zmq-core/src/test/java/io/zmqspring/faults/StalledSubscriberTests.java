package io.zmqspring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A publisher has four subscribers who read, and now and then a fifth who does not. */
@Tag("faults")
@ExtendWith(LeakCheck.class)
@Timeout(120)
class StalledSubscriberTests {
    private static final int GOOD = 4;
    private static final int BURST = 500; // under the high-water mark: nothing is dropped for who reads
    private static final Duration TIME = Duration.ofSeconds(3);
    private static final int PAIRS = Scale.of(7);

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @AutoClose
    private final Workers workers = new Workers();

    private final PubSocket pub = context.pub(TestOptions.quick().build());
    private final Endpoint endpoint = pub.bind(TestTransport.TCP.bindEndpoint());
    private final CyclicBarrier received = new CyclicBarrier(GOOD + 1);

    @Test
    @Tag("F-13")
    @Tag("N-19")
    void costsTheOthersNextToNothing() throws Exception {
        for (int i = 0; i < GOOD; i++) {
            SubSocket sub = context.sub(TestOptions.quick().build());
            sub.subscribe("");
            sub.connect(endpoint.toString());
            workers.run("subscriber " + i, () -> {
                while (true) {
                    for (int n = 0; n < BURST; n++) {
                        if (sub.receive().size() == 0) {
                            return;
                        }
                    }
                    received.await(20, TimeUnit.SECONDS);
                }
            });
        }
        Until.isTrue("all subscribed", () -> pub.peers().size() == GOOD && pub.topicCount() == 1);
        publish(); // everything is compiled
        double[] shares = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            double alone = publish();
            double beside = publishBesideOneWhoStalls();
            shares[i] = beside / alone;
            System.out.printf(
                    "messages/s to each of %d subscribers: %.0f, beside a stalled one %.0f%n", GOOD, alone, beside);
        }
        Arrays.sort(shares);
        System.out.printf(
                "with a stalled subscriber %.1f %% of the throughput (median of %d, %.1f to %.1f)%n",
                100 * shares[PAIRS / 2], PAIRS, 100 * shares[0], 100 * shares[PAIRS - 1]);
        pub.send(Message.empty());
        workers.join();
        assertThat(shares[PAIRS / 2]).isGreaterThan(0.95);
    }

    private double publishBesideOneWhoStalls() throws Exception {
        try (RawPeer stalled = RawPeer.connect(endpoint, 4096)) {
            stalled.send(Wire.GREETING, Wire.ready("Socket-Type", "SUB"), Wire.command("SUBSCRIBE", ""));
            Until.isTrue("subscribed", () -> pub.peers().size() == GOOD + 1);
            long dropped = pub.stats().dropped(DropReason.NO_ROOM);
            while (pub.stats().dropped(DropReason.NO_ROOM) == dropped) {
                burst();
            }
            double rate = publish();
            assertThat(pub.stats().traffic().outgoingQueue())
                    .as("what waits for it, beside a burst")
                    .isLessThanOrEqualTo(1000L + (long) GOOD * BURST);
            return rate;
        } finally {
            Until.isTrue("gone", () -> pub.peers().size() == GOOD);
        }
    }

    private void burst() throws Exception {
        for (int n = 0; n < BURST; n++) {
            pub.send(Message.wrap(new byte[200]));
        }
        received.await(20, TimeUnit.SECONDS);
    }

    private double publish() throws Exception {
        long begin = System.nanoTime();
        long bursts = 0;
        while (System.nanoTime() - begin < TIME.toNanos()) {
            burst();
            bursts++;
        }
        return bursts * BURST * 1e9 / (System.nanoTime() - begin);
    }
}
