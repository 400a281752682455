package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Closes while everything is in use, again and again: nothing hangs and nothing is left behind. */
@ExtendWith(LeakCheck.class)
class CloseUnderLoadTests {
    private static final TestTransport[] TRANSPORTS = TestTransport.values();

    @Test
    @Tag("F-21")
    @Tag("N-08")
    void comesToAnEndAThousandTimesUnderLoad() {
        SplittableRandom random = Scale.random("CloseUnderLoadTests");
        int rounds = Scale.of(1000);
        LeakCheck before = LeakCheck.baseline();
        AtomicLong messages = new AtomicLong();
        long longest = 0;
        long begin = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            longest = Math.max(longest, closeOnce(TRANSPORTS[round % TRANSPORTS.length], random.split(), messages));
        }
        System.out.printf(
                "%d rounds of close under load in %.1f s, %d messages, the longest close took %d µs%n",
                rounds, (System.nanoTime() - begin) / 1e9, messages.get(), longest / 1000);
        before.verify();
        assertThat(longest)
                .as("no close has to wait for its deadline, which is after 900 ms")
                .isLessThan(Duration.ofMillis(850).toNanos());
    }

    /** Two sockets under traffic both ways are closed by their context or one after another; returns the longest time. */
    private static long closeOnce(TestTransport transport, SplittableRandom random, AtomicLong messages) {
        ZmqContext context = ZmqContext.create(1 + random.nextInt(2));
        PeerSocket a = context.peer(
                TestOptions.quick().sendHighWaterMark(1 + random.nextInt(100)).build());
        PeerSocket b = context.peer(TestOptions.quick()
                .receiveHighWaterMark(1 + random.nextInt(100))
                .build());
        int id = b.connect(a.bind(transport.bindEndpoint()).toString());
        AtomicLong echoes = new AtomicLong();
        try (Workers workers = new Workers()) {
            int pauseNanos = random.nextBoolean() ? 0 : 20_000; // with pauses the sending thread writes by itself
            workers.run(
                    "sender",
                    () -> untilClosed(() -> {
                        b.send(id, Message.of("ping"));
                        LockSupport.parkNanos(pauseNanos);
                    }));
            workers.run(
                    "echo",
                    () -> untilClosed(() -> {
                        Message message = a.receive();
                        a.trySend(message.routingId(), message);
                    }));
            workers.run(
                    "receiver",
                    () -> untilClosed(() -> {
                        b.receive();
                        echoes.incrementAndGet();
                    }));
            int enough = random.nextInt(50);
            Until.isTrue("traffic", () -> echoes.get() >= enough);
            long begin = System.nanoTime();
            switch (random.nextInt(4)) {
                case 0 -> context.close();
                case 1 -> a.close();
                case 2 -> b.close();
                default -> workers.run("closer", b::close);
            }
            long middle = System.nanoTime();
            context.close();
            long end = System.nanoTime();
            workers.join();
            messages.addAndGet(echoes.get());
            return Math.max(middle - begin, end - middle);
        }
    }

    private static void untilClosed(Runnable call) {
        while (true) {
            try {
                call.run();
            } catch (ZmqClosedException closed) {
                return;
            } catch (ZmqUnroutableException gone) {
                Thread.onSpinWait(); // the other side was closed first
            }
        }
    }

    /** Whoever binds, connects or opens a socket while the context closes is told so, and leaves nothing behind. */
    @Test
    @Tag("F-21")
    void leavesNothingOfWhatBeginsWhileTheContextCloses() {
        LeakCheck before = LeakCheck.baseline();
        int rounds = Scale.of(300);
        for (int round = 0; round < rounds; round++) {
            TestTransport transport = TRANSPORTS[round % TRANSPORTS.length];
            ZmqContext context = ZmqContext.create(2);
            PeerSocket socket = context.peer(TestOptions.quick().build());
            try (Workers workers = new Workers()) {
                workers.run(
                        "binder",
                        () -> untilClosed(() -> {
                            Endpoint endpoint = socket.bind(transport.bindEndpoint());
                            socket.connect(endpoint.toString());
                            socket.unbind(endpoint.toString());
                        }));
                workers.run(
                        "opener",
                        () -> untilClosed(() -> {
                            PeerSocket one = context.peer(TestOptions.quick().build());
                            one.connect(one.bind(transport.bindEndpoint()).toString());
                            one.close();
                        }));
                for (int spin = round % 7 * 3000; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                context.close();
                workers.join();
            }
        }
        before.verify();
    }

    /** A connection that finishes its handshake at that very moment ends too. */
    @Test
    @Tag("S-ALL-34")
    void leavesNoConnectionBehindWhenItUnbindsWhilePeersCome() {
        int rounds = Scale.of(500);
        try (ZmqContext context = ZmqContext.create(2);
                ZmqContext others = ZmqContext.create()) {
            PeerSocket binder = context.peer(TestOptions.quick().build());
            for (int round = 0; round < rounds; round++) {
                String endpoint = binder.bind(
                                round % 2 == 0 ? TestTransport.TCP.bindEndpoint() : TestTransport.IPC.bindEndpoint())
                        .toString();
                PeerSocket client = others.peer(TestOptions.quick().build());
                for (int i = 0; i < 5; i++) {
                    client.connect(endpoint);
                }
                for (int spin = round % 11 * 2000; spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                binder.unbind(endpoint);
                Until.isTrue("all connections gone", () -> binder.peers().isEmpty());
                Until.isTrue("all connections closed", () -> client.stats().connections() == 0);
                client.close();
            }
            assertThat(binder.stats().connections()).isZero();
        }
    }
}
