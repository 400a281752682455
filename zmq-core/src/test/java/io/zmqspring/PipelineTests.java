package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What RFC 30 says of PUSH and PULL and RFC 49 of SCATTER and GATHER, over every transport. */
@ParameterizedClass
@MethodSource("pairs")
@ExtendWith(LeakCheck.class)
class PipelineTests {
    @Parameter(0)
    TestTransport transport;

    @Parameter(1)
    boolean singleFrames;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    static Stream<Arguments> pairs() {
        return Stream.of(TestTransport.values())
                .flatMap(transport -> Stream.of(Arguments.of(transport, false), Arguments.of(transport, true)));
    }

    /** Either sending type, to be told what they have in common. */
    private record Sending(ZmqSocket socket, MessageSender sender) {
        void connect(String endpoint) {
            ((Connectable) socket).connect(endpoint);
        }
    }

    private record Receiving(ZmqSocket socket, MessageReceiver receiver) {
        void connect(String endpoint) {
            ((Connectable) socket).connect(endpoint);
        }

        String next() {
            return receiver.receive().text();
        }
    }

    private Sending sending(SocketOptions options) {
        if (singleFrames) {
            ScatterSocket socket = context.scatter(options);
            return new Sending(socket, socket);
        }
        PushSocket socket = context.push(options);
        return new Sending(socket, socket);
    }

    private Sending sending() {
        return sending(TestOptions.quick().build());
    }

    private Receiving receiving(SocketOptions options) {
        if (singleFrames) {
            GatherSocket socket = context.gather(options);
            return new Receiving(socket, socket);
        }
        PullSocket socket = context.pull(options);
        return new Receiving(socket, socket);
    }

    private Receiving receiving() {
        return receiving(TestOptions.quick().build());
    }

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    @Test
    @Tag("S-PUSH-01")
    @Tag("S-PULL-01")
    @Tag("S-SCATTER-03")
    @Tag("S-GATHER-03")
    @Tag("S-ALL-23")
    void oneSideOnlySendsAndTheOtherOnlyReceives() {
        assertThat(sending().socket()).isNotInstanceOf(MessageReceiver.class);
        assertThat(receiving().socket()).isNotInstanceOf(MessageSender.class);
    }

    @Test
    @Tag("S-PUSH-02")
    @Tag("S-SCATTER-01")
    @Tag("S-SCATTER-02")
    @Tag("S-GATHER-01")
    @Tag("S-ALL-41")
    @Tag("S-ALL-43")
    void messagesGoToThePeersInTurn() {
        Sending sender = sending();
        List<Receiving> receivers = new ArrayList<>();
        for (int peers = 1; peers <= 3; peers++) {
            Receiving more = receiving();
            sender.connect(bind(more.socket()));
            receivers.add(more);
            for (int i = 0; i < peers * 2; i++) {
                sender.sender().send(Message.of("m"));
            }
            for (Receiving receiver : receivers) {
                assertThat(receiver.next()).isEqualTo("m");
                assertThat(receiver.next()).isEqualTo("m");
                assertThat(receiver.receiver().tryReceive()).isNull();
            }
        }
    }

    @Test
    @Tag("S-PULL-02")
    @Tag("S-GATHER-01")
    @Tag("S-ALL-39")
    void messagesAreTakenFromThePeersInTurn() {
        Receiving receiver = receiving();
        String endpoint = bind(receiver.socket());
        for (int i = 0; i < 3; i++) {
            Sending sender = sending();
            sender.connect(endpoint);
            for (int n = 0; n < 3; n++) {
                sender.sender().send(Message.of("" + n));
            }
        }
        Until.isTrue("all have come", () -> receiver.socket().stats().traffic().incomingQueue() == 9);
        List<String> order =
                IntStream.range(0, 9).mapToObj(i -> receiver.next()).toList();
        assertThat(order).containsExactly("0", "0", "0", "1", "1", "1", "2", "2", "2");
    }

    @Test
    @Tag("S-PULL-04")
    @Tag("S-ALL-40")
    @Tag("S-SCATTER-03")
    void aMultipartMessageArrivesWholeOrIsRefused() {
        Sending sender = sending();
        Receiving receiver = receiving();
        sender.connect(bind(receiver.socket()));
        Message parts = Message.ofTexts("1", "", "3");
        if (singleFrames) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sender.sender().send(parts))
                    .withMessageContaining("3 frames");
        } else {
            sender.sender().send(parts);
            assertThat(receiver.receiver().receive().frames()).containsExactlyElementsOf(parts.frames());
        }
        sender.sender().send(Message.of("whole"));
        assertThat(receiver.next()).isEqualTo("whole");
    }

    @Test
    @Tag("S-PUSH-03")
    @Tag("S-PUSH-04")
    @Tag("S-SCATTER-02")
    @Tag("S-ALL-18")
    void withoutAPeerASenderWaitsUntilOneAppears() {
        Sending sender =
                sending(TestOptions.quick().sendTimeout(Duration.ofMillis(20)).build());
        String endpoint = bind(sender.socket());
        assertThat(sender.sender().trySend(Message.of("nobody"))).isFalse();
        assertThatExceptionOfType(ZmqQueueFullException.class)
                .isThrownBy(() -> sender.sender().send(Message.of("nobody")));
        CompletableFuture<Boolean> accepted = waiting(sender, "to who comes");
        Receiving receiver = receiving();
        receiver.connect(endpoint);
        assertThat(receiver.next()).isEqualTo("to who comes");
        assertThat(accepted.join()).isTrue();
        receiver.socket().close();
        Until.isTrue("gone", () -> sender.socket().peers().isEmpty());

        CompletableFuture<Boolean> queued = waiting(sender, "to whom we go");
        Receiving absent = receiving();
        String elsewhere = bind(absent.socket());
        absent.socket().close();
        sender.connect(elsewhere);
        assertThat(queued.join()).as("a connect is a peer to queue for").isTrue();
    }

    private static CompletableFuture<Boolean> waiting(Sending sender, String text) {
        return Background.supply(() -> sender.sender().trySend(Message.of(text), Duration.ofSeconds(10)));
    }

    @Test
    @Tag("S-PUSH-05")
    @Tag("S-ALL-06")
    @Tag("S-ALL-08")
    void aConnectingSenderQueuesUpToItsLimit() {
        Receiving first = receiving();
        String endpoint = bind(first.socket());
        first.socket().close();
        Sending sender = sending(TestOptions.quick().sendHighWaterMark(3).build());
        sender.connect(endpoint);
        for (int i = 0; i < 3; i++) {
            assertThat(sender.sender().trySend(Message.of("" + i))).isTrue();
        }
        assertThat(sender.sender().trySend(Message.of("3"))).isFalse();
        Receiving receiver = receiving();
        receiver.socket().bind(endpoint);
        assertThat(List.of(receiver.next(), receiver.next(), receiver.next())).containsExactly("0", "1", "2");
    }

    @Test
    @Tag("S-PUSH-06")
    @Tag("S-PUSH-08")
    @Tag("S-ALL-09")
    @Tag("S-ALL-10")
    void theQueueOfAPeerThatLeavesGoesWithItAndWhatItSentStays() {
        Sending sender = sending();
        String endpoint = bind(sender.socket());
        Receiving first = receiving();
        first.connect(endpoint);
        sender.sender().send(Message.of("never read"));
        Until.isTrue("arrived", () -> first.socket().stats().traffic().incomingQueue() == 1);
        first.socket().disconnect(endpoint);
        Until.isTrue("gone", () -> sender.socket().peers().isEmpty());
        assertThat(sender.sender().trySend(Message.of("nobody"))).isFalse();
        Receiving second = receiving();
        second.connect(endpoint);
        first.connect(endpoint);
        Until.isTrue("both there", () -> sender.socket().peers().size() == 2);
        assertThat(second.receiver().tryReceive()).isNull();
        assertThat(first.receiver().tryReceive()).isNull();
        sender.sender().send(Message.of("new"));
        sender.sender().send(Message.of("new"));
        assertThat(first.next()).isEqualTo("new");
        assertThat(second.next()).isEqualTo("new");

        Sending leaving =
                sending(TestOptions.quick().linger(Duration.ofSeconds(5)).build());
        Receiving stays = receiving();
        leaving.connect(bind(stays.socket()));
        leaving.sender().send(Message.of("1"));
        leaving.sender().send(Message.of("2"));
        leaving.socket().close();
        Until.isTrue("gone", () -> stays.socket().peers().isEmpty());
        assertThat(List.of(stays.next(), stays.next())).containsExactly("1", "2");
    }

    @Test
    @Tag("S-PULL-03")
    @Tag("S-ALL-42")
    @Tag("S-ALL-05")
    void aPeerThatDoesNotReadIsSkippedAndNothingIsLost() {
        SocketOptions small =
                TestOptions.quick().sendHighWaterMark(2).receiveHighWaterMark(2).build();
        Sending sender = sending(small);
        Receiving deaf = receiving(small);
        Receiving reads = receiving(small);
        sender.connect(bind(deaf.socket()));
        sender.connect(bind(reads.socket()));
        int sent = 200;
        CompletableFuture<Void> sending = Background.run(() -> {
            for (int i = 0; i < sent; i++) {
                sender.sender().send(Message.wrap(new byte[100_000]));
            }
        });
        int received = 0;
        while (!sending.isDone()) {
            received += reads.receiver().tryReceive(Duration.ofMillis(5)) == null ? 0 : 1;
        }
        sending.join();
        assertThat(received).isPositive();
        int late = 0;
        while (received + late < sent) { // now both read
            received += reads.receiver().tryReceive(Duration.ofMillis(5)) == null ? 0 : 1;
            late += deaf.receiver().tryReceive(Duration.ofMillis(5)) == null ? 0 : 1;
        }
        assertThat(late).isLessThan(sent / 2);
        assertThat(deaf.receiver().tryReceive(Duration.ofMillis(50))).isNull();
        assertThat(reads.receiver().tryReceive(Duration.ofMillis(50))).isNull();
    }

    @Test
    @Tag("S-TS-01")
    @Tag("S-TS-02")
    @Tag("S-PUSH-02")
    void manyThreadsLoseAndDoubleNothingAndEveryPeerGetsItsShare() {
        Sending sender = sending(TestOptions.quick().sendHighWaterMark(100_000).build());
        List<Receiving> receivers =
                IntStream.range(0, 3).mapToObj(i -> receiving()).toList();
        receivers.forEach(receiver -> sender.connect(bind(receiver.socket())));
        int threads = 4;
        int each = 3_000;
        var seen = ConcurrentHashMap.<String>newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> readers = receivers.stream()
                .map(receiver -> Background.run(() -> {
                    while (!over.get()) {
                        Message message = receiver.receiver().tryReceive(Duration.ofMillis(20));
                        assertThat(message == null || seen.add(message.text())).isTrue();
                    }
                }))
                .toList();
        IntStream.range(0, threads)
                .mapToObj(t -> Background.run(() -> {
                    for (int i = 0; i < each; i++) {
                        sender.sender().send(Message.of(t + "/" + i));
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);
        try {
            Until.isTrue("all have come", () -> seen.size() == threads * each);
        } finally {
            over.set(true);
        }
        readers.forEach(CompletableFuture::join);
        assertThat(receivers)
                .allSatisfy(receiver -> assertThat(
                                receiver.socket().stats().traffic().deliveredMessages())
                        .isEqualTo(threads * each / 3));
    }
}
