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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What RFC 31 says of PAIR and RFC 52 of CHANNEL, over every transport. */
@ParameterizedClass
@MethodSource("types")
@ExtendWith(LeakCheck.class)
class PairTests {
    @Parameter(0)
    TestTransport transport;

    @Parameter(1)
    boolean singleFrames;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    static Stream<Arguments> types() {
        return Stream.of(TestTransport.values())
                .flatMap(transport -> Stream.of(Arguments.of(transport, false), Arguments.of(transport, true)));
    }

    /** Either type, to be told what they have in common. */
    private record One(ZmqSocket socket) {
        void connect(String endpoint) {
            ((Connectable) socket).connect(endpoint);
        }

        void send(String text) {
            ((MessageSender) socket).send(Message.of(text));
        }

        boolean trySend(String text) {
            return ((MessageSender) socket).trySend(Message.of(text));
        }

        String receive() {
            return ((MessageReceiver) socket).receive().text();
        }

        Message tryReceive() {
            return ((MessageReceiver) socket).tryReceive();
        }

        void awaitPeers(int count) {
            Until.isTrue(count + " peers", () -> socket.peers().size() == count);
        }
    }

    private One one() {
        return one(TestOptions.quick().build());
    }

    private One one(SocketOptions options) {
        return new One(singleFrames ? context.channel(options) : context.pair(options));
    }

    private String bind(One one) {
        return one.socket().bind(transport.bindEndpoint()).toString();
    }

    @Test
    @Tag("S-PAIR-01")
    @Tag("S-PAIR-02")
    @Tag("S-CHANNEL-01")
    @Tag("S-CHANNEL-05")
    void twoTalkInBothDirectionsInAnyOrder() {
        One a = one();
        One b = one();
        b.connect(bind(a));
        b.send("1");
        b.send("2");
        assertThat(a.receive()).isEqualTo("1");
        a.send("3");
        a.send("");
        assertThat(a.receive()).isEqualTo("2");
        assertThat(b.receive()).isEqualTo("3");
        assertThat(b.receive()).isEmpty();
        Message parts = Message.ofTexts("", "x", "");
        MessageSender sender = (MessageSender) a.socket();
        if (singleFrames) {
            assertThatIllegalArgumentException().isThrownBy(() -> sender.send(parts));
            assertThat(b.tryReceive()).isNull();
        } else {
            sender.send(parts);
            assertThat(((MessageReceiver) b.socket()).receive().frames()).containsExactlyElementsOf(parts.frames());
        }
    }

    @Test
    @Tag("S-PAIR-03")
    @Tag("S-PAIR-10")
    @Tag("S-CHANNEL-04")
    void withoutAPeerOrRoomASenderWaits() {
        One bound = one();
        String endpoint = bind(bound);
        assertThat(bound.trySend("nobody")).isFalse();
        CompletableFuture<Void> sent = Background.run(() -> bound.send("to who comes"));
        One other = one();
        other.connect(endpoint);
        assertThat(other.receive()).isEqualTo("to who comes");
        sent.join();

        One absent = one();
        String nowhere = bind(absent);
        absent.socket().close();
        One connecting = one(TestOptions.quick().sendHighWaterMark(2).build());
        connecting.connect(nowhere);
        assertThat(connecting.trySend("0")).isTrue();
        assertThat(connecting.trySend("1")).isTrue();
        assertThat(connecting.trySend("2")).isFalse();
        One binder = one();
        binder.socket().bind(nowhere);
        assertThat(binder.receive()).isEqualTo("0");
        assertThat(binder.receive()).isEqualTo("1");
    }

    @Test
    @Tag("S-PAIR-04")
    @Tag("S-PAIR-05")
    @Tag("S-PAIR-06")
    @Tag("S-CHANNEL-02")
    @Tag("S-CHANNEL-03")
    void aSecondPeerIsTurnedAwayUntilTheFirstHasLeft() {
        One bound = one();
        String endpoint = bind(bound);
        One first = one();
        first.connect(endpoint);
        bound.send("to the first");
        One second = one();
        second.connect(endpoint);
        second.trySend("from the second");
        assertThat(((MessageReceiver) bound.socket()).tryReceive(Duration.ofMillis(50)))
                .isNull();
        assertThat(first.receive()).isEqualTo("to the first");
        assertThat(second.tryReceive()).isNull();
        assertThat(bound.socket().peers()).hasSize(1);
        second.socket().close();
        first.socket().close();
        bound.awaitPeers(0);
        One third = one();
        third.connect(endpoint);
        bound.send("to the third");
        assertThat(third.receive()).isEqualTo("to the third");
        third.send("from the third");
        assertThat(bound.receive()).isEqualTo("from the third");
    }

    @Test
    @Tag("S-PAIR-07")
    @Tag("S-PAIR-08")
    void whatThePeerThatLeftHasSentComesBeforeWhatItsSuccessorSends() {
        One bound = one();
        String endpoint = bind(bound);
        for (int peer = 0; peer < 2; peer++) {
            One other = one(TestOptions.quick().linger(Duration.ofSeconds(5)).build());
            other.connect(endpoint);
            other.send(peer + "a");
            other.send(peer + "b");
            other.socket().close();
            bound.awaitPeers(0);
        }
        assertThat(Stream.generate(bound::receive).limit(4)).containsExactly("0a", "0b", "1a", "1b");
    }

    @Test
    @Tag("S-PAIR-01")
    @Tag("S-ALL-01")
    void aSecondConnectIsAnError() {
        One one = one();
        One peer = one();
        String endpoint = bind(peer);
        one.connect(endpoint);
        assertThatExceptionOfType(ZmqStateException.class)
                .isThrownBy(() -> one.connect("tcp://127.0.0.1:1"))
                .withMessageContaining("disconnect from the first");
        one.send("still there");
        assertThat(peer.receive()).isEqualTo("still there");
        one.socket().disconnect(endpoint);
        peer.awaitPeers(0);
        one.connect(endpoint);
        one.send("again");
        assertThat(peer.receive()).isEqualTo("again");
    }

    @Test
    @Tag("S-PAIR-09")
    @Tag("S-ALL-04")
    void aConnectingOneReconnects() {
        One bound = one();
        String endpoint = bind(bound);
        One other = one();
        other.connect(endpoint);
        bound.send("1");
        assertThat(other.receive()).isEqualTo("1");
        bound.socket().close();
        if (transport == TestTransport.INPROC) { // there is no connection to be made again
            other.awaitPeers(0);
            return;
        }
        One again = one();
        again.socket().bind(endpoint);
        again.send("2");
        assertThat(other.receive()).isEqualTo("2");
    }
}
