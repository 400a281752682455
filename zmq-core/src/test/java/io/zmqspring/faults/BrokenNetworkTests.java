package io.zmqspring.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.DealerSocket;
import io.zmqspring.DropReason;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.ZmqContext;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.EchoProcess;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Network;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.Shell;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel does to packets between two hosts: one of them is a network namespace with an echo in it. */
@Tag("faults")
@Timeout(120)
class BrokenNetworkTests {
    private static final long SEED = Scale.seed("BrokenNetworkTests");
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final EventRecorder events = new EventRecorder();

    private Network network;
    private ZmqContext context;
    private EchoProcess echo;

    @BeforeEach
    void connect() {
        String why = Shell.noNetworks();
        assumeTrue(why.isEmpty(), why);
        network = new Network();
        context = ZmqContext.create();
    }

    @AfterEach
    void close() {
        if (network != null) {
            context.close();
            if (echo != null) {
                echo.close();
            }
            network.close();
        }
    }

    private DealerSocket dealer(boolean heartbeats) {
        echo = EchoProcess.start(
                BeatingEcho.class,
                List.of(),
                network.prefix(),
                List.of("-Xmx64m"),
                "tcp://" + network.host() + ":*",
                heartbeats ? "" + INTERVAL.toMillis() : "0",
                "" + TIMEOUT.toMillis());
        SocketOptionsBuilder options = TestOptions.quick().eventListener(events);
        if (heartbeats) {
            options = options.heartbeat(Heartbeat.every(INTERVAL).withTimeout(TIMEOUT));
        }
        DealerSocket dealer = context.dealer(options.handshakeTimeout(TIMEOUT).build());
        dealer.connect(echo.firstLine());
        trip(dealer, "before");
        return dealer;
    }

    private static void trip(DealerSocket dealer, String text) {
        dealer.send(Message.of(text));
        assertThat(dealer.receive().text()).isEqualTo(text);
    }

    // ---- nothing comes through -----------------------------------------------------------------------------------

    private enum Partition {
        /** Packets are dropped. */
        BOTH_WAYS(
                List.of("iptables -A INPUT -j DROP", "iptables -A OUTPUT -j DROP"),
                List.of("iptables -F INPUT", "iptables -F OUTPUT")),
        TO_IT(List.of("iptables -A INPUT -j DROP"), List.of("iptables -F INPUT")),
        FROM_IT(List.of("iptables -A OUTPUT -j DROP"), List.of("iptables -F OUTPUT")),
        /** The interface is down for a while. */
        INTERFACE_DOWN(List.of("ip link set eth0 down"), List.of("ip link set eth0 up"));

        private final List<String> commands;
        private final List<String> undo;

        Partition(List<String> commands, List<String> undo) {
            this.commands = commands;
            this.undo = undo;
        }
    }

    private void there(List<String> commands) {
        commands.forEach(command -> network.there(command.split(" ")));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("F-05")
    @Tag("F-06")
    @Tag("F-07")
    @Tag("N-06")
    @Tag("N-07")
    void aPartitionIsFoundInTimeAndOverSoonAfterItIs(Partition partition) {
        DealerSocket dealer = dealer(true);
        there(partition.commands);
        long begin = System.nanoTime();
        events.await(SocketEvent.Disconnected.class);
        long found = (System.nanoTime() - begin) / 1_000_000;
        Until.stays("parted", Duration.ofSeconds(5), () -> dealer.tryReceive() == null);
        there(partition.undo);
        begin = System.nanoTime();
        trip(dealer, "after");
        System.out.printf(
                "%s for 5 s and more: found after %d ms, first message %d ms after its end%n",
                partition, found, (System.nanoTime() - begin) / 1_000_000);
        assertThat(found).isLessThan(INTERVAL.plus(TIMEOUT).plusSeconds(1).toMillis());
        assertThat(dealer.stats().reconnects()).isEqualTo(1);
    }

    /** The control. */
    @Test
    @Tag("F-05")
    @Tag("F-06")
    void aPartitionIsNotFoundWithoutHeartbeats() {
        DealerSocket dealer = dealer(false);
        there(Partition.BOTH_WAYS.commands);
        Until.stays("parted", INTERVAL.plus(TIMEOUT).plusSeconds(2), () -> dealer.tryReceive() == null);
        assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
    }

    // ---- something comes through ---------------------------------------------------------------------------------

    @Test
    @Tag("F-11")
    void aNarrowWayIsNotTakenForADeadOne() {
        DealerSocket dealer = dealer(true);
        Shell.run(
                "tc",
                "qdisc",
                "add",
                "dev",
                network.cable(),
                "root",
                "tbf",
                "rate",
                "64kbit",
                "burst",
                "1600",
                "latency",
                "2s");
        network.there(
                "tc", "qdisc", "add", "dev", "eth0", "root", "tbf", "rate", "64kbit", "burst", "1600", "latency", "2s");
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int trips = 0;
        while (System.nanoTime() - end < 0) {
            Ledger ledger = new Ledger(SEED + trips, 1, 5000);
            Ledger.Reader reader = ledger.reader();
            dealer.send(Message.wrap(ledger.next(0)));
            reader.enter(dealer.receive().body());
            ledger.assertPerfect();
            trips++;
        }
        System.out.printf("64 kbit/s for 30 s: %d round trips of up to 5,000 octets, nobody taken for dead%n", trips);
        assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
    }

    @Test
    @Tag("F-12")
    void packetsThatAreLostMakeItSlowerAndNothingElse() {
        DealerSocket dealer = dealer(true);
        double whole = tripsPerSecond(dealer);
        there(List.of("iptables -A INPUT -m statistic --mode random --probability 0.05 -j DROP"));
        double lossy = tripsPerSecond(dealer);
        System.out.printf("5 %% of the packets lost: %.0f round trips/s instead of %.0f, all perfect%n", lossy, whole);
        assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
        assertThat(lossy).as("the control: the packets are lost").isLessThan(whole / 2);
    }

    private static double tripsPerSecond(DealerSocket dealer) {
        Ledger ledger = new Ledger(SEED, 1, 3000);
        Ledger.Reader reader = ledger.reader();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < Duration.ofSeconds(8).toNanos()) {
            dealer.send(Message.wrap(ledger.next(0)));
            reader.enter(dealer.receive().body());
        }
        ledger.assertPerfect();
        return ledger.sent() * 1e9 / (System.nanoTime() - begin);
    }

    @Test
    @Tag("F-04")
    void connectionsThatTheKernelAbortsCostOnlyWhatWasOnItsWay() {
        DealerSocket dealer = dealer(true);
        Ledger ledger = new Ledger(SEED, 1, 500);
        Ledger.Reader reader = ledger.reader();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> sender = Background.run(() -> {
            while (!over.get()) {
                if (!dealer.trySend(Message.wrap(ledger.next(0)), Duration.ofMillis(50))) {
                    ledger.notSent(0);
                }
                LockSupport.parkNanos(50_000); // or the kernels hold a hundred thousand of them
            }
        });
        int kills = 0;
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        long nextKill = System.nanoTime();
        while (System.nanoTime() - end < 0) {
            if (System.nanoTime() - nextKill > 0) {
                Shell.run("ss", "-K", "dst", network.host());
                kills++;
                nextKill = System.nanoTime() + Duration.ofMillis(100).toNanos();
            }
            Message message = dealer.tryReceive(Duration.ofMillis(20));
            if (message != null) {
                reader.enter(message.body());
            }
        }
        over.set(true);
        sender.join();
        for (Message message = dealer.tryReceive(Duration.ofSeconds(1));
                message != null;
                message = dealer.tryReceive(Duration.ofMillis(300))) {
            reader.enter(message.body());
        }
        Ledger.Figures figures = ledger.figures();
        System.out.printf(
                "%d connections aborted in 20 s, %d made again: of %d messages there and back %s, %d of them known%n",
                kills,
                dealer.stats().reconnects(),
                ledger.sent(),
                figures,
                dealer.stats().dropped(DropReason.CONNECTION_LOST));
        assertThat(dealer.stats().reconnects()).isGreaterThan(20);
        assertThat(figures.duplicated() + figures.reordered() + figures.damaged())
                .isZero();
        assertThat(figures.gaps()).isLessThanOrEqualTo(2L * kills);
        assertThat(ledger.received()).isGreaterThan(ledger.sent() / 10);
    }
}
