package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.internal.codec.FrameDecoder;
import io.zmqspring.internal.codec.Framing;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.Zmtp1Framing;
import io.zmqspring.internal.codec.Zmtp2Framing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The first octet chooses the framing and how large the pieces are in which the others arrive. */
class FrameDecoderFuzzTests {
    private static final int LIMIT = 100_000;

    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-02")
    void readsTheSameInWhateverPieces(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        Framing framing = (octets[0] & 1) == 0 ? Zmtp2Framing.INSTANCE : Zmtp1Framing.INSTANCE;
        int piece = 1 + ((octets[0] & 0xff) >> 1);
        byte[] stream = Arrays.copyOfRange(octets, 1, octets.length);
        List<String> whole = new ArrayList<>();
        List<String> pieces = new ArrayList<>();
        Bounded.by(50, stream.length, () -> read(framing, stream, Math.max(1, stream.length), whole));
        Bounded.by(600, stream.length, () -> read(framing, stream, piece, pieces)); // most of it our own
        assertThat(pieces).isEqualTo(whole);
    }

    private static void read(Framing framing, byte[] stream, int piece, List<String> frames) throws ProtocolException {
        frames.clear();
        FrameDecoder decoder = new FrameDecoder(framing, FrameDecoder.MAX_COMMAND).limitMessages(LIMIT);
        byte[] left = new byte[0];
        boolean inFrame = false;
        for (int from = 0; from < stream.length; from += piece) {
            byte[] next = Arrays.copyOfRange(stream, from, Math.min(stream.length, from + piece));
            ByteBuffer in = ByteBuffer.allocate(left.length + next.length)
                    .put(left)
                    .put(next)
                    .flip();
            while (inFrame || decoder.header(in)) {
                byte[] body = decoder.body(in);
                inFrame = body == null;
                if (body == null) {
                    break;
                }
                frames.add(decoder.isCommand() + " " + decoder.hasMore() + " " + Arrays.hashCode(body));
            }
            left = new byte[in.remaining()];
            in.get(left);
            assertThat(left.length).as("octets left to the caller").isLessThan(10);
        }
    }
}
