package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is lost, duplicated, reordered or damaged between four that send and four that receive. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
@Tag("S-TS-02")
class PeerLedgerTests {
    private static final int FOUR = 4;
    private static final long SEED = Scale.seed("PeerLedgerTests");

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create(2);

    @AutoClose
    private final Workers workers = new Workers();

    private PeerSocket peer(int highWaterMark) {
        return context.peer(TestOptions.quick()
                .sendHighWaterMark(highWaterMark)
                .receiveHighWaterMark(highWaterMark)
                .build());
    }

    /** Starts a consumer that reads until everything expected has been read by all. */
    private void consume(PeerSocket socket, Ledger ledger, long expected, long pauseNanos) {
        Ledger.Reader reader = ledger.reader();
        workers.run("consumer", () -> {
            while (ledger.received() < expected) {
                Message message = socket.tryReceive(Duration.ofMillis(20));
                if (message != null) {
                    reader.enter(message.body());
                    if (pauseNanos > 0) {
                        LockSupport.parkNanos(pauseNanos);
                    }
                }
            }
        });
    }

    @Test
    @Tag("S-TS-01")
    @Tag("F-20")
    @Tag("N-05")
    void betweenThreadsThatShareTwoSockets() {
        int each = Scale.of(15_000);
        Ledger ledger = new Ledger(SEED, FOUR, 300);
        PeerSocket receiver = peer(1000);
        PeerSocket sender = peer(1000);
        int id = sender.connect(receiver.bind(transport.bindEndpoint()).toString());
        for (int i = 0; i < FOUR; i++) {
            int producer = i;
            consume(receiver, ledger, (long) FOUR * each, 0);
            workers.run("producer " + producer, () -> {
                for (int n = 0; n < each; n++) {
                    sender.send(id, Message.wrap(ledger.next(producer)));
                }
            });
        }
        verify(ledger, List.of(sender), List.of(receiver));
    }

    @Test
    @Tag("S-PEER-01")
    void betweenSocketsThatAreAllConnectedWithEachOther() {
        int each = Scale.of(10_000);
        // Each pair has a sequence of its own: a consumer's view of a sender has no holes to hide a reordering in.
        Ledger ledger = new Ledger(SEED, FOUR * FOUR, 2000);
        List<PeerSocket> receivers =
                IntStream.range(0, FOUR).mapToObj(i -> peer(100)).toList();
        List<String> endpoints = receivers.stream()
                .map(socket -> socket.bind(transport.bindEndpoint()).toString())
                .toList();
        List<PeerSocket> senders =
                IntStream.range(0, FOUR).mapToObj(i -> peer(100)).toList();
        receivers.forEach(socket -> consume(socket, ledger, (long) FOUR * each, 0));
        for (int i = 0; i < FOUR; i++) {
            int producer = i;
            workers.run("producer " + producer, () -> {
                PeerSocket socket = senders.get(producer);
                int[] ids = endpoints.stream().mapToInt(socket::connect).toArray();
                for (int n = 0; n < each; n++) {
                    socket.send(ids[n % FOUR], Message.wrap(ledger.next(producer * FOUR + n % FOUR)));
                }
            });
        }
        verify(ledger, senders, receivers);
    }

    @Test
    @Tag("S-PEER-17")
    @Tag("F-13")
    void toASlowReaderAtAHighWaterMarkOfOne() {
        int each = Scale.of(500);
        Ledger ledger = new Ledger(SEED, FOUR, 100_000);
        PeerSocket receiver = peer(1);
        PeerSocket sender = peer(1);
        int id = sender.connect(receiver.bind(transport.bindEndpoint()).toString());
        consume(receiver, ledger, (long) FOUR * each, 200_000);
        for (int i = 0; i < FOUR; i++) {
            int producer = i;
            workers.run("producer " + producer, () -> {
                for (int n = 0; n < each; n++) {
                    Message message = Message.wrap(ledger.next(producer));
                    if (n % 2 == 0) {
                        sender.send(id, message);
                    } else {
                        while (!sender.trySend(id, message)) {
                            Thread.yield();
                        }
                    }
                }
            });
        }
        verify(ledger, List.of(sender), List.of(receiver));
    }

    private void verify(Ledger ledger, List<PeerSocket> senders, List<PeerSocket> receivers) {
        workers.join();
        ledger.assertPerfect();
        for (PeerSocket receiver : receivers) {
            assertThat(receiver.tryReceive(Duration.ofMillis(10))).isNull();
            Books.assertBalanced(receiver);
        }
        for (PeerSocket sender : senders) {
            Books.assertBalanced(sender);
            assertThat(sender.stats().dropped()).isEmpty();
            assertThat(sender.stats().reconnects()).isZero();
        }
    }
}
