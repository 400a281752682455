package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.Z85;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

class Z85FuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-09")
    void decode(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        try {
            assertThat(Z85.encode(Z85.decode(text))).isEqualTo(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
        byte[] whole = Arrays.copyOf(octets, octets.length / 4 * 4);
        assertThat(Z85.decode(Z85.encode(whole))).isEqualTo(whole);
    }
}
