package io.zmqspring.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.testkit.Hex;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden bytes of docs/envelope.md, in both directions. */
class EnvelopeTests {
    private static final Sender SENDER = new Sender(7, Map.of("Socket-Type", "PEER"));

    @Test
    void writesNoHeaders() {
        assertThat(frame(Message.of("hi"))).isEqualTo("00 05 01 00 00 68 69");
    }

    @Test
    void writesOneHeader() {
        assertThat(frame(Message.of("hi").withHeaders(Map.of("a", "b"))))
                .isEqualTo("00 0a 01 00 05 01 61 00 01 62 68 69");
    }

    @Test
    void writesHeadersBeforeAnEmptyBody() {
        assertThat(frame(Message.empty().withHeaders(Map.of("content-type", "text/plain"))))
                .isEqualTo("00 1c 01 00 19 0c 63 6f 6e 74 65 6e 74 2d 74 79 70 65"
                        + " 00 0a 74 65 78 74 2f 70 6c 61 69 6e");
    }

    @Test
    void writesTextInUtf8AndCountsItsOctets() {
        assertThat(frame(Message.empty().withHeaders(Map.of("ä", "€"))))
                .isEqualTo("00 0b 01 00 08 02 c3 a4 00 03 e2 82 ac");
    }

    @Test
    void readsTheGoldenBytes() throws ProtocolException {
        assertMessage(decode("01 00 00 68 69"), "hi", Map.of());
        assertMessage(decode("01 00 05 01 61 00 01 62 68 69"), "hi", Map.of("a", "b"));
        assertMessage(
                decode("01 00 19 0c 63 6f 6e 74 65 6e 74 2d 74 79 70 65 00 0a 74 65 78 74 2f 70 6c 61 69 6e"),
                "",
                Map.of("content-type", "text/plain"));
        assertMessage(decode("01 00 00"), "", Map.of());
        assertMessage(decode("01 00 04 01 61 00 00"), "", Map.of("a", ""));
        assertMessage(decode("01 00 08 02 c3 a4 00 03 e2 82 ac"), "", Map.of("ä", "€"));
    }

    @Test
    void keepsTheSenderAndAnOwnBody() throws ProtocolException {
        byte[] frame = Hex.bytes("01 00 05 01 61 00 01 62 68 69");
        Message message = Envelope.decode(frame, SENDER);
        Arrays.fill(frame, (byte) 0);
        assertThat(message.text()).isEqualTo("hi");
        assertThat(message.sender()).isSameAs(SENDER);
        assertThat(message.routingId()).isEqualTo(7);
    }

    @Test
    void readsWhatItWritesUpToTheLimit() throws ProtocolException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("n".repeat(255), "v".repeat(100));
        headers.put("x", "y".repeat(Message.MAX_HEADER_BYTES - 3 - 1 - (3 + 255 + 100)));
        Message message = Message.of("body").withHeaders(headers);
        assertThat(Message.encodedHeaderSize(headers)).isEqualTo(Message.MAX_HEADER_BYTES);
        Message read = Envelope.decode(Hex.concat(message.envelope(), message.body()), SENDER);
        assertMessage(read, "body", headers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "01 00",
                "00 00 00",
                "02 00 00 68 69",
                "68 69",
            })
    void refusesAFrameThatDoesNotBeginWithAnEnvelope(String frame) {
        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("does not begin with an envelope");
    }

    @ParameterizedTest
    @CsvSource({
        "01 00 01, envelope of 1 octets in a frame of 3",
        "01 ff ff 68 69, envelope of 65535 octets in a frame of 5",
        "01 00 06 01 61 00 01 62, envelope of 6 octets in a frame of 8",
        "01 00 01 00, has no value",
        "01 00 01 05, header text of 5 octets where 0 are left",
        "01 00 02 01 61, has no value",
        "01 00 03 01 61 00, has no value",
        "01 00 04 01 61 00 01, header text of 1 octets where 0 are left",
        "01 00 04 01 61 00 01 62, header text of 1 octets where 0 are left",
        "01 00 04 01 61 ff ff, header text of 65535 octets where 0 are left",
        "01 00 03 00 00 00, is empty or comes twice",
        "01 00 08 01 61 00 00 01 61 00 00, is empty or comes twice",
        "01 00 04 01 ff 00 00, not UTF-8",
        "01 00 05 01 61 00 01 c3, not UTF-8",
        "01 00 06 02 c0 80 00 01 61, not UTF-8"
    })
    void refusesHeadersThatDoNotFitAreEmptyDoubledOrNoText(String frame, String problem) {
        assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesMoreHeadersThanAMessageMayHave() {
        byte[] frame = new byte[3 + Message.MAX_HEADER_BYTES + 1];
        ByteBuffer.wrap(frame).put((byte) 1).putShort((short) (Message.MAX_HEADER_BYTES + 1));
        assertThatThrownBy(() -> Envelope.decode(frame, SENDER))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("at most 16384 are accepted");
    }

    @Test
    void refusesEveryTruncationOfTheHeaders() {
        byte[] whole = Hex.bytes("01 00 0a 01 61 00 01 62 01 63 00 01 64");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Envelope.decode(cut, SENDER)).isInstanceOf(ProtocolException.class);
        }
    }

    private static Message decode(String hex) throws ProtocolException {
        return Envelope.decode(Hex.bytes(hex), SENDER);
    }

    private static void assertMessage(Message message, String body, Map<String, String> headers) {
        assertThat(message.text()).isEqualTo(body);
        assertThat(message.headers()).isEqualTo(headers);
    }

    private static String frame(Message message) {
        FrameEncoder encoder = new FrameEncoder(Zmtp2Framing.INSTANCE);
        ByteBuffer out = ByteBuffer.allocate(1024);
        encoder.begin(0, message.envelope(), message.body());
        assertThat(encoder.write(out)).isTrue();
        return Hex.text(Arrays.copyOf(out.array(), out.position()));
    }
}
