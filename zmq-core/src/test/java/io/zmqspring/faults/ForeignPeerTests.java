package io.zmqspring.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.DealerSocket;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.ZmqContext;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.test.Fault;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.EchoProcess;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Python;
import io.zmqspring.testkit.ReaderPerConnection;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.zeromq.ZContext;

/** The faults again with another library's echo at the other end of the bad way. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(50)
@Tag("F-36")
class ForeignPeerTests {
    private static final long SEED = Scale.seed("ForeignPeerTests");
    private static final int MANY = 1000;

    enum Library {
        LIBZMQ,
        JEROMQ;

        EchoProcess echo(String endpoint, int highWaterMark, Duration heartbeat, Duration timeout) {
            String[] arguments = {
                endpoint,
                Integer.toString(highWaterMark),
                Long.toString(heartbeat.toMillis()),
                Long.toString(timeout.toMillis())
            };
            EchoProcess echo;
            if (this == LIBZMQ) {
                assumeTrue(Python.hasZmq(), Python.MISSING);
                echo = EchoProcess.of(Python.start(ForeignPeerTests.class, "libzmq_echo.py", arguments));
            } else {
                echo = EchoProcess.start(
                        JeroMqEcho.class, List.of(ZContext.class), List.of(), List.of("-Xmx64m"), arguments);
            }
            assertThat(echo.firstLine()).isEqualTo("connecting");
            return echo;
        }
    }

    @Parameter
    Library library;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder events = new EventRecorder();
    private final Ledger ledger = new Ledger(SEED, 1, 600);

    private SocketOptionsBuilder options(Duration heartbeat, Duration timeout) {
        return TestOptions.quick()
                .heartbeat(Heartbeat.every(heartbeat).withTimeout(timeout))
                .eventListener(events);
    }

    private static String bind(DealerSocket dealer) {
        return dealer.bind(TestTransport.TCP.bindEndpoint()).toString();
    }

    /** Sends so many and reads their echoes, resting now and then; everything comes once and in order. */
    private void expectAll(DealerSocket dealer, int messages, long restNanos) {
        Ledger.Reader reader = ledger.reader();
        CompletableFuture<Void> sender = Background.run(() -> {
            for (int i = 0; i < messages; i++) {
                dealer.send(Message.wrap(ledger.next(0)));
            }
        });
        for (int i = 0; i < messages; i++) {
            reader.enter(dealer.receive().body());
            if (restNanos > 0 && i % 20 == 0) {
                LockSupport.parkNanos(restNanos);
            }
        }
        sender.join();
        ledger.assertPerfect();
        assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
    }

    // ---- F-10, F-14 ----------------------------------------------------------------------------------------------

    private void overAWayInPieces(int highWaterMark, int messages, long restNanos) {
        Duration second = Duration.ofSeconds(1);
        DealerSocket dealer = context.dealer(options(second, second.multipliedBy(10))
                .sendHighWaterMark(highWaterMark)
                .receiveHighWaterMark(highWaterMark)
                .build());
        try (FaultProxy proxy = FaultProxy.to(bind(dealer), SEED, (connection, direction) -> Fault.chunks(1, 70));
                EchoProcess echo = library.echo(proxy.endpoint(), highWaterMark, second, second.multipliedBy(10))) {
            expectAll(dealer, messages, restNanos);
            assertThat(echo.isAlive()).isTrue();
        }
    }

    @Test
    @Tag("F-10")
    void getsAndGivesEverythingOnceOverAWayInPieces() {
        overAWayInPieces(MANY, Scale.of(1000), 0);
    }

    @Test
    @Tag("F-14")
    void getsAndGivesEverythingOnceToASlowReaderWithLittleRoom() {
        overAWayInPieces(2, Scale.of(500), 200_000);
    }

    @Test
    @Tag("faults")
    @Tag("F-10")
    @Tag("F-14")
    void getsAndGivesEverythingOnceWithAnyRoomForLong() {
        for (int highWaterMark : new int[] {1, 100, MANY}) {
            try (ZmqContext another = ZmqContext.create()) {
                DealerSocket dealer = another.dealer(TestOptions.quick()
                        .sendHighWaterMark(highWaterMark)
                        .receiveHighWaterMark(highWaterMark)
                        .build());
                try (FaultProxy proxy =
                                FaultProxy.to(bind(dealer), SEED, (connection, direction) -> Fault.chunks(1, 700));
                        EchoProcess echo = library.echo(
                                proxy.endpoint(), highWaterMark, Duration.ofSeconds(1), Duration.ofSeconds(10))) {
                    expectAll(dealer, Scale.of(5000), 50_000);
                    assertThat(echo.isAlive()).isTrue();
                }
            }
        }
    }

    // ---- F-05 ----------------------------------------------------------------------------------------------------

    @Test
    @Tag("F-05")
    void isFoundGoneWhenNothingComesThroughAndComesBack() {
        Duration interval = Duration.ofMillis(50);
        Duration timeout = Duration.ofMillis(500);
        DealerSocket dealer = context.dealer(options(interval, timeout).build());
        try (FaultProxy proxy = FaultProxy.to(bind(dealer));
                EchoProcess echo = library.echo(proxy.endpoint(), MANY, interval, timeout)) {
            dealer.send(Message.of("before"));
            assertThat(dealer.receive().text()).isEqualTo("before");
            Instant heard =
                    dealer.peers().get(0).lastTraffic(); // JeroMQ is a 3.0 peer: it sends PINGs, and is sent none
            Until.isTrue(
                    "heartbeats",
                    () -> dealer.peers().get(0).lastTraffic().isAfter(heard.plus(interval.multipliedBy(3))));
            proxy.stall();
            long begin = System.nanoTime();
            events.await(SocketEvent.Disconnected.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(interval.plus(timeout).plusSeconds(1));
            Until.isTrue("gone", () -> dealer.peers().isEmpty());
            proxy.resume();
            Until.isTrue("back", () -> {
                dealer.trySend(Message.of("after"), Duration.ofMillis(100));
                Message message = dealer.tryReceive(Duration.ofMillis(100));
                return message != null && message.text().equals("after");
            });
            assertThat(echo.isAlive()).isTrue();
        }
    }

    // ---- F-01, F-09 ----------------------------------------------------------------------------------------------

    private void frozenFor(Duration time) {
        Duration second = Duration.ofSeconds(1);
        DealerSocket dealer =
                context.dealer(options(second, time.plusSeconds(5)).build());
        try (EchoProcess echo = library.echo(bind(dealer), MANY, second, time.plusSeconds(5))) {
            dealer.awaitPeers(1, Duration.ofSeconds(20));
            echo.signal("STOP");
            CompletableFuture<Void> thaw = Background.run(() -> {
                Until.stays("frozen", time, echo::isAlive);
                echo.signal("CONT");
            });
            expectAll(dealer, Scale.of(5000), 0);
            thaw.join();
        }
    }

    @Test
    @Tag("F-09")
    void losesNothingWhileItIsFrozenForAMoment() {
        frozenFor(Duration.ofMillis(500));
    }

    @Test
    @Tag("faults")
    @Tag("F-09")
    void losesNothingWhileItIsFrozenForSomeSeconds() {
        frozenFor(Duration.ofSeconds(5));
    }

    private void killed(int kills) {
        DealerSocket dealer =
                context.dealer(TestOptions.quick().eventListener(events).build());
        String endpoint = bind(dealer);
        ReaderPerConnection reader = new ReaderPerConnection(ledger);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> sender = Background.run(() -> {
            while (!over.get()) {
                if (!dealer.trySend(Message.wrap(ledger.next(0)), Duration.ofMillis(50))) {
                    ledger.notSent(0);
                }
                LockSupport.parkNanos(20_000);
            }
        });
        Duration second = Duration.ofSeconds(1);
        for (int i = 0; i < kills; i++) {
            try (EchoProcess echo = library.echo(endpoint, MANY, second, second)) {
                long enough = ledger.received() + 500;
                while (ledger.received() < enough) {
                    reader.enter(dealer.receive());
                }
                echo.signal("KILL");
            }
            Until.isTrue("gone", () -> dealer.peers().isEmpty());
        }
        over.set(true);
        sender.join();
        for (Message message = dealer.tryReceive(); message != null; message = dealer.tryReceive()) {
            reader.enter(message);
        }
        Ledger.Figures figures = ledger.figures();
        System.out.printf("%d kills of %s: of %d messages %s%n", kills, library, ledger.sent(), figures);
        assertThat(figures.duplicated() + figures.reordered() + figures.damaged())
                .isZero();
        assertThat(figures.gaps()).isLessThanOrEqualTo(2L * kills);
    }

    @Test
    @Tag("F-01")
    void isKilledAndTheNextGoesOn() {
        killed(2);
    }

    @Test
    @Tag("faults")
    @Tag("F-01")
    void isKilledManyTimesAndTheNextGoesOn() {
        killed(20);
    }
}
