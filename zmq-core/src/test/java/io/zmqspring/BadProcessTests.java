package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.EchoProcess;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.ReaderPerConnection;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** A peer's process dies, freezes, or lacks descriptors or memory. */
@ExtendWith(LeakCheck.class)
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(50)
class BadProcessTests {
    private static final long SEED = Scale.seed("BadProcessTests");

    private final EventRecorder events = new EventRecorder();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static EchoProcess connected(Endpoint endpoint) {
        EchoProcess process = EchoProcess.start(List.of(), List.of("-Xmx64m"), "connect", endpoint.toString());
        assertThat(process.firstLine()).isEqualTo("connecting");
        return process;
    }

    // ---- killed and frozen ---------------------------------------------------------------------------------------

    @Test
    @Tag("F-01")
    @Tag("N-05")
    void aProcessThatIsKilledCostsWhatItHadAndTheNextGoesOn() {
        DealerSocket dealer = context.dealer(TestOptions.quick()
                .sendHighWaterMark(100)
                .receiveHighWaterMark(100)
                .build());
        Endpoint bound = dealer.bind(TestTransport.TCP.bindEndpoint());
        Ledger ledger = new Ledger(SEED, 1, 300);
        ReaderPerConnection reader = new ReaderPerConnection(ledger);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> sender = Background.run(() -> {
            while (!over.get()) {
                if (!dealer.trySend(Message.wrap(ledger.next(0)), Duration.ofMillis(50))) {
                    ledger.notSent(0);
                }
            }
        });
        int kills = Scale.of(3);
        for (int i = 0; i <= kills; i++) {
            try (EchoProcess process = connected(bound)) {
                long enough = ledger.received() + 2000;
                while (ledger.received() < enough) {
                    reader.enter(dealer.receive());
                }
                if (i == kills) {
                    over.set(true);
                    sender.join();
                    for (Message message = dealer.tryReceive(Duration.ofSeconds(1));
                            message != null;
                            message = dealer.tryReceive(Duration.ofMillis(300))) {
                        reader.enter(message);
                    }
                } else {
                    process.signal("KILL");
                }
            }
            Until.isTrue("gone", () -> dealer.peers().isEmpty());
        }
        Ledger.Figures figures = ledger.figures();
        System.out.printf("%d kills: of %d messages %s%n", kills, ledger.sent(), figures);
        assertThat(figures.duplicated() + figures.reordered() + figures.damaged())
                .isZero();
        assertThat(figures.gaps()).isLessThanOrEqualTo(2L * kills);
    }

    @Test
    @Tag("F-09")
    @Tag("F-32")
    void aProcessThatIsFrozenForAWhileLosesNothing() {
        DealerSocket dealer = context.dealer(TestOptions.quick()
                .heartbeat(Heartbeat.every(Duration.ofMillis(200)).withTimeout(Duration.ofSeconds(5)))
                .eventListener(events)
                .build());
        Endpoint bound = dealer.bind(TestTransport.TCP.bindEndpoint());
        Ledger ledger = new Ledger(SEED, 1, 300);
        Ledger.Reader reader = ledger.reader();
        try (EchoProcess process = connected(bound)) {
            dealer.awaitPeers(1, Duration.ofSeconds(20));
            process.signal("STOP");
            int messages = 20_000;
            CompletableFuture<Void> sender = Background.run(() -> {
                for (int i = 0; i < messages; i++) {
                    dealer.send(Message.wrap(ledger.next(0)));
                }
            });
            Until.stays("frozen", Duration.ofSeconds(1), () -> dealer.peers().size() == 1);
            process.signal("CONT");
            for (int i = 0; i < messages; i++) {
                reader.enter(dealer.receive().body());
            }
            sender.join();
            ledger.assertPerfect();
            assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
        }
    }

    /** The control: frozen for longer than the timeout, it is given up once, and comes back by itself. */
    @Test
    @Tag("F-09")
    void aProcessThatIsFrozenForTooLongIsGivenUpAndComesBack() {
        DealerSocket dealer = context.dealer(TestOptions.quick()
                .heartbeat(Heartbeat.every(Duration.ofMillis(50)).withTimeout(Duration.ofMillis(500)))
                .eventListener(events)
                .build());
        Endpoint bound = dealer.bind(TestTransport.TCP.bindEndpoint());
        try (EchoProcess process = connected(bound)) {
            dealer.awaitPeers(1, Duration.ofSeconds(20));
            process.signal("STOP");
            Until.isTrue("given up", () -> dealer.peers().isEmpty());
            process.signal("CONT");
            Until.isTrue("back", () -> dealer.peers().size() == 1);
            dealer.send(Message.of("again"));
            assertThat(dealer.receive().text()).isEqualTo("again");
        }
    }

    // ---- short of something --------------------------------------------------------------------------------------

    @Test
    @Tag("F-15")
    @Tag("N-11")
    void aProcessWithoutDescriptorsServesWhomItHasAndAcceptsAgainWhenItCan() {
        try (EchoProcess process = EchoProcess.start(
                List.of("bash", "-c", "ulimit -n 96; exec \"$@\"", "bash"),
                List.of("-Xmx64m"),
                "bind",
                "tcp://127.0.0.1:*")) {
            String endpoint = process.firstLine();
            DealerSocket early = context.dealer(TestOptions.quick().build());
            early.connect(endpoint);
            early.send(Message.of("early"));
            assertThat(early.receive().text()).isEqualTo("early");
            double share;
            List<RawPeer> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < 120; i++) {
                    crowd.add(RawPeer.connect(Endpoint.parse(endpoint)));
                }
                Duration before = process.used();
                long begin = System.nanoTime();
                for (int i = 0; i < 50; i++) {
                    early.send(Message.of("still " + i));
                    assertThat(early.receive().text()).isEqualTo("still " + i);
                }
                Until.stays("exhausted", Duration.ofSeconds(1), process::isAlive);
                share = (double) process.used().minus(before).toNanos() / (System.nanoTime() - begin);
            } finally {
                crowd.forEach(RawPeer::close);
            }
            long freed = System.nanoTime();
            DealerSocket late = context.dealer(TestOptions.quick().build());
            late.connect(endpoint);
            Until.isTrue("accepted", () -> late.peers().stream().anyMatch(peer -> peer.state() == PeerState.CONNECTED));
            System.out.printf(
                    "without descriptors: %.1f %% of a processor; accepts again %d ms after they are back%n",
                    100 * share, (System.nanoTime() - freed) / 1_000_000);
            assertThat(share).isLessThan(0.5);
        }
    }

    @Test
    @Tag("F-16")
    void aProcessWithoutMemoryLosesConnectionsAndNotItsLife() {
        try (EchoProcess process = EchoProcess.start(
                List.of(), List.of("-Xmx24m", "-XX:MaxDirectMemorySize=8m"), "bind", "tcp://127.0.0.1:*")) {
            Endpoint endpoint = Endpoint.parse(process.firstLine());
            List<RawPeer> crowd = new ArrayList<>();
            byte[] half = new byte[3 << 20];
            java.nio.ByteBuffer claim = java.nio.ByteBuffer.allocate(9)
                    .put((byte) 2)
                    .putLong(8 << 20)
                    .flip();
            for (int i = 0; i < 10; i++) {
                RawPeer peer = RawPeer.connect(endpoint);
                crowd.add(peer);
                try {
                    peer.send(Wire.GREETING, Wire.ready("Socket-Type", "DEALER"));
                    peer.sendSome(claim.duplicate(), Duration.ofSeconds(1));
                    peer.sendSome(java.nio.ByteBuffer.wrap(half), Duration.ofSeconds(1));
                } catch (java.io.UncheckedIOException | AssertionError cut) {
                    // there was no memory for it
                }
            }
            crowd.forEach(RawPeer::close);
            DealerSocket good = context.dealer(
                    TestOptions.quick().handshakeTimeout(Duration.ofSeconds(1)).build());
            good.connect(endpoint.toString());
            // its echo goes to its peers in turn, and the ones that are gone may not all have been missed
            Until.isTrue("served", () -> {
                good.send(Message.of("still there"));
                Message echo = good.tryReceive(Duration.ofMillis(200));
                return echo != null && echo.text().equals("still there");
            });
            assertThat(process.isAlive()).isTrue();
        }
    }
}
