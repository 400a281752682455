package io.zmqspring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DealerSocket;
import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.SocketStats;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import io.zmqspring.test.Fault;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.test.FaultProxy.Direction;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.GoodClient;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Workers;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Minutes of traffic in all kinds of bad weather, from a seed, on sockets that stay open: two ways that are slow, in pieces and
 * silent at times, over which nothing may be lost, one that breaks, and clients that come and go. In between everything is
 * counted: {@code -Dzmq.test.scale=20} makes an hour of the three minutes.
 */
@Tag("faults")
@ExtendWith(LeakCheck.class)
@Timeout(100_000)
class SoakTests {
    private static final int ROUNDS = Scale.of(30);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final long SEED = Scale.seed("SoakTests");

    /** A way through bad weather from one of our sockets to another, and what was lost on it so far. */
    private static final class Lane {
        private final boolean breaks;
        private final FaultProxy proxy;
        private final ZmqSocket from;
        private final ZmqSocket to;
        private final Consumer<Message> send;
        private final Function<Duration, Message> receive;
        private long lost;
        private long sent;

        private Lane(
                boolean breaks,
                FaultProxy proxy,
                ZmqSocket from,
                Consumer<Message> send,
                ZmqSocket to,
                Function<Duration, Message> receive) {
            this.breaks = breaks;
            this.proxy = proxy;
            this.from = from;
            this.send = send;
            this.to = to;
            this.receive = receive;
        }

        private void weather(SplittableRandom random) {
            if (breaks && random.nextBoolean()) {
                proxy.reset();
            } else if (breaks) {
                proxy.cut();
            } else if (random.nextBoolean()) {
                proxy.stall();
            } else {
                proxy.stall(random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT);
            }
        }

        private void send(Ledger ledger, AtomicBoolean over) {
            while (!over.get()) {
                send.accept(Message.wrap(ledger.next(0)));
                LockSupport.parkNanos(400_000);
            }
        }

        private void receive(Ledger ledger, AtomicBoolean over) {
            Ledger.Reader reader = ledger.reader();
            while (true) {
                Message message = receive.apply(QUIET);
                if (message != null) {
                    List<byte[]> frames = message.frames();
                    reader.enter(frames.get(frames.size() - 1));
                } else if (over.get() && (breaks || reader.count() >= ledger.sent())) {
                    return;
                }
            }
        }

        private void check(Ledger ledger) {
            sent += ledger.sent();
            if (!breaks) {
                ledger.assertPerfect();
                return;
            }
            Ledger.Figures figures = ledger.figures();
            assertThat(figures.duplicated() + figures.reordered() + figures.damaged())
                    .as("%s", figures)
                    .isZero();
            lost += figures.lost();
            SocketStats sender = from.stats();
            long inFlight =
                    sender.traffic().sentMessages() - to.stats().traffic().receivedMessages();
            assertThat(lost)
                    .as("lost, all in their place")
                    .isEqualTo(sender.dropped(DropReason.CONNECTION_LOST) + inFlight);
        }
    }

    private static SocketOptionsBuilder options() {
        return TestOptions.quick()
                .heartbeat(Heartbeat.every(Duration.ofMillis(200)).withTimeout(Duration.ofSeconds(4)));
    }

    private static FaultProxy slow(Endpoint endpoint) {
        return FaultProxy.to(
                endpoint.toString(),
                SEED,
                (connection, direction) ->
                        Fault.chunks(1, 1500).then(Fault.delay(Duration.ZERO, Duration.ofMillis(5))));
    }

    private static Lane plain(ZmqContext context) {
        PullSocket pull = context.pull(options().build());
        FaultProxy proxy = slow(pull.bind(TestTransport.TCP.bindEndpoint()));
        PushSocket push = context.push(options().build());
        push.connect(proxy.endpoint());
        return new Lane(false, proxy, push, push::send, pull, pull::tryReceive);
    }

    private static Lane curve(ZmqContext context) {
        CurveKeyPair keys = CurveKeyPair.generate();
        RouterSocket router = context.router(options()
                .security(Security.curveServer(keys, Authenticator.acceptAll()))
                .build());
        FaultProxy proxy = slow(router.bind(TestTransport.TCP.bindEndpoint()));
        DealerSocket dealer = context.dealer(options()
                .security(Security.curveClient(CurveKeyPair.generate(), keys.publicKey()))
                .build());
        dealer.connect(proxy.endpoint());
        return new Lane(false, proxy, dealer, dealer::send, router, router::tryReceive);
    }

    private static Lane breaking(ZmqContext context) {
        PeerSocket binder = context.peer(options().build());
        FaultProxy proxy =
                FaultProxy.to(binder.bind(TestTransport.TCP.bindEndpoint()).toString());
        PeerSocket client = context.peer(options().build());
        int id = client.connect(proxy.endpoint());
        return new Lane(true, proxy, client, message -> client.send(id, message), binder, binder::tryReceive);
    }

    /** What there is, between two rounds. */
    private record Figures(long heap, long direct, int threads, int descriptors) {
        static Figures now() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            return new Figures(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                            .filter(pool -> pool.getName().equals("direct"))
                            .mapToLong(BufferPoolMXBean::getMemoryUsed)
                            .sum(),
                    LeakCheck.threads().size(),
                    LeakCheck.descriptors().size());
        }
    }

    @Test
    @Tag("F-35")
    @Tag("F-25")
    @Tag("N-05")
    @Tag("N-13")
    void leavesNothingBehindAndLosesNothingThatWasPromised() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Figures> figures = new ArrayList<>();
        long clients = 0;
        try (ZmqContext context = ZmqContext.create(2)) {
            List<Lane> lanes = List.of(plain(context), curve(context), breaking(context));
            RouterSocket router = context.router(TestOptions.quick().build());
            Endpoint endpoint = router.bind(TestTransport.TCP.bindEndpoint());
            CompletableFuture<Void> echo = GoodClient.echo(router);
            for (int round = 0; round < ROUNDS; round++) {
                clients += round(context, lanes, random, endpoint);
                figures.add(Figures.now());
                if (round % 5 == 4) {
                    System.out.printf("round %d: %s%n", round + 1, figures.get(round));
                }
            }
            for (Lane lane : lanes) {
                System.out.printf(
                        "%s: %d sent, %d lost with a broken connection, %d connections%n",
                        lane.breaks ? "breaking" : "slow", lane.sent, lane.lost, lane.proxy.accepted());
                assertThat(lane.breaks || lane.proxy.accepted() == 1)
                        .as("slow and silent for a while is not dead")
                        .isTrue();
                lane.proxy.close();
            }
            router.close();
            echo.join();
        }
        check(figures, clients);
    }

    private static long round(ZmqContext context, List<Lane> lanes, SplittableRandom random, Endpoint endpoint) {
        AtomicBoolean sendersOver = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        List<Ledger> ledgers = new ArrayList<>();
        long clients = 0;
        try (Workers receivers = new Workers();
                Workers senders = new Workers()) {
            for (Lane lane : lanes) {
                Ledger ledger = new Ledger(random.nextLong(), 1, 1000);
                ledgers.add(ledger);
                receivers.run("receiver", () -> lane.receive(ledger, over));
                senders.run("sender", () -> lane.send(ledger, sendersOver));
            }
            long end = System.nanoTime() + ROUND.toNanos();
            while (System.nanoTime() - end < 0) {
                Lane lane = lanes.get(random.nextInt(lanes.size()));
                lane.weather(random);
                clients += comeAndGo(context, endpoint, random.nextInt(1, 5));
                LockSupport.parkNanos(random.nextLong(1, 300) * 1_000_000);
                lane.proxy.resume();
            }
            sendersOver.set(true);
            senders.join();
            over.set(true);
            receivers.join();
        }
        for (int i = 0; i < lanes.size(); i++) {
            lanes.get(i).check(ledgers.get(i));
        }
        return clients;
    }

    private static int comeAndGo(ZmqContext context, Endpoint endpoint, int count) {
        for (int i = 0; i < count; i++) {
            try (DealerSocket dealer = context.dealer(TestOptions.quick().build())) {
                dealer.connect(endpoint.toString());
                dealer.send(Message.of("hello"));
                assertThat(dealer.receive().text()).isEqualTo("hello");
            }
        }
        return count;
    }

    private static void check(List<Figures> figures, long clients) {
        List<Figures> warm = figures.subList(figures.size() / 4, figures.size());
        Figures first = warm.get(0);
        Figures last = warm.get(warm.size() - 1);
        System.out.printf(
                "%d rounds of %s, %d clients came and went: heap after collection %d KiB, then %d KiB, slope %.2f MiB/h; first %s, last %s%n",
                figures.size(),
                ROUND,
                clients,
                first.heap >> 10,
                last.heap >> 10,
                slope(warm) * 3600 / ROUND.toSeconds() / (1 << 20),
                first,
                last);
        assertThat(last.heap - first.heap).as("growth of the heap").isLessThan(1 << 20);
        assertThat(last.direct).as("direct memory").isLessThanOrEqualTo(first.direct + (256 << 10));
        assertThat(last.threads).as("threads of ours").isLessThanOrEqualTo(first.threads);
        assertThat(last.descriptors).as("descriptors").isLessThanOrEqualTo(first.descriptors + 2);
    }

    /** Octets of heap for each round, by least squares. */
    private static double slope(List<Figures> figures) {
        double middle = (figures.size() - 1) / 2.0;
        double mean = figures.stream().mapToLong(Figures::heap).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < figures.size(); i++) {
            above += (i - middle) * (figures.get(i).heap - mean);
            below += (i - middle) * (i - middle);
        }
        return below == 0 ? 0 : above / below;
    }
}
