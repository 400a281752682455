package io.zmqspring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.ZmqContext;
import io.zmqspring.test.Fault;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.test.FaultProxy.Direction;
import io.zmqspring.test.FrameFault;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.GoodClient;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.ReaderPerConnection;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CURVE over a way that changes, repeats and swaps what it carries, and against those who only want it to calculate. */
@ExtendWith(LeakCheck.class)
@Timeout(40)
class CurveUnderAttackTests {
    private static final long SEED = Scale.seed("CurveUnderAttackTests");
    private static final CurveKeyPair SERVER = CurveKeyPair.generate();
    private static final CurveKeyPair CLIENT = CurveKeyPair.generate();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static SocketOptionsBuilder server() {
        return TestOptions.quick().security(Security.curveServer(SERVER, Authenticator.keys(CLIENT.publicKey())));
    }

    private static SocketOptionsBuilder client() {
        return TestOptions.quick()
                .handshakeTimeout(Duration.ofSeconds(1))
                .security(Security.curveClient(CLIENT, SERVER.publicKey()));
    }

    // ---- what is changed on the way ------------------------------------------------------------------------------

    /** Sends until enough has arrived; whatever arrives must be what was sent, once. */
    private void expectNothingForeign(FaultProxy.Plan plan, int enough) {
        PullSocket pull = context.pull(server().build());
        PushSocket push = context.push(client().build());
        Ledger ledger = new Ledger(SEED, 1, 300);
        ReaderPerConnection reader = new ReaderPerConnection(ledger);
        try (FaultProxy proxy =
                FaultProxy.to(pull.bind(TestTransport.TCP.bindEndpoint()).toString(), SEED, plan)) {
            push.connect(proxy.endpoint());
            while (ledger.received() < enough) {
                if (!push.trySend(Message.wrap(ledger.next(0)), Duration.ofMillis(100))) {
                    ledger.notSent(0);
                }
                for (Message message = pull.tryReceive(); message != null; message = pull.tryReceive()) {
                    reader.enter(message);
                }
            }
            Ledger.Figures figures = ledger.figures();
            assertThat(figures.damaged() + figures.duplicated() + figures.reordered())
                    .as("%s over %d connections", figures, proxy.accepted())
                    .isZero();
            assertThat(proxy.accepted()).as("connections, each fault cost one").isGreaterThan(1);
        }
    }

    @Test
    @Tag("F-12")
    @Tag("A-11")
    void noWrongBitIsEverDelivered() {
        expectNothingForeign(
                (connection, direction) ->
                        direction == Direction.TO_SERVER && connection < 40 ? Fault.flipBitsEvery(3000) : Fault.none(),
                2000);
    }

    static Stream<Fault> framesThatAreNotAsTheyWereSent() {
        return IntStream.of(0, 1, 2, 5)
                .boxed()
                .flatMap(frame -> Stream.of(
                        FrameFault.duplicate(frame),
                        FrameFault.swap(frame),
                        FrameFault.drop(frame),
                        FrameFault.replay(frame, frame + 2)));
    }

    @ParameterizedTest
    @MethodSource("framesThatAreNotAsTheyWereSent")
    @Tag("A-11")
    void noFrameIsDeliveredTwiceOrOutOfOrder(Fault fault) {
        FaultProxy.Plan plan =
                (connection, direction) -> direction == Direction.TO_SERVER && connection < 3 ? fault : Fault.none();
        PullSocket pull = context.pull(server().build());
        PushSocket push = context.push(client().build());
        Ledger ledger = new Ledger(SEED, 1, 300);
        ReaderPerConnection reader = new ReaderPerConnection(ledger);
        try (FaultProxy proxy =
                FaultProxy.to(pull.bind(TestTransport.TCP.bindEndpoint()).toString(), SEED, plan)) {
            push.connect(proxy.endpoint());
            for (int i = 0; i < 30; i++) {
                push.trySend(Message.wrap(ledger.next(0)), Duration.ofSeconds(1));
            }
            for (Message message = pull.tryReceive(Duration.ofMillis(200));
                    message != null;
                    message = pull.tryReceive(Duration.ofMillis(100))) {
                reader.enter(message);
            }
            Ledger.Figures figures = ledger.figures();
            assertThat(figures.damaged() + figures.duplicated() + figures.reordered())
                    .as(figures.toString())
                    .isZero();
            assertThat(figures.lost() > 0 || proxy.accepted() > 1)
                    .as("the fault shows: a frame is missing, or the connection ended; " + figures)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 1000})
    @Tag("F-14")
    @Tag("F-10")
    void aSlowReaderOverAWayInPiecesGetsEverythingOnce(int highWaterMark) {
        int messages = Scale.of(highWaterMark < 100 ? 300 : 2000);
        PullSocket pull =
                context.pull(server().receiveHighWaterMark(highWaterMark).build());
        PushSocket push = context.push(client().sendHighWaterMark(highWaterMark).build());
        Ledger ledger = new Ledger(SEED, 1, 1000);
        Ledger.Reader reader = ledger.reader();
        try (FaultProxy proxy = FaultProxy.to(
                pull.bind(TestTransport.TCP.bindEndpoint()).toString(),
                SEED,
                (connection, direction) -> Fault.chunks(1, 700))) {
            push.connect(proxy.endpoint());
            CompletableFuture<Void> sender = Background.run(() -> {
                for (int i = 0; i < messages; i++) {
                    push.send(Message.wrap(ledger.next(0)));
                }
            });
            for (int i = 0; i < messages; i++) {
                reader.enter(pull.receive().body());
            }
            sender.join();
            ledger.assertPerfect();
        }
    }

    // ---- who only wants us to calculate --------------------------------------------------------------------------

    @Test
    @Tag("A-12")
    @Tag("N-10")
    void aFloodOfHellosKeepsNobodyFromBeingServed() {
        RouterSocket router = context.router(server().build());
        Endpoint endpoint = router.bind(TestTransport.TCP.bindEndpoint());
        CompletableFuture<Void> echo = GoodClient.echo(router);
        try (GoodClient good = new GoodClient(endpoint, client().build())) {
            good.measure(Duration.ofMillis(200));
            GoodClient.Service calm = good.measure(Duration.ofMillis(200));
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong hellos = new AtomicLong();
            CompletableFuture<Void> flood = Background.run(() -> {
                Random random = new Random(SEED);
                while (!over.get()) {
                    hello(endpoint, random);
                    hellos.incrementAndGet();
                }
            });
            GoodClient.Service service;
            try {
                service = good.measure(Duration.ofMillis(500));
            } finally {
                over.set(true);
                flood.join();
            }
            System.out.printf("%d HELLOs in 0.5 s; before: %s; meanwhile: %s%n", hellos.get(), calm, service);
            assertThat(hellos.get()).isGreaterThan(50);
            assertThat(service.trips()).isGreaterThan(50);
            assertThat(service.p99()).isLessThan(Duration.ofMillis(500));
        }
        context.close();
        echo.join();
    }

    /** As a client would begin, with a key that makes the server calculate and a box that does not open. */
    private static void hello(Endpoint endpoint, Random random) {
        byte[] rest = new byte[32 + 8 + 80];
        random.nextBytes(rest);
        rest[31] &= 0x7f;
        byte[] hello = Hex.concat(
                Hex.bytes(Wire.greeting("03 01", "CURVE"), "04 c8 05 48 45 4c 4c 4f 01 00", Hex.repeat("00", 72)),
                rest);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), endpoint.port().orElseThrow())) {
            socket.setSoLinger(true, 0);
            socket.setSoTimeout(100);
            socket.getOutputStream().write(hello);
            socket.getInputStream().readAllBytes();
        } catch (IOException closed) {
            // as it should be
        }
    }
}
