package io.zmqspring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.Message;
import io.zmqspring.SocketType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers without an application, over tcp. */
class ZmqTestPeersTests {
    private static final String FREE = "tcp://127.0.0.1:*";

    @RegisterExtension
    final ZmqTestPeers peers = ZmqTestPeers.create();

    @ParameterizedTest
    @CsvSource({
        "PEER, PEER",
        "REP, REQ",
        "REP, DEALER",
        "DEALER, DEALER",
        "PAIR, PAIR",
        "SERVER, CLIENT",
        "CHANNEL, CHANNEL"
    })
    @Tag("SPR-112")
    void talkBothWays(SocketType server, SocketType client) {
        ZmqTestPeer there = peers.bind(server, FREE);
        ZmqTestPeer here = peers.connect(client, there.endpoint());
        boolean withPath = server == SocketType.REP && client == SocketType.DEALER;

        if (withPath) {
            here.send("", "order");
        } else {
            here.send("order");
        }
        there.expect("order").send("receipt");
        if (withPath) {
            here.expect("", "receipt");
        } else {
            here.expect("receipt");
        }
    }

    @ParameterizedTest
    @CsvSource({"PULL, PUSH", "GATHER, SCATTER"})
    void talkOneWay(SocketType server, SocketType client) {
        ZmqTestPeer there = peers.bind(server, FREE);
        peers.connect(client, there.endpoint()).send("task");
        there.expect("task");
    }

    @ParameterizedTest
    @CsvSource({"PUB, SUB", "PUB, XSUB", "XPUB, SUB", "RADIO, DISH"})
    void publish(SocketType publisher, SocketType subscriber) {
        ZmqTestPeer there = peers.bind(publisher, FREE);
        ZmqTestPeer here = peers.connect(subscriber, there.endpoint()).subscribe("eur");

        there.awaitSubscriber("eur").send("eur", "1.08");
        here.expect("eur", "1.08");
    }

    @Test
    void aRouterKnowsIdentities() {
        ZmqTestPeer router = peers.bind(SocketType.ROUTER, FREE);
        ZmqTestPeer worker = peers.connect(
                SocketType.DEALER,
                router.endpoint(),
                options -> options.identity("worker-1".getBytes(StandardCharsets.UTF_8)));

        worker.send("ready");
        router.expect("worker-1", "ready").send("worker-1", "task");
        worker.expect("task");
    }

    @Test
    void aStreamTalksOctets() {
        ZmqTestPeer there = peers.bind(SocketType.STREAM, FREE);
        ZmqTestPeer here = peers.connect(SocketType.STREAM, there.endpoint());

        here.expect("").send("GET");
        there.expect("").expect("GET");
    }

    @Test
    void whatDoesNotComeIsTold() {
        ZmqTestPeer there = peers.bind(SocketType.PEER, FREE);
        ZmqTestPeer here = peers.connect(SocketType.PEER, there.endpoint()).withTimeout(Duration.ofMillis(1));

        assertThatThrownBy(() -> here.expect("receipt"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("test peer PEER at '" + there.endpoint() + "' got no message within PT0.001S")
                .hasMessageContaining("CONNECTED")
                .hasMessageContaining("it expected [receipt]");
    }

    @Test
    void whatElseComesIsTold() {
        ZmqTestPeer there = peers.bind(SocketType.PAIR, FREE);
        peers.connect(SocketType.PAIR, there.endpoint())
                .send(Message.ofFrames("a".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff}));

        assertThatThrownBy(() -> there.expect("a"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected [a] but got [a, 0xff]");
    }

    @Test
    void silenceCanBeExpected() {
        ZmqTestPeer there = peers.bind(SocketType.PAIR, FREE);
        ZmqTestPeer here = peers.connect(SocketType.PAIR, there.endpoint());

        there.expectNothing(Duration.ofMillis(1));
        here.send("order");
        assertThatThrownBy(() -> there.expectNothing(ZmqTestPeers.DEFAULT_TIMEOUT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("got [order]");
    }

    @Test
    void whatATypeCannotDoIsRefused() {
        ZmqTestPeer pull = peers.bind(SocketType.PULL, FREE);
        ZmqTestPeer push = peers.connect(SocketType.PUSH, pull.endpoint());

        assertThatThrownBy(() -> pull.send("task")).hasMessage("a PULL does not send");
        assertThatThrownBy(push::receive).hasMessage("a PUSH does not receive");
        assertThatThrownBy(() -> push.subscribe("eur")).hasMessage("a PUSH does not subscribe");
        assertThatThrownBy(() -> pull.awaitSubscriber("eur")).hasMessage("a PULL has no subscribers");
        assertThatThrownBy(push::endpoint).hasMessageContaining("does not listen");
    }

    @Test
    void whomToAnswerMustBeKnown() {
        ZmqTestPeer there = peers.bind(SocketType.PEER, FREE);
        assertThatThrownBy(() -> there.send("receipt")).hasMessageContaining("has 0 peers");

        ZmqTestPeer here = peers.connect(SocketType.PEER, there.endpoint());
        here.send("hello");
        there.expect("hello").send("hello to you");
        here.expect("hello to you");
    }

    @Test
    void closingClosesThemAll() {
        ZmqTestPeer there = peers.bind(SocketType.PEER, FREE);
        peers.close();
        assertThat(there.socket().isClosed()).isTrue();

        peers.bind(SocketType.PEER, FREE);
    }
}
