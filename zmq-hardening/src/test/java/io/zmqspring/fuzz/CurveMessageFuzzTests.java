package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.mechanism.Mechanism;
import io.zmqspring.internal.mechanism.Opener;
import io.zmqspring.internal.mechanism.Sealer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** Octets 0 to 2 say where a sealed frame is changed and how; the others are its content, and are tried as a frame too. */
class CurveMessageFuzzTests {
    private static final int CLIENT = 3;
    private static final int SERVER = 4;

    private final Mechanism client = Keys.mechanism(CLIENT);
    private final Mechanism server = Keys.mechanism(SERVER);
    private final Sealer sealer;
    private final Opener opener;

    CurveMessageFuzzTests() throws ProtocolException {
        Mechanism from = client;
        Mechanism to = server;
        for (Command command = from.nextCommand(); command != null; command = from.nextCommand()) {
            Keys.give(to, command);
            Mechanism next = to;
            to = from;
            from = next;
        }
        sealer = client.sealing().sealer();
        opener = server.sealing().opener();
    }

    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-06")
    @Tag("A-11")
    @Tag("F-12")
    void aChangedFrameIsNeverOpened(byte[] octets) throws ProtocolException {
        byte[] content = octets.length < 3 ? octets : Arrays.copyOfRange(octets, 3, octets.length);
        assertThatThrownBy(() -> opener.open(content)).isInstanceOf(ProtocolException.class);
        byte[] frame = new byte[sealer.overhead() + content.length];
        sealer.seal(0, new byte[0], content, frame);
        if (octets.length >= 3 && octets[2] != 0) {
            byte[] changed = frame.clone();
            changed[((octets[0] & 0xff) << 8 | (octets[1] & 0xff)) % changed.length] ^= octets[2];
            assertThatThrownBy(() -> opener.open(changed)).isInstanceOf(ProtocolException.class);
        }
        assertThat(opener.open(frame)).isEqualTo(content);
        assertThatThrownBy(() -> opener.open(frame)).as("a second time").isInstanceOf(ProtocolException.class);
    }
}
