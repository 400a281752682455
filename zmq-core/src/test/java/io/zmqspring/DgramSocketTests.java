package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawDatagrams;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DGRAM: plain datagrams, and where they come from and go. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class DgramSocketTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final DgramSocket socket = context.dgram(TestOptions.quick().build());

    private static Message message(String address, byte[] content) {
        return Message.ofFrames(address.getBytes(StandardCharsets.US_ASCII), content);
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.US_ASCII);
    }

    @Test
    void aDatagramIsTheContentAndTheAddressComesWithIt() {
        Endpoint endpoint = socket.bind("udp://127.0.0.1:*");
        try (RawDatagrams one = RawDatagrams.open();
                RawDatagrams other = RawDatagrams.open()) {
            one.send(endpoint, "00 ff 0a");
            Message received = socket.receive();
            assertThat(received.frameCount()).isEqualTo(2);
            assertThat(text(received.frame(0))).isEqualTo("127.0.0.1:" + one.port());
            assertThat(received.body()).isEqualTo(Hex.bytes("00 ff 0a"));
            socket.send(Message.ofFrames(received.frame(0), Hex.bytes("01 02")));
            one.expect("01 02");
            socket.send(message("127.0.0.1:" + other.port(), new byte[0]));
            other.expect("");
            one.expectSilence(Duration.ofMillis(50));
        }
    }

    @Test
    void whatIsReceivedCanBeSentBackAsItIsOverIpv6Too() {
        assumeTrue(RawDatagrams.canBind("::1"), "this machine has no IPv6");
        Endpoint endpoint = socket.bind("udp://[::1]:*");
        DgramSocket other = context.dgram(TestOptions.quick().build());
        other.bind("udp://[::1]:*");
        other.send(message(endpoint.address(), new byte[] {7}));
        socket.send(socket.receive());
        assertThat(other.receive().body()).containsExactly(7);
    }

    @Test
    @Tag("S-DGRAM-02")
    void aMessageHasTwoFrames() {
        socket.bind("udp://127.0.0.1:*");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> socket.send(Message.of("127.0.0.1:5555")))
                .withMessageContaining("DGRAM sends two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> socket.trySend(Message.ofTexts("127.0.0.1:5555", "a", "b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost:5555", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "::1:5555", "[x]:5555"})
    void whatIsNoAddressIsRefused(String address) {
        socket.bind("udp://127.0.0.1:*");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> socket.send(message(address, new byte[1])))
                .withMessageContaining("is no address to send to");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Endpoint endpoint = socket.bind("udp://127.0.0.1:*");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> socket.send(message(endpoint.address(), new byte[8193])))
                .withMessageContaining("8193 octets > 8192");
        socket.send(message(endpoint.address(), new byte[8192]));
        assertThat(socket.receive().body()).hasSize(8192);
    }

    @Test
    void anAddressThatCannotBeReachedFromHereIsCountedAndEndsNothing() {
        Endpoint endpoint = socket.bind("udp://127.0.0.1:*");
        socket.send(message("[::1]:5555", new byte[1]));
        Until.isTrue("dropped", () -> socket.stats().dropped().containsKey(DropReason.CONNECTION_LOST));
        socket.send(message(endpoint.address(), new byte[1]));
        assertThat(socket.receive().body()).hasSize(1);
        assertThat(socket.stats().traffic().sentMessages()).isEqualTo(1);
    }

    @Test
    void itBindsOneEndpointOfUdp() {
        String first = socket.bind("udp://127.0.0.1:*").toString();
        assertThatExceptionOfType(ZmqStateException.class)
                .isThrownBy(() -> socket.bind("udp://127.0.0.1:*"))
                .withMessageContaining("unbind first");
        socket.unbind(first);
        socket.bind(first);
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> socket.bind("tcp://127.0.0.1:*"))
                .withMessageContaining("a DGRAM socket cannot use tcp")
                .withMessageContaining("[udp]");
    }
}
