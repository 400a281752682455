package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.test.Fault;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.test.FaultProxy.Answer;
import io.zmqspring.test.FaultProxy.Direction;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network does to a PUSH and a PULL, or a DEALER and a ROUTER, and what they make of it. */
@ExtendWith(LeakCheck.class)
@Timeout(50)
class BadNetworkTests {
    private static final long SEED = Scale.seed("BadNetworkTests");

    private final EventRecorder events = new EventRecorder();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static FaultProxy proxy(Endpoint bound, Fault toServer) {
        return FaultProxy.to(
                bound.toString(),
                SEED,
                (connection, direction) -> direction == Direction.TO_SERVER ? toServer : Fault.none());
    }

    private static SocketOptions quick() {
        return TestOptions.quick().build();
    }

    // ---- half a message ------------------------------------------------------------------------------------------

    @Test
    @Tag("F-02")
    @Tag("F-04")
    void aConnectionThatBreaksInTheMiddleOfAMessageDeliversNothingOfIt() {
        int connections = Scale.of(60);
        byte[] part = new byte[20_000];
        Arrays.fill(part, (byte) 7);
        PullSocket pull = context.pull(quick());
        Endpoint bound = pull.bind(TestTransport.TCP.bindEndpoint());
        FaultProxy.Plan cuts = (connection, direction) -> direction == Direction.TO_SERVER && connection < connections
                ? random -> Fault.cutAfter(100 + random.nextInt(200_000), Fault.End.RESET)
                        .begin(random)
                : Fault.none();
        try (FaultProxy proxy = FaultProxy.to(bound.toString(), SEED, cuts)) {
            PushSocket push = context.push(quick());
            push.connect(proxy.endpoint());
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> sender = Background.run(() -> {
                while (!over.get()) {
                    push.trySend(Message.ofFrames(new byte[] {1}, part, new byte[] {3}), Duration.ofMillis(20));
                }
            });
            int whole = 0;
            while (proxy.accepted() <= connections || whole == 0) {
                Message message = pull.tryReceive(Duration.ofMillis(100));
                if (message != null) {
                    whole++;
                    assertThat(message.frameCount()).isEqualTo(3);
                    assertThat(message.frame(0)).containsExactly(1);
                    assertThat(message.frame(1)).isEqualTo(part);
                    assertThat(message.frame(2)).containsExactly(3);
                }
            }
            over.set(true);
            sender.join();
            System.out.printf("%d connections broken in a message: %d whole ones, no part%n", connections, whole);
        }
    }

    // ---- silence -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("F-07")
    @Tag("N-07")
    void aWayThatIsDeadInOneDirectionIsFoundByBothSides(Direction direction) {
        Duration interval = Duration.ofMillis(30);
        Duration timeout = Duration.ofMillis(300);
        SocketOptionsBuilder beating =
                TestOptions.quick().heartbeat(Heartbeat.every(interval).withTimeout(timeout));
        EventRecorder boundEvents = new EventRecorder();
        PeerSocket binder = context.peer(beating.eventListener(boundEvents).build());
        PeerSocket client = context.peer(
                beating.handshakeTimeout(timeout).eventListener(events).build());
        try (FaultProxy proxy =
                FaultProxy.to(binder.bind(TestTransport.TCP.bindEndpoint()).toString())) {
            int id = client.connect(proxy.endpoint());
            client.send(id, Message.of("before"));
            binder.receive();
            proxy.stall(direction);
            long begin = System.nanoTime();
            events.await(SocketEvent.Disconnected.class);
            boundEvents.await(SocketEvent.Disconnected.class);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            System.out.printf("dead %s: found by both sides after %d ms%n", direction, millis);
            assertThat(millis).isLessThan(interval.plus(timeout).plusSeconds(1).toMillis());
            proxy.resume();
            client.send(id, Message.of("after"));
            assertThat(binder.receive().text()).isEqualTo("after");
        }
    }

    @Test
    @Tag("F-11")
    void aSlowWayIsNotTakenForADeadOne() {
        SocketOptions options = TestOptions.quick()
                .heartbeat(Heartbeat.every(Duration.ofMillis(100)).withTimeout(Duration.ofMillis(1500)))
                .eventListener(events)
                .build();
        PeerSocket binder = context.peer(options);
        PeerSocket client = context.peer(options);
        Fault slow = Fault.throttle(20_000).then(Fault.delay(Duration.ofMillis(100), Duration.ofMillis(200)));
        try (FaultProxy proxy = FaultProxy.to(
                binder.bind(TestTransport.TCP.bindEndpoint()).toString(), SEED, (connection, direction) -> slow)) {
            int id = client.connect(proxy.endpoint());
            for (int i = 0; i < 10; i++) {
                client.send(id, Message.wrap(new byte[1000]));
                binder.receive();
            }
            assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
        }
    }

    @Test
    @Tag("F-31")
    void threadsThatTakeAllTheTimeThereIsMakeNobodyLookDead() {
        SocketOptions options = TestOptions.quick()
                .heartbeat(Heartbeat.every(Duration.ofMillis(100)).withTimeout(Duration.ofSeconds(1)))
                .eventListener(events)
                .build();
        PeerSocket binder = context.peer(options);
        PeerSocket client = context.peer(options);
        int id = client.connect(binder.bind(TestTransport.TCP.bindEndpoint()).toString());
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> busy = IntStream.range(0, 8)
                .mapToObj(i -> Background.run(() -> {
                    while (!over.get()) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
            while (System.nanoTime() - end < 0) {
                client.send(id, Message.of("x"));
                binder.receive();
            }
        } finally {
            over.set(true);
            busy.forEach(CompletableFuture::join);
        }
        assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
    }

    // ---- wrong bits ----------------------------------------------------------------------------------------------

    /** Without a mechanism nobody can tell a wrong bit in a message; but it can do no more than that. */
    @Test
    @Tag("F-12")
    void wrongBitsDamageMessagesOrEndConnectionsAndNothingElse() {
        int messages = Scale.of(3000);
        PullSocket pull =
                context.pull(TestOptions.quick().maxMessageSize(10_000).build());
        Ledger ledger = new Ledger(SEED, 1, 500);
        Ledger.Reader reader = ledger.reader();
        FaultProxy.Plan flips = (connection, direction) ->
                direction == Direction.TO_SERVER && connection < 50 ? Fault.flipBitsEvery(20_000) : Fault.none();
        try (FaultProxy proxy =
                FaultProxy.to(pull.bind(TestTransport.TCP.bindEndpoint()).toString(), SEED, flips)) {
            PushSocket push = context.push(TestOptions.quick()
                    .reconnect(new Reconnect(Duration.ofMillis(2), Duration.ofMillis(10)))
                    .handshakeTimeout(Duration.ofMillis(500))
                    .build());
            push.connect(proxy.endpoint());
            for (int i = 0; i < messages; i++) {
                push.trySend(Message.wrap(ledger.next(0)), Duration.ofSeconds(1));
                for (Message message = pull.tryReceive(); message != null; message = pull.tryReceive()) {
                    reader.enter(message.body());
                }
            }
            for (Message message = pull.tryReceive(Duration.ofMillis(300));
                    message != null;
                    message = pull.tryReceive(Duration.ofMillis(100))) {
                reader.enter(message.body());
            }
            Ledger.Figures figures = ledger.figures();
            System.out.printf("wrong bits: %s over %d connections%n", figures, proxy.accepted());
            assertThat(figures.damaged()).as("the ledger's CRC shows them").isPositive();
            assertThat(figures.duplicated()).isZero();
            assertThat(reader.count()).isGreaterThan(messages / 2);
        }
        try (FaultProxy clean = proxy(pull.boundEndpoints().get(0), Fault.none())) {
            PushSocket push = context.push(quick());
            push.connect(clean.endpoint());
            push.send(Message.of("the socket is as good as before"));
            Message message = pull.receive();
            assertThat(message.text()).isEqualTo("the socket is as good as before");
        }
    }

    // ---- back-pressure -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 1000})
    @Tag("F-14")
    @Tag("F-10")
    void aSlowReaderOverAWayInPiecesGetsEverythingOnce(int highWaterMark) {
        int messages = Scale.of(highWaterMark < 100 ? 300 : 3000);
        SocketOptions options = TestOptions.quick()
                .sendHighWaterMark(highWaterMark)
                .receiveHighWaterMark(highWaterMark)
                .build();
        PullSocket pull = context.pull(options);
        Ledger ledger = new Ledger(SEED, 1, 1000);
        Ledger.Reader reader = ledger.reader();
        try (FaultProxy proxy = proxy(pull.bind(TestTransport.TCP.bindEndpoint()), Fault.chunks(1, 700))) {
            PushSocket push = context.push(options);
            push.connect(proxy.endpoint());
            CompletableFuture<Void> sender = Background.run(() -> {
                for (int i = 0; i < messages; i++) {
                    push.send(Message.wrap(ledger.next(0)));
                }
            });
            for (int i = 0; i < messages; i++) {
                reader.enter(pull.receive().body());
                if (i % 50 == 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                }
            }
            sender.join();
            ledger.assertPerfect();
        }
    }

    // ---- a crowd that comes back ---------------------------------------------------------------------------------

    @Test
    @Tag("F-22")
    @Tag("N-18")
    void aServerThatTurnsItsClientsAwayIsAskedLessAndLessAndHasThemAllBackSoonAfter() {
        int clients = 100;
        RouterSocket server = context.router(quick());
        try (FaultProxy proxy =
                FaultProxy.to(server.bind(TestTransport.TCP.bindEndpoint()).toString())) {
            proxy.answer(Answer.CLOSE);
            List<DealerSocket> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                DealerSocket dealer = context.dealer(
                        SocketOptions.builder().linger(Duration.ZERO).build()); // with the default waits
                dealer.connect(proxy.endpoint());
                all.add(dealer);
            }
            Until.stays(
                    "turned away", Duration.ofSeconds(2), () -> server.peers().isEmpty());
            double each = (double) proxy.accepted() / clients;
            proxy.answer(Answer.PASS);
            long begin = System.nanoTime();
            Until.isTrue("all are back", () -> server.peers().size() == clients);
            System.out.printf(
                    "%d clients turned away for 2 s: %.1f attempts each; all back after %d ms%n",
                    clients, each, (System.nanoTime() - begin) / 1_000_000);
            assertThat(each).isLessThanOrEqualTo(8);
            all.forEach(ZmqSocket::close);
        }
    }

    @Test
    @Tag("N-06")
    void afterAServerIsBackTheFirstMessageComesWithinTheLongestWait() {
        PullSocket pull = context.pull(quick());
        try (FaultProxy proxy =
                FaultProxy.to(pull.bind(TestTransport.TCP.bindEndpoint()).toString())) {
            PushSocket push = context.push(SocketOptions.builder()
                    .linger(Duration.ZERO)
                    .eventListener(events)
                    .build());
            push.connect(proxy.endpoint());
            push.send(Message.of("before"));
            pull.receive();
            proxy.answer(Answer.RESET);
            proxy.reset();
            assertThat(events.await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.CONNECTION_LOST);
            Until.stays("away", Duration.ofMillis(500), () -> pull.peers().isEmpty());
            proxy.answer(Answer.PASS);
            long begin = System.nanoTime();
            push.send(Message.of("after"));
            assertThat(pull.receive().text()).isEqualTo("after");
            long millis = (System.nanoTime() - begin) / 1_000_000;
            System.out.printf("back after an absence of 500 ms: the first message comes after %d ms%n", millis);
            assertThat(millis).isLessThan(2500);
        }
    }

    @Test
    @Tag("A-03")
    void aServerThatAcceptsAndSaysNothingIsGivenUpAndTriedAgain() {
        PullSocket pull = context.pull(quick());
        try (FaultProxy proxy =
                FaultProxy.to(pull.bind(TestTransport.TCP.bindEndpoint()).toString())) {
            proxy.answer(Answer.SILENCE);
            PushSocket push = context.push(
                    TestOptions.quick().handshakeTimeout(Duration.ofMillis(200)).build());
            push.connect(proxy.endpoint());
            Until.isTrue("tried again", () -> proxy.accepted() >= 3);
            proxy.answer(Answer.PASS);
            push.send(Message.of("at last"));
            assertThat(pull.receive().text()).isEqualTo("at last");
        }
    }

    // ---- the system ----------------------------------------------------------------------------------------------

    @Test
    @EnabledOnOs(OS.LINUX)
    @Tag("F-34")
    void aProcessThatWasStartedMeanwhileDoesNotKeepThePort() throws Exception {
        PullSocket pull = context.pull(quick());
        Endpoint bound = pull.bind(TestTransport.TCP.bindEndpoint());
        Process child = new ProcessBuilder("sleep", "30").start();
        try {
            pull.close();
            PullSocket next = context.pull(quick());
            next.bind(bound.toString());
            PushSocket push = context.push(quick());
            push.connect(bound.toString());
            push.send(Message.of("mine again"));
            assertThat(next.receive().text()).isEqualTo("mine again");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
