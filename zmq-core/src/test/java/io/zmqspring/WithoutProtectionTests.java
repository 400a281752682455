package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.test.Fault;
import io.zmqspring.test.FaultProxy;
import io.zmqspring.test.FaultProxy.Answer;
import io.zmqspring.test.FaultProxy.Direction;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The controls: the same faults and attacks do their damage where the protection is switched off. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class WithoutProtectionTests {
    private static final long SEED = Scale.seed("WithoutProtectionTests");
    private static final Duration WHILE = Duration.ofMillis(600);

    private final EventRecorder events = new EventRecorder();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static SocketOptionsBuilder quick() {
        return TestOptions.quick();
    }

    private SocketOptionsBuilder watched() {
        return quick().eventListener(events);
    }

    private static Endpoint bind(ZmqSocket socket) {
        return socket.bind(TestTransport.TCP.bindEndpoint());
    }

    // ---- without reconnecting ------------------------------------------------------------------------------------

    @Test
    @Tag("F-01")
    @Tag("F-04")
    void oneBrokenConnectionIsTheEndWhereNobodyReconnects() {
        PullSocket pull = context.pull(quick().build());
        try (FaultProxy proxy = FaultProxy.to(bind(pull).toString())) {
            PushSocket push = context.push(watched().reconnect(Reconnect.NEVER).build());
            push.connect(proxy.endpoint());
            push.send(Message.of("before"));
            pull.receive();
            proxy.reset();
            events.await(SocketEvent.Closed.class);
            assertThat(push.trySend(Message.of("after"), WHILE)).isFalse();
            assertThat(proxy.accepted()).isEqualTo(1);
        }
    }

    /** The protection is that waits grow. */
    @Test
    @Tag("F-22")
    @Tag("N-18")
    void aServerIsAskedAllTheTimeWhereTheWaitStaysShort() {
        PullSocket pull = context.pull(quick().build());
        try (FaultProxy proxy = FaultProxy.to(bind(pull).toString())) {
            proxy.answer(Answer.CLOSE);
            PushSocket push = context.push(quick().reconnect(new Reconnect(Duration.ofMillis(5), Duration.ofMillis(5)))
                    .build());
            push.connect(proxy.endpoint());
            Until.isTrue("asked again and again", () -> proxy.accepted() > 50);
        }
    }

    // ---- without heartbeats, or with hasty ones ------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    @Tag("F-05")
    @Tag("F-07")
    @Tag("N-07")
    void silenceIsNotNoticedWithoutHeartbeats(Direction direction) {
        PullSocket pull = context.pull(watched().build());
        try (FaultProxy proxy = FaultProxy.to(bind(pull).toString())) {
            PushSocket push = context.push(watched().build());
            push.connect(proxy.endpoint());
            push.send(Message.of("before"));
            pull.receive();
            proxy.stall(direction);
            Until.stays(
                    "taken for alive",
                    WHILE,
                    () -> events.events(SocketEvent.Disconnected.class).isEmpty());
        }
    }

    /** The protection is a timeout that is longer than the way. */
    @Test
    @Tag("F-11")
    void aSlowWayIsTakenForADeadOneByTheHasty() {
        Fault slow = Fault.delay(Duration.ofMillis(400), Duration.ZERO);
        PullSocket pull = context.pull(quick().build());
        try (FaultProxy proxy = FaultProxy.to(bind(pull).toString(), SEED, (connection, direction) -> slow)) {
            PushSocket push = context.push(watched()
                    .heartbeat(Heartbeat.every(Duration.ofMillis(50)).withTimeout(Duration.ofMillis(100)))
                    .build());
            push.connect(proxy.endpoint());
            assertThat(events.await(SocketEvent.Disconnected.class).reason())
                    .isEqualTo(DisconnectReason.HEARTBEAT_TIMEOUT);
        }
    }

    // ---- without limits ------------------------------------------------------------------------------------------

    @Test
    @Tag("F-13")
    @Tag("N-03")
    void aReaderThatStopsTakesAllTheMemoryThereIsWithoutHighWaterMarks() {
        PeerSocket socket = context.peer(quick().sendHighWaterMark(Integer.MAX_VALUE)
                .sendQueueBytes(SocketOptions.UNLIMITED)
                .build());
        try (RawPeer peer = RawPeer.connect(bind(socket), 4096)) {
            peer.handshake().send(Wire.HELLO);
            int id = socket.receive().routingId();
            byte[] body = new byte[10_000];
            for (int i = 0; i < 4000; i++) {
                socket.send(id, Message.wrap(body)); // 40 MB by their sizes, though they share one array here
            }
            assertThat(socket.stats().traffic().outgoingQueue() * body.length).isGreaterThan(17 << 20);
        }
    }

    /** The protection is that the sender waits for room: a publisher does not. */
    @Test
    @Tag("F-14")
    void aSlowReaderMissesMessagesOfWhoDoesNotWait() {
        Ledger ledger = new Ledger(SEED, 1, 1000);
        Ledger.Reader reader = ledger.reader();
        XPubSocket pub = context.xpub(quick().sendHighWaterMark(100).build());
        SubSocket sub = context.sub(quick().receiveHighWaterMark(100).build());
        sub.subscribe("");
        try (FaultProxy proxy =
                FaultProxy.to(bind(pub).toString(), SEED, (connection, direction) -> Fault.throttle(200_000))) {
            sub.connect(proxy.endpoint());
            pub.receive();
            while (pub.stats().dropped(DropReason.NO_ROOM) == 0) { // the systems between them take some
                pub.send(Message.wrap(ledger.next(0)));
            }
            for (int i = 0; i < 20; i++) {
                reader.enter(sub.receive().body());
            }
            assertThat(ledger.figures().lost()).isPositive();
        }
    }

    @Test
    @Tag("A-01")
    @Tag("N-03")
    void aClaimOfAnySizeIsBelievedWithoutALimit() {
        PullSocket pull =
                context.pull(watched().maxMessageSize(SocketOptions.UNLIMITED).build());
        try (RawPeer peer = RawPeer.connect(bind(pull))) {
            peer.send(Wire.GREETING, Wire.ready("Socket-Type", "PUSH"), "02 00 00 00 00 40 00 00 00");
            events.await(SocketEvent.HandshakeSucceeded.class);
            Until.stays(
                    "waits for the rest",
                    WHILE,
                    () -> events.events(SocketEvent.Disconnected.class).isEmpty());
        }
    }

    @Test
    @Tag("A-05")
    void aMessageHasAsManyFramesAsItsSenderLikesWithoutALimit() {
        PullSocket pull =
                context.pull(watched().maxMessageParts(SocketOptions.UNLIMITED).build());
        try (RawPeer peer = RawPeer.connect(bind(pull))) {
            peer.send(Wire.GREETING, Wire.ready("Socket-Type", "PUSH"), Hex.repeat("01 00", 5000), "00 00");
            assertThat(pull.receive().frameCount()).isEqualTo(5001);
        }
    }

    @Test
    @Tag("A-02")
    @Tag("N-02")
    void whatComesBeforeTheHandshakeHasNoEndWithoutALimit() {
        PullSocket pull = context.pull(watched()
                .handshakeLimits(HandshakeLimits.UNLIMITED)
                .handshakeTimeout(Duration.ofDays(1))
                .build());
        try (RawPeer peer = RawPeer.connect(bind(pull))) {
            peer.send(Wire.GREETING, "06 00 00 00 00 00 10 00 00"); // a command of 1 MiB, and not of 8 KiB at most
            peer.send(new byte[500_000]);
            Until.stays(
                    "goes on",
                    WHILE,
                    () -> events.events(SocketEvent.HandshakeFailed.class).isEmpty());
        }
    }

    @Test
    @Tag("A-03")
    @Tag("N-02")
    void oneHostThatSaysNothingKeepsTheOthersOutWhereItMayHaveAllThereIs() {
        Duration patience = WHILE.multipliedBy(2);
        int crowd = 20;
        PullSocket pull = context.pull(watched()
                .handshakeLimits(HandshakeLimits.DEFAULT.withNumbers(crowd, SocketOptions.UNLIMITED))
                .handshakeTimeout(Duration.ofSeconds(3))
                .build());
        Endpoint endpoint = bind(pull);
        List<RawPeer> silent = new ArrayList<>();
        try {
            for (int i = 0; i < crowd; i++) {
                silent.add(RawPeer.connect(endpoint));
            }
            events.await(SocketEvent.Accepted.class, crowd);
            PushSocket good = context.push(quick().build());
            good.connect(endpoint.toString());
            Until.stays("kept out", patience, () -> pull.peers().isEmpty());
            good.send(Message.of("at last")); // when the crowd's time is over
            assertThat(pull.receive().text()).isEqualTo("at last");
            events.await(SocketEvent.HandshakeFailed.class, failed -> failed.reason() == HandshakeFailure.TIMEOUT);
        } finally {
            silent.forEach(RawPeer::close);
        }
    }
}
