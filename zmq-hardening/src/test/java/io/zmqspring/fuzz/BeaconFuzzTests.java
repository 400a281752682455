package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.patterns.internal.zre.Beacon;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;

class BeaconFuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("SIG-03")
    void decode(byte[] octets) {
        Bounded.by(10, octets.length, () -> {
            Beacon beacon = Beacon.decode(ByteBuffer.wrap(octets));
            if (beacon != null) {
                assertThat(beacon.encode()).isEqualTo(octets);
            }
        });
    }
}
