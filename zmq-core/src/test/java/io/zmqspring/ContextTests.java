package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a context promises to those who share it. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class ContextTests {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static SocketOptions options() {
        return TestOptions.quick().build();
    }

    @Test
    @Tag("P-001")
    void twoContextsKnowNothingOfEachOther() {
        try (ZmqContext one = ZmqContext.create()) {
            ZmqContext two = ZmqContext.create();
            PullSocket here = one.pull(options());
            PullSocket there = two.pull(options());
            here.bind("inproc://same-name");
            there.bind("inproc://same-name");
            PushSocket push = two.push(options());
            push.connect("inproc://same-name");
            push.send(Message.of("a"));
            assertThat(there.receive().text()).isEqualTo("a");
            assertThat(here.tryReceive()).isNull();
            two.close();
            PushSocket other = one.push(options());
            other.connect("inproc://same-name");
            other.send(Message.of("b"));
            assertThat(here.receive().text()).isEqualTo("b");
        }
    }

    /** One call does what libzmq's shutdown and term do: it ends the calls of all threads, then closes their sockets. */
    @Test
    @Tag("P-002")
    @Tag("P-004")
    void closingEndsWaitingCallsOfOtherThreadsAndRefusesNewSockets() {
        ZmqContext context = ZmqContext.create();
        PullSocket pull = context.pull();
        PushSocket push = context.push();
        List<CompletableFuture<Void>> calls = List.of(
                Background.run(pull::receive),
                Background.run(() -> push.send(Message.of("to nobody"))),
                Background.run(() -> push.awaitPeers(1, SocketOptions.FOREVER)));
        context.close();
        for (CompletableFuture<Void> call : calls) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(call::join)
                    .withCauseInstanceOf(ZmqClosedException.class);
        }
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(context::pull);
        pull.close();
        push.close();
    }

    @Test
    @Tag("P-003")
    void closingWaitsForWhatLingers() {
        try (ZmqContext receiving = ZmqContext.create()) {
            PullSocket pull = receiving.pull(options());
            String endpoint = pull.bind("tcp://127.0.0.1:*").toString();
            ZmqContext sending = ZmqContext.create();
            PushSocket push = sending.push(TestOptions.quick().linger(WAIT).build());
            push.connect(endpoint);
            for (int i = 0; i < 500; i++) {
                push.send(Message.of("" + i));
            }
            assertThat(sending.close(WAIT)).isEqualTo(CloseReport.CLEAN);
            for (int i = 0; i < 500; i++) {
                assertThat(pull.receive().text()).isEqualTo("" + i);
            }
        }
    }

    @Test
    @Tag("P-005")
    void closingAgainChangesNothing() {
        ZmqContext context = ZmqContext.create();
        context.pull();
        context.close();
        context.close();
        assertThat(context.close(Duration.ZERO)).isEqualTo(CloseReport.CLEAN);
        assertThat(context.isClosed()).isTrue();
    }

    @Test
    @Tag("P-006")
    @Tag("P-007")
    void threadsComeWithTheirFirstUseAndGoWithTheContext() {
        LeakCheck before = LeakCheck.baseline();
        int threads = LeakCheck.threads().size();
        ZmqContext context = ZmqContext.create();
        assertThat(LeakCheck.threads()).hasSize(threads);
        PullSocket pull = context.pull(options());
        pull.bind("inproc://no-thread-needed");
        assertThat(LeakCheck.threads()).hasSize(threads);
        pull.bind("tcp://127.0.0.1:*");
        assertThat(LeakCheck.threads()).hasSize(threads + 1);
        context.poller();
        pull.onMessage(Runnable::run, message -> {});
        context.close();
        before.verify();
    }

    @Test
    @Tag("P-008")
    void isUsedByManyThreadsAtOnce() {
        try (ZmqContext context = ZmqContext.create()) {
            List<CompletableFuture<Void>> all = IntStream.range(0, 20)
                    .mapToObj(number -> Background.run(() -> {
                        try (PullSocket pull = context.pull(options());
                                PushSocket push = context.push(options())) {
                            push.connect(pull.bind("inproc://thread-" + number).toString());
                            push.send(Message.of("" + number));
                            assertThat(pull.receive().text()).isEqualTo("" + number);
                        }
                    }))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
    }

    @Test
    @Tag("O-114")
    void hasOneIoThreadUnlessToldOtherwise() {
        int before = LeakCheck.threads().size();
        try (ZmqContext one = ZmqContext.create();
                ZmqContext three = ZmqContext.create(3)) {
            for (int i = 0; i < 6; i++) {
                one.pull(options()).bind("tcp://127.0.0.1:*");
                three.pull(options()).bind("tcp://127.0.0.1:*");
            }
            assertThat(LeakCheck.threads()).hasSize(before + 4);
        }
    }

    // ---- messages ------------------------------------------------------------------------------------------------

    @Test
    @Tag("P-009")
    @Tag("P-010")
    @Tag("P-012")
    @Tag("P-013")
    void aReceivedMessageTellsWhatItIsAndWhereItIsFrom() {
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket server = context.peer(options());
            PeerSocket client =
                    context.peer(TestOptions.quick().property("X-Desk", "seven").build());
            int id = client.connect(server.bind("tcp://127.0.0.1:*").toString());
            client.send(id, Message.of("data"));
            Message message = server.receive();
            assertThat(message.text()).isEqualTo("data");
            assertThat(message.size()).isEqualTo(4);
            assertThat(message.frameCount()).isEqualTo(1);
            assertThat(message.routingId()).isNotZero();
            assertThat(message.sender().properties())
                    .containsEntry("Socket-Type", "PEER")
                    .containsEntry("X-Desk", "seven")
                    .containsKey("Peer-Address");
            assertThat(message.sender().properties().get("x-dESK"))
                    .as("in any case")
                    .isEqualTo("seven");
            assertThat(message.sender().properties().get("X-Unknown")).isNull();
        }
    }

    @Test
    @Tag("P-014")
    void aMessageThatIsPassedOnLosesWhereItWasFrom() {
        try (ZmqContext context = ZmqContext.create()) {
            PullSocket first = context.pull(options());
            PushSocket source = context.push(
                    TestOptions.quick().property("X-From", "source").build());
            source.connect(first.bind("inproc://first").toString());
            PullSocket second = context.pull(options());
            PushSocket between = context.push(options());
            between.connect(second.bind("inproc://second").toString());
            source.send(Message.of("a"));
            Message received = first.receive();
            assertThat(received.sender().properties()).containsEntry("X-From", "source");
            between.send(received);
            assertThat(second.receive().sender().properties()).doesNotContainKey("X-From");
        }
    }

    /** A message never changes, so it may be sent again, by others too, and is the same after a send that failed. */
    @Test
    @Tag("P-017")
    void oneMessageCanBeSentToMany() {
        try (ZmqContext context = ZmqContext.create()) {
            Message message = Message.of("same");
            for (int i = 0; i < 3; i++) {
                PullSocket pull = context.pull(options());
                PushSocket push = context.push(options());
                assertThat(push.trySend(message)).isFalse();
                push.connect(pull.bind("inproc://many-" + i).toString());
                push.send(message);
                assertThat(pull.receive().text()).isEqualTo("same");
            }
        }
    }
}
