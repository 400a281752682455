package io.zmqspring.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Frames of a handler's reply, each an octet for its length and so many more: only a proper 200 lets anybody in. */
class ZapReplyFuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-08")
    void read(byte[] octets) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < octets.length; ) {
            int end = Math.min(octets.length, at + 1 + (octets[at] & 0xff));
            frames.add(Arrays.copyOfRange(octets, at + 1, end));
            at = end;
        }
        Verdict verdict = ZapReply.read(frames).verdict();
        if (verdict.status() == Verdict.Status.ACCEPTED) {
            assertThat(frames).hasSize(7);
            assertThat(frames.get(0)).isEmpty();
            assertThat(frames.get(1)).asString().isEqualTo("1.0");
            assertThat(frames.get(3)).asString().isEqualTo("200");
        }
    }
}
