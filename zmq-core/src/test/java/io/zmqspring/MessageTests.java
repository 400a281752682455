package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessageTests {

    @Test
    void wrapsAnArrayWithoutCopyingIt() {
        byte[] body = {1, 2, 3};
        assertThat(Message.wrap(body).body()).isSameAs(body);
        assertThat(Message.received(body, Sender.LOCAL).body()).isSameAs(body);
    }

    @Test
    @Tag("T-INPROC-19")
    void copiesWhatTheCallerMayChange() {
        byte[] body = {1, 2, 3};
        Message message = Message.copyOf(body);
        body[0] = 9;
        assertThat(message.body()).containsExactly(1, 2, 3);
        message.toByteArray()[0] = 9;
        assertThat(message.body()).containsExactly(1, 2, 3);
    }

    @Test
    void copiesTheRemainingBytesOfABufferAndLeavesItAsItIs() {
        ByteBuffer buffer =
                ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}).position(1).limit(4);
        assertThat(Message.copyOf(buffer).body()).containsExactly(2, 3, 4);
        assertThat(buffer.position()).isEqualTo(1);
        assertThat(buffer.limit()).isEqualTo(4);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(2).put((byte) 6).put((byte) 7).flip();
        assertThat(Message.copyOf(direct).body()).containsExactly(6, 7);
        assertThat(direct.remaining()).isEqualTo(2);
        assertThat(Message.copyOf(buffer.asReadOnlyBuffer()).body()).containsExactly(2, 3, 4);
    }

    @Test
    void isTextInUtf8() {
        assertThat(Message.of("grün").body()).containsExactly('g', 'r', 0xc3, 0xbc, 'n');
        assertThat(Message.of("grün").text()).isEqualTo("grün");
        assertThat(Message.wrap(new byte[] {'a', (byte) 0xff}).text()).isEqualTo("a\ufffd");
    }

    @Test
    @Tag("S-ALL-27")
    void mayBeEmpty() {
        assertThat(Message.empty().size()).isZero();
        assertThat(Message.of("").size()).isZero();
    }

    @Test
    void isMadeHereUntilItIsReceived() {
        Message message = Message.of("a");
        assertThat(message.sender()).isSameAs(Sender.LOCAL);
        assertThat(message.routingId()).isZero();
        assertThat(message.headers()).isEmpty();
        assertThat(message.header("none")).isNull();
    }

    @Test
    void keepsItsContentWhenItGetsASender() {
        Sender sender = new Sender(7, Map.of("X-Name", "orders"));
        Message message = Message.of("a").withHeaders(Map.of("h", "v"));
        Message received = message.from(sender);
        assertThat(received.routingId()).isEqualTo(7);
        assertThat(received.body()).isSameAs(message.body());
        assertThat(received.headers()).isEqualTo(Map.of("h", "v"));
        assertThat(received.from(sender)).isSameAs(received);
        assertThat(message.routingId()).isZero();
    }

    @Test
    void doesNotChangeWhenItIsGivenHeaders() {
        Map<String, String> headers = new HashMap<>(Map.of("a", "1"));
        Message bare = Message.of("x");
        Message message = bare.withHeaders(headers);
        headers.put("b", "2");
        assertThat(bare.headers()).isEmpty();
        assertThat(message.headers()).isEqualTo(Map.of("a", "1")).isUnmodifiable();
        assertThat(message.header("a")).isEqualTo("1");
        assertThat(message.header("A")).as("another name").isNull();
        assertThat(message.withHeaders(Map.of()).headers()).isEmpty();
    }

    @Test
    void limitsTheLengthOfHeaderNamesInOctets() {
        Message message = Message.empty();
        assertThat(message.withHeaders(Map.of("n".repeat(255), "")).headers()).hasSize(1);
        assertThat(message.withHeaders(Map.of("ü".repeat(127), "")).headers()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> message.withHeaders(Map.of("", "v")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message.withHeaders(Map.of("ü".repeat(128), "")))
                .withMessageContaining("256");
    }

    @Test
    void limitsTheSizeOfAllHeadersInOctets() {
        Message message = Message.empty();
        Map<String, String> most = Map.of("ab", "v".repeat(Message.MAX_HEADER_BYTES - 5));
        assertThat(Message.encodedHeaderSize(most)).isEqualTo(Message.MAX_HEADER_BYTES);
        assertThat(message.withHeaders(most).headers()).isEqualTo(most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message.withHeaders(Map.of("abc", most.get("ab"))))
                .withMessageContaining("16385");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> Message.wrap(null));
        assertThatNullPointerException().isThrownBy(() -> Message.empty().from(null));
        assertThatNullPointerException().isThrownBy(() -> new Sender(1, null));
    }

    @Test
    void showsItsSizeButNotItsContent() {
        assertThat(Message.of("secret").withHeaders(Map.of("token", "secret")))
                .hasToString("Message[1 frames, 6 bytes, 1 headers]");
    }
}
