package io.zmqspring.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.internal.codec.Framing;
import io.zmqspring.internal.codec.Zmtp1Framing;
import io.zmqspring.internal.codec.Zmtp2Framing;
import io.zmqspring.testkit.Allocations;
import io.zmqspring.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One message on its way to many peers: what is put together for the first serves them all. */
class ZmtpSenderTests {
    private static final Map<String, String> HEADERS = Map.of("a", "b");

    private static List<ZmtpSender> senders(Framing framing, boolean enveloped) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new ZmtpSender(framing, enveloped))
                .toList();
    }

    private static String octets(ByteBuffer out) {
        byte[] octets = new byte[out.flip().remaining()];
        out.get(octets);
        return Hex.text(octets);
    }

    /** What putting a message into the buffers of all these peers allocates. */
    private static long allocated(List<ZmtpSender> senders, Message message, ByteBuffer out) {
        return Allocations.ofThisThread(() -> {
            for (int i = 0; i < senders.size(); i++) {
                senders.get(i).begin(message);
                senders.get(i).write(out.clear());
            }
        });
    }

    @Test
    void theEnvelopeIsPutTogetherForTheFirstPeerAndSharedByAllOthers() {
        List<ZmtpSender> peers = senders(Zmtp2Framing.INSTANCE, true);
        ByteBuffer out = ByteBuffer.allocateDirect(1024);
        allocated(peers, Message.of("classes are loaded now"), out);
        Message message = Message.ofTexts("topic", "hi").withHeaders(HEADERS);
        ZmtpSender first = new ZmtpSender(Zmtp2Framing.INSTANCE, true);
        first.begin(message);
        first.write(out.clear());
        byte[] envelope = message.envelope();
        assertThat(allocated(peers, message, out))
                .as("octets for 100 more peers")
                .isLessThan(100);
        assertThat(octets(out)).isEqualTo("01 0d 01 00 05 01 61 00 01 62 74 6f 70 69 63 00 02 68 69");
        assertThat(message.envelope()).isSameAs(envelope);
    }

    @Test
    void withoutAnEnvelopeNothingIsPutTogetherAtAll() {
        ByteBuffer out = ByteBuffer.allocateDirect(1024);
        for (Framing framing : List.of(Zmtp1Framing.INSTANCE, Zmtp2Framing.INSTANCE)) {
            List<ZmtpSender> peers = senders(framing, false);
            allocated(peers, Message.of("classes are loaded now"), out);
            Message message = Message.ofTexts("topic", "hi").withHeaders(HEADERS);
            assertThat(allocated(peers, message, out))
                    .as("octets for 100 peers")
                    .isLessThan(100);
        }
        assertThat(octets(out)).isEqualTo("01 05 74 6f 70 69 63 00 02 68 69");
    }

    @Test
    void peersOfDifferentKindsShareOneMessage() {
        Message message = Message.of("hi").withHeaders(HEADERS);
        assertThat(Hex.text(new ZmtpSender(Zmtp2Framing.INSTANCE, true).encode(message)))
                .isEqualTo("00 0a 01 00 05 01 61 00 01 62 68 69");
        assertThat(Hex.text(new ZmtpSender(Zmtp2Framing.INSTANCE, false).encode(message)))
                .isEqualTo("00 02 68 69");
        assertThat(Hex.text(new ZmtpSender(Zmtp1Framing.INSTANCE, false).encode(message)))
                .isEqualTo("03 00 68 69");
    }
}
