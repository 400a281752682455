package io.zmqspring.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a raw connection writes, and what it knows of messages that did not get out. */
class RawSenderTests {
    private final RawSender sender = new RawSender();

    private boolean send(ByteBuffer out, String text) {
        sender.begin(Message.of(text));
        return sender.write(out);
    }

    @Test
    void writesBodiesOneAfterTheOther() {
        ByteBuffer out = ByteBuffer.allocate(8);
        assertThat(send(out, "abc")).isTrue();
        assertThat(send(out, "de")).isTrue();
        assertThat(new String(out.array(), 0, out.position())).isEqualTo("abcde");
    }

    @Test
    void goesOnWhereABufferWasFull() {
        ByteBuffer out = ByteBuffer.allocate(4);
        assertThat(send(out, "abcdef")).isFalse();
        assertThat(new String(out.array())).isEqualTo("abcd");
        out.clear();
        assertThat(sender.write(out)).isTrue();
        assertThat(new String(out.array(), 0, out.position())).isEqualTo("ef");
    }

    @Test
    void countsWhatDidNotGetOutWhole() {
        ByteBuffer out = ByteBuffer.allocate(8);
        send(out, "abc");
        send(out, "de");
        send(out, "fghij"); // of which "ij" does not fit
        out.flip().position(4); // "abcd" was written
        UnsentFrames unsent = sender.unsent(out, 0);
        assertThat(unsent.messages()).as("de and fghij").isEqualTo(2);
        assertThat(unsent.bytes()).as("e, fgh and ij").isEqualTo(6);
    }

    @Test
    void aNewBufferKnowsNothingOfTheOneBefore() {
        ByteBuffer out = ByteBuffer.allocate(8);
        send(out, "abc");
        send(out, "de");
        out.clear();
        send(out, "xyz");
        out.flip().position(1);
        assertThat(sender.unsent(out, 0).messages()).isEqualTo(1);
    }
}
