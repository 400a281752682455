package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Allocations;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large a message from a peer may be where it may have several frames. */
@ExtendWith(LeakCheck.class)
class MessageLimitsTests {
    private static final String READY = Wire.ready("Socket-Type", "PUSH");

    private final EventRecorder events = new EventRecorder();

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private PullSocket pull(UnaryOperator<SocketOptionsBuilder> options) {
        return context.pull(
                options.apply(TestOptions.quick().eventListener(events)).build());
    }

    private RawPeer peer(PullSocket pull) {
        RawPeer peer = RawPeer.connect(pull.bind(TestTransport.TCP.bindEndpoint()));
        peer.send(Wire.GREETING, READY).expect(Wire.GREETING, Wire.ready("Socket-Type", "PULL"));
        return peer;
    }

    private void expectCut(RawPeer peer, String... words) {
        peer.expectEnd();
        SocketEvent.Disconnected event = events.await(SocketEvent.Disconnected.class);
        assertThat(event.reason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR);
        assertThat(event.detail()).contains(words);
    }

    @Test
    @Tag("A-05")
    void aMessageOf1024FramesIsTakenAndOneOfMoreEndsTheConnection() {
        PullSocket pull = pull(options -> options);
        try (RawPeer peer = peer(pull)) {
            peer.send(Hex.repeat("01 01 41", 1023), "00 01 42");
            assertThat(pull.receive().frameCount()).isEqualTo(1024);
            peer.send(Hex.repeat("01 01 41", 1024), "00 01 42");
            expectCut(peer, "1024 frames", "maxMessageParts");
        }
    }

    @Test
    void theControlTakesMore() {
        PullSocket pull = pull(options -> options.maxMessageParts(SocketOptions.UNLIMITED));
        try (RawPeer peer = peer(pull)) {
            peer.send(Hex.repeat("01 01 41", 5000), "00 01 42");
            assertThat(pull.receive().frameCount()).isEqualTo(5001);
        }
    }

    @Test
    @Tag("A-05")
    void theSizeIsThatOfAllFramesTogether() {
        PullSocket pull = pull(options -> options.maxMessageSize(10));
        try (RawPeer peer = peer(pull)) {
            peer.send("01 05 41 41 41 41 41 00 05 42 42 42 42 42");
            assertThat(pull.receive().size()).isEqualTo(10);
            peer.send("01 05 41 41 41 41 41 00 06 42"); // its size is enough to know
            expectCut(peer, "11 octets", "2 frames > 10", "maxMessageSize");
        }
    }

    @Test
    void itCountsTheHeadersThatTravelWithTheBody() {
        PeerSocket binder = context.peer(TestOptions.quick()
                .envelope(EnvelopeMode.AUTO)
                .eventListener(events)
                .maxMessageSize(100)
                .build());
        PeerSocket client =
                context.peer(TestOptions.quick().envelope(EnvelopeMode.AUTO).build());
        int id = client.connect(binder.bind(TestTransport.TCP.bindEndpoint()).toString());
        client.send(id, Message.wrap(new byte[80]));
        assertThat(binder.receive().size()).isEqualTo(80);
        client.send(id, Message.wrap(new byte[80]).withHeaders(Map.of("name", "a value of 20 octets")));
        SocketEvent.Disconnected event = events.await(SocketEvent.Disconnected.class);
        assertThat(event.reason()).isEqualTo(DisconnectReason.PROTOCOL_ERROR);
        assertThat(event.detail()).contains(" > 100, ", "headers included", "raise maxMessageSize");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 255, 1 << 20})
    @Tag("A-05")
    @Tag("N-03")
    void anEndlessMessageIsCutAtTheLimitAndHoldsNoMoreThanThat(int size) {
        PullSocket pull = pull(options -> options);
        try (RawPeer peer = peer(pull)) {
            byte[] part = size <= 255
                    ? Hex.concat(new byte[] {1, (byte) size}, new byte[size])
                    : Hex.concat(
                            ByteBuffer.allocate(9).put((byte) 3).putLong(size).array(), new byte[size]);
            long before = Allocations.of(Allocations.ioThread());
            int sent = 0;
            try {
                while (sent < 4096 && peer.sendSome(ByteBuffer.wrap(part), Duration.ofSeconds(5))) {
                    sent++;
                }
            } catch (java.io.UncheckedIOException cut) {
                // as it should be
            }
            SocketEvent.Disconnected event = events.await(SocketEvent.Disconnected.class);
            assertThat(event.detail()).contains(size > 255 ? "maxMessageSize" : "maxMessageParts");
            // bodies grow by doubling as they arrive, which allocates each of them up to three times
            assertThat(Allocations.of(Allocations.ioThread()) - before)
                    .isLessThan(3L * Math.min(1025L * size, 17 << 20) + (256 << 10));
        }
    }
}
