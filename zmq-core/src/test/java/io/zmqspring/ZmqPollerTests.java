package io.zmqspring;

import static io.zmqspring.ZmqPoller.Interest.READABLE;
import static io.zmqspring.ZmqPoller.Interest.WRITABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.ZmqPoller.Ready;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
@Timeout(30)
class ZmqPollerTests {
    private static final Duration WAIT = Duration.ofSeconds(10);

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final ZmqPoller<String> poller = context.poller();

    private final PullSocket pull = context.pull(options());
    private final PushSocket push = context.push(options());

    private static SocketOptions options() {
        return TestOptions.quick().build();
    }

    private void connect(TestTransport transport) {
        push.connect(pull.bind(transport.bindEndpoint()).toString());
        push.awaitPeers(1, WAIT);
    }

    private static List<String> names(List<Ready<String>> ready) {
        return ready.stream().map(Ready::attachment).toList();
    }

    // ---- reading -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("P-021")
    @Tag("P-024")
    @Tag("P-031")
    void aSocketIsReadyUntilItIsDrained(TestTransport transport) {
        connect(transport);
        poller.add(pull, "work", READABLE);
        push.send(Message.of("a"));
        push.send(Message.of("b"));
        for (String expected : List.of("a", "b")) {
            for (int again = 0; again < 3; again++) {
                assertThat(poller.await(WAIT)).containsExactly(new Ready<>(pull, "work", true, false, false));
            }
            assertThat(pull.receive().text()).isEqualTo(expected);
        }
        assertThat(poller.await(Duration.ZERO)).isEmpty();
    }

    /** Every message is found although the wait and the arrival race with each other. */
    @ParameterizedTest
    @EnumSource
    void noMessageIsMissed(TestTransport transport) {
        connect(transport);
        poller.add(pull, "work", READABLE);
        CompletableFuture<Void> sending = Background.run(() -> {
            for (int i = 0; i < 5_000; i++) {
                push.send(Message.of("" + i));
            }
        });
        for (int i = 0; i < 5_000; i++) {
            assertThat(poller.await(WAIT)).hasSize(1);
            assertThat(pull.tryReceive()).extracting(Message::text).isEqualTo("" + i);
        }
        sending.join();
    }

    @Test
    @Tag("P-021")
    @Tag("P-028")
    void allThatAreReadyAreReturnedAndNotMoreThanWanted() {
        List<PullSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            PullSocket socket = context.pull(options());
            PushSocket to = context.push(options());
            to.connect(socket.bind("inproc://many-" + i).toString());
            to.send(Message.of("x"));
            sockets.add(socket);
            poller.add(socket, "" + i, READABLE);
        }
        assertThat(names(poller.await(WAIT))).containsExactly("0", "1", "2", "3", "4");
        assertThat(names(poller.await(WAIT, 1))).containsExactly("0");
        assertThat(names(poller.await(WAIT, 3))).as("in turn").containsExactly("1", "2", "3");
        assertThat(names(poller.await(WAIT, 3))).containsExactly("4", "0", "1");
        sockets.get(2).receive();
        assertThat(names(poller.await(WAIT))).containsExactly("3", "4", "0", "1");
    }

    @Test
    @Tag("P-022")
    void aTimeoutOfZeroOnlyLooksAndOthersAreWaitedFor() {
        poller.add(pull, "work", READABLE);
        assertThat(poller.await(Duration.ZERO)).isEmpty();
        long start = System.nanoTime();
        assertThat(poller.await(Duration.ofMillis(50))).isEmpty();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
        connect(TestTransport.TCP);
        CompletableFuture<List<Ready<String>>> waiting = Background.supply(() -> poller.await(SocketOptions.FOREVER));
        push.send(Message.of("at last"));
        assertThat(names(waiting.join())).containsExactly("work");
    }

    /** Its turn decides, not what has arrived. */
    @Test
    void aRepThatOwesAnAnswerIsNotReadable() {
        RepSocket rep = context.rep(options());
        String endpoint = rep.bind("inproc://turns").toString();
        for (int i = 0; i < 2; i++) {
            ReqSocket req = context.req(options());
            req.connect(endpoint);
            req.send(Message.of("" + i));
        }
        poller.add(rep, "rep", READABLE, WRITABLE);
        assertThat(poller.await(WAIT)).containsExactly(new Ready<>(rep, "rep", true, false, false));
        rep.receive();
        assertThat(poller.await(WAIT)).containsExactly(new Ready<>(rep, "rep", false, true, false));
        rep.send(Message.of("A"));
        assertThat(poller.await(WAIT)).containsExactly(new Ready<>(rep, "rep", true, false, false));
    }

    @Test
    void aReqIsWritableThenReadable() {
        RepSocket rep = context.rep(options());
        ReqSocket req = context.req(options());
        req.connect(rep.bind("tcp://127.0.0.1:*").toString());
        poller.add(req, "req", READABLE, WRITABLE);
        assertThat(poller.await(WAIT)).containsExactly(new Ready<>(req, "req", false, true, false));
        req.send(Message.of("q"));
        assertThat(poller.await(Duration.ZERO)).isEmpty();
        rep.receive();
        rep.send(Message.of("a"));
        assertThat(poller.await(WAIT)).containsExactly(new Ready<>(req, "req", true, false, false));
    }

    @Test
    void subscriptionsMakeAnXpubReadable() {
        XPubSocket xpub = context.xpub(options());
        poller.add(xpub, "xpub", READABLE);
        SubSocket sub = context.sub(options());
        sub.subscribe("a");
        sub.connect(xpub.bind("tcp://127.0.0.1:*").toString());
        assertThat(names(poller.await(WAIT))).containsExactly("xpub");
        xpub.receive();
        assertThat(poller.await(Duration.ZERO)).isEmpty();
    }

    // ---- writing -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("P-023")
    void aSocketIsWritableWhileAPeerHasRoom(TestTransport transport) {
        poller.add(push, "push", READABLE, WRITABLE);
        assertThat(poller.await(Duration.ZERO)).as("no peer yet").isEmpty();
        connect(transport);
        assertThat(poller.await(WAIT)).containsExactly(new Ready<>(push, "push", false, true, false));
        while (push.trySend(Message.of("x".repeat(100_000)))) {
            // until all queues are full
        }
        CompletableFuture<List<Ready<String>>> waiting = Background.supply(() -> poller.await(WAIT));
        while (!waiting.isDone()) {
            pull.tryReceive();
        }
        assertThat(waiting.join()).containsExactly(new Ready<>(push, "push", false, true, false));
    }

    @Test
    void whoOnlyReceivesIsNeverWritableAndWhoNeverWaitsAlwaysIs() {
        poller.add(pull, "pull", READABLE, WRITABLE);
        poller.add(context.sub(), "sub", READABLE, WRITABLE);
        assertThat(poller.await(Duration.ZERO)).isEmpty();
        poller.add(context.pub(), "pub", WRITABLE);
        poller.add(
                context.router(TestOptions.quick().router(RouterOptions.LENIENT).build()), "router", WRITABLE);
        poller.add(context.peer(), "peer", WRITABLE);
        poller.add(context.radio(), "radio", WRITABLE);
        assertThat(names(poller.await(Duration.ZERO))).containsExactly("pub", "router", "peer", "radio");
    }

    // ---- registrations -------------------------------------------------------------------------------------------

    @Test
    @Tag("P-026")
    @Tag("P-027")
    @Tag("P-032")
    void eachSocketIsRegisteredOnce() {
        assertThat(poller.size()).isZero();
        poller.add(pull, "pull");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.add(pull, "again", READABLE))
                .withMessageContaining("registered already");
        assertThat(poller.size()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.modify(push, WRITABLE))
                .withMessageContaining("not registered");
        assertThatIllegalArgumentException().isThrownBy(() -> poller.remove(push));
        poller.remove(pull);
        assertThat(poller.size()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> poller.remove(pull));
    }

    @Test
    @Tag("P-023")
    void whatIsNotAskedForIsNotReported() {
        connect(TestTransport.INPROC);
        poller.add(pull, "pull");
        push.send(Message.of("a"));
        assertThat(poller.await(Duration.ZERO)).isEmpty();
        poller.modify(pull, READABLE);
        assertThat(names(poller.await(WAIT))).containsExactly("pull");
        poller.modify(pull);
        assertThat(poller.await(Duration.ZERO)).isEmpty();
    }

    @Test
    @Tag("P-029")
    void refusesToWaitForEverForNothing() {
        assertThatExceptionOfType(ZmqStateException.class)
                .isThrownBy(() -> poller.await(SocketOptions.FOREVER))
                .withMessageContaining("nothing to wait for");
        poller.add(pull, "pull");
        assertThatExceptionOfType(ZmqStateException.class).isThrownBy(() -> poller.await(SocketOptions.FOREVER));
        assertThat(poller.await(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    @Tag("P-030")
    void refusesToReturnLessThanOne() {
        poller.add(pull, "pull", READABLE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> poller.await(WAIT, 0))
                .withMessage("most=0 < 1");
    }

    @Test
    void aSocketAddedOrModifiedWhileAnotherThreadWaitsIsWaitedFor() {
        connect(TestTransport.INPROC);
        push.send(Message.of("a"));
        poller.add(context.pull(), "other", READABLE);
        CompletableFuture<List<Ready<String>>> waiting = Background.supply(() -> poller.await(SocketOptions.FOREVER));
        poller.add(pull, "added");
        poller.modify(pull, READABLE);
        assertThat(names(waiting.join())).containsExactly("added");
    }

    @Test
    @Tag("P-033")
    void aSocketCanBeInSeveralPollersAndInUse() {
        connect(TestTransport.TCP);
        ZmqPoller<String> second = context.poller();
        poller.add(pull, "first", READABLE);
        second.add(pull, "second", READABLE);
        CompletableFuture<Message> used = Background.supply(pull::receive);
        CompletableFuture<List<Ready<String>>> other = Background.supply(() -> second.await(WAIT));
        push.send(Message.of("a"));
        push.send(Message.of("b"));
        assertThat(names(poller.await(WAIT))).containsExactly("first");
        assertThat(names(other.join())).containsExactly("second");
        List<String> both =
                new ArrayList<>(List.of(used.join().text(), pull.receive().text()));
        Collections.sort(both);
        assertThat(both).containsExactly("a", "b");
    }

    // ---- ends ----------------------------------------------------------------------------------------------------

    @Test
    @Tag("P-021")
    void aClosedSocketIsReportedOnce() {
        poller.add(pull, "pull", READABLE);
        CompletableFuture<List<Ready<String>>> waiting = Background.supply(() -> poller.await(SocketOptions.FOREVER));
        pull.close();
        assertThat(waiting.join()).containsExactly(new Ready<>(pull, "pull", false, false, true));
        assertThat(poller.size()).isZero();
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> poller.add(pull, "pull", READABLE));
    }

    @Test
    @Tag("P-021")
    void closingTheContextEndsTheWait() {
        poller.add(pull, "pull", READABLE);
        CompletableFuture<Void> loop = Background.run(() -> {
            while (true) {
                poller.await(SocketOptions.FOREVER)
                        .forEach(ready -> assertThat(ready.closed()).isTrue());
                poller.add(context.pull(), "next", READABLE);
            }
        });
        context.close();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(loop::join)
                .withCauseInstanceOf(ZmqClosedException.class);
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> poller.await(Duration.ZERO));
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(context::poller);
    }

    @Test
    void closingThePollerEndsTheWaitAndNoSocket() {
        connect(TestTransport.INPROC);
        poller.add(pull, "pull", READABLE);
        CompletableFuture<List<Ready<String>>> waiting = Background.supply(() -> poller.await(SocketOptions.FOREVER));
        poller.close();
        poller.close();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(waiting::join)
                .withCauseInstanceOf(ZmqClosedException.class);
        push.send(Message.of("a"));
        assertThat(pull.receive().text()).isEqualTo("a");
    }

    @Test
    void aWakeUpEndsThePresentWaitOrTheNext() {
        poller.add(pull, "pull", READABLE);
        poller.wakeUp();
        assertThat(poller.await(SocketOptions.FOREVER)).isEmpty();
        CompletableFuture<List<Ready<String>>> waiting = Background.supply(() -> poller.await(SocketOptions.FOREVER));
        poller.wakeUp();
        assertThat(waiting.join()).isEmpty();
    }

    @Test
    @Tag("O-ERR-04")
    void anInterruptEndsTheWaitAndNothingElse() {
        connect(TestTransport.INPROC);
        poller.add(pull, "pull", READABLE);
        assertThat(Background.supply(() -> {
                            Thread.currentThread().interrupt();
                            assertThatExceptionOfType(ZmqInterruptedException.class)
                                    .isThrownBy(() -> poller.await(SocketOptions.FOREVER));
                            return Thread.interrupted();
                        })
                        .join())
                .isTrue();
        push.send(Message.of("a"));
        assertThat(names(poller.await(WAIT))).containsExactly("pull");
    }

    // ---- channels ------------------------------------------------------------------------------------------------

    @Test
    @Tag("P-034")
    void channelsArePolledBesideSockets() throws IOException {
        connect(TestTransport.TCP);
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            sink.configureBlocking(false);
            poller.add(pull, "socket", READABLE);
            poller.add(source, "source", READABLE);
            assertThat(poller.await(Duration.ZERO)).isEmpty();

            sink.write(ByteBuffer.wrap(new byte[1]));
            assertThat(poller.await(WAIT)).containsExactly(new Ready<>(source, "source", true, false, false));
            assertThat(poller.await(WAIT)).as("level-triggered").hasSize(1);
            push.send(Message.of("a"));
            while (poller.await(WAIT).size() < 2) {
                // until it has arrived
            }
            source.read(ByteBuffer.allocate(9));
            assertThat(names(poller.await(WAIT))).containsExactly("socket");

            poller.add(sink, "sink", WRITABLE);
            assertThat(names(poller.await(WAIT))).containsExactlyInAnyOrder("socket", "sink");
            assertThatIllegalArgumentException().isThrownBy(() -> poller.add(sink, "sink", WRITABLE));
            poller.remove(sink);
            poller.add(sink, "again", WRITABLE);
            assertThat(names(poller.await(WAIT))).containsExactlyInAnyOrder("socket", "again");
        }
        assertThat(poller.await(WAIT)).filteredOn(Ready::closed).hasSize(2);
        assertThat(poller.size()).isEqualTo(1);
    }

    @Test
    @Tag("P-034")
    void aListeningChannelIsReadableWhenSomebodyConnects() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            poller.add(server, "server", READABLE);
            CompletableFuture<List<Ready<String>>> waiting =
                    Background.supply(() -> poller.await(SocketOptions.FOREVER));
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                assertThat(names(waiting.join())).containsExactly("server");
                assertThat(client.isConnected()).isTrue();
            }
        }
    }
}
