package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.test.Fault;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.ReaderPerConnection;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ledger over a way that splits the stream into octets, and over one that breaks again and again. */
@ExtendWith(LeakCheck.class)
class PeerLedgerOnABadWayTests {
    private static final int FOUR = 4;
    private static final long SEED = Scale.seed("PeerLedgerOnABadWayTests");

    @AutoClose
    private final ZmqContext context = ZmqContext.create(2);

    @AutoClose
    private final Workers workers = new Workers();

    @Test
    @Tag("S-TS-02")
    @Tag("Z-021")
    @Tag("F-10")
    void isPerfectOverSegmentsOfOneOctetBothWays() {
        int each = Scale.of(400);
        Ledger there = new Ledger(SEED, FOUR, 60);
        Ledger back = new Ledger(SEED + 1, FOUR, 300);
        PeerSocket binder = context.peer(TestOptions.quick().build());
        PeerSocket client = context.peer(TestOptions.quick().build());
        try (FaultProxy proxy = FaultProxy.to(
                binder.bind(TestTransport.TCP.bindEndpoint()).toString(),
                SEED,
                (connection, direction) -> Fault.chunks(1, 1))) {
            int id = client.connect(proxy.endpoint());
            client.send(id, Message.of("here I am"));
            int accepted = binder.receive().routingId();
            for (int i = 0; i < FOUR; i++) {
                int producer = i;
                workers.run("producer there", () -> {
                    for (int n = 0; n < each; n++) {
                        client.send(id, Message.wrap(there.next(producer)));
                    }
                });
                workers.run("producer back", () -> {
                    for (int n = 0; n < each; n++) {
                        binder.send(accepted, Message.wrap(back.next(producer)));
                    }
                });
                Ledger.Reader readerThere = there.reader();
                workers.run("consumer there", () -> {
                    while (there.received() < (long) FOUR * each) {
                        enter(readerThere, binder.tryReceive(Duration.ofMillis(20)));
                    }
                });
                Ledger.Reader readerBack = back.reader();
                workers.run("consumer back", () -> {
                    while (back.received() < (long) FOUR * each) {
                        enter(readerBack, client.tryReceive(Duration.ofMillis(20)));
                    }
                });
            }
            workers.join();
            there.assertPerfect();
            back.assertPerfect();
            assertThat(client.stats().reconnects()).isZero();
            Books.assertBalanced(client);
            Books.assertBalanced(binder);
        }
    }

    private static void enter(Ledger.Reader reader, Message message) {
        if (message != null) {
            reader.enter(message.body());
        }
    }

    /**
     * A hundred times the connection is cut in mid-traffic. What waits in the queue is sent later; lost is only what had
     * been given to the connection: for each cut one run of consecutive messages of each sender, no longer than what that
     * sender had on its way. The sender's own counters say how many it knows of, the rest was in the kernels.
     */
    @Test
    @Tag("S-ALL-04")
    @Tag("S-ALL-08")
    @Tag("S-ALL-11")
    @Tag("S-PEER-20")
    @Tag("F-04")
    @Tag("N-05")
    void losesOnlyWhatWasOnItsWayOverAHundredReconnects() {
        int cuts = Scale.of(100);
        int window = 64;
        SplittableRandom random = new SplittableRandom(SEED);
        Ledger ledger = new Ledger(SEED, FOUR, 500);
        AtomicIntegerArray arrived =
                new AtomicIntegerArray(IntStream.generate(() -> -1).limit(FOUR).toArray());
        AtomicInteger producing = new AtomicInteger(FOUR);
        PeerSocket binder = context.peer(TestOptions.quick().build());
        PeerSocket client = context.peer(TestOptions.quick().build());
        try (FaultProxy proxy =
                FaultProxy.to(binder.bind(TestTransport.TCP.bindEndpoint()).toString())) {
            int id = client.connect(proxy.endpoint());
            Workers.Worker cutter = workers.run("cutter", () -> {
                for (int cut = 1; cut <= cuts; cut++) {
                    long enough = ledger.received() + random.nextInt(200);
                    Until.isTrue("traffic", () -> ledger.received() >= enough);
                    if (cut % 2 == 0) {
                        proxy.cut();
                    } else {
                        proxy.reset();
                    }
                    int next = cut + 1;
                    Until.isTrue("the next connection", () -> proxy.accepted() >= next);
                }
            });
            for (int i = 0; i < FOUR; i++) {
                int producer = i;
                workers.run("producer " + producer, () -> {
                    for (int left = 300; left > 0; left -= cutter.isDone() ? 1 : 0) {
                        client.send(id, Message.wrap(ledger.next(producer)));
                        awaitWindow(() -> ledger.sent(producer) - 1 - arrived.get(producer) < window);
                    }
                    producing.decrementAndGet();
                });
                ReaderPerConnection reader = new ReaderPerConnection(ledger);
                workers.run("consumer", () -> {
                    while (producing.get() > 0 || !lastArrived(ledger, arrived)) {
                        Message message = binder.tryReceive(Duration.ofMillis(20));
                        if (message != null) {
                            reader.enter(message);
                            ByteBuffer body = ByteBuffer.wrap(message.body());
                            arrived.accumulateAndGet(body.getInt(0), body.getInt(4), Math::max);
                        }
                    }
                });
            }
            workers.join();
            Until.isTrue("everything read", () -> binder.stats().traffic().incomingQueue() == 0);

            Ledger.Figures figures = ledger.figures();
            SocketStats sent = client.stats();
            SocketStats received = binder.stats();
            long knownLost = sent.dropped(DropReason.CONNECTION_LOST);
            long inFlight = sent.traffic().sentMessages() - received.traffic().receivedMessages();
            System.out.printf(
                    "%d cuts, %d reconnects: of %d messages %d lost (%d known to the sender, %d in flight) in %d gaps, the longest %d%n",
                    cuts,
                    sent.reconnects(),
                    ledger.sent(),
                    figures.lost(),
                    knownLost,
                    inFlight,
                    figures.gaps(),
                    figures.longestGap());
            assertThat(figures.duplicated()).as("duplicated").isZero();
            assertThat(figures.reordered()).as("reordered").isZero();
            assertThat(figures.damaged()).as("damaged").isZero();
            assertThat(figures.lost()).as("every loss has its place").isEqualTo(knownLost + inFlight);
            assertThat(figures.gaps()).as("one run for each sender and cut").isLessThanOrEqualTo((long) cuts * FOUR);
            assertThat(figures.longestGap()).isLessThanOrEqualTo(window + 10);
            assertThat(sent.dropped().keySet()).isSubsetOf(DropReason.CONNECTION_LOST);
            assertThat(sent.reconnects()).isBetween((long) cuts / 2, (long) cuts);
            Books.assertBalanced(client);
            Books.assertBalanced(binder);
        }
    }

    private static boolean lastArrived(Ledger ledger, AtomicIntegerArray arrived) {
        return IntStream.range(0, FOUR).allMatch(i -> arrived.get(i) == ledger.sent(i) - 1);
    }

    /** Waits until no more than the window is on its way, or for as long as what is lost makes it look so. */
    private static void awaitWindow(BooleanSupplier open) {
        long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
        while (!open.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(50_000);
        }
    }
}
