package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.internal.codec.Metadata;
import java.util.Map;
import org.junit.jupiter.api.Tag;

class MetadataFuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-04")
    void parse(byte[] octets) {
        Bounded.by(400, octets.length, () -> {
            Map<String, byte[]> properties = Metadata.parse(octets);
            assertThat(Metadata.size(properties)).isEqualTo(octets.length);
            properties.keySet().forEach(name -> assertThat(name).isNotEmpty());
        });
    }
}
