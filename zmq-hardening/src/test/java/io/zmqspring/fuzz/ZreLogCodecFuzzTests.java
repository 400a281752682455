package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.patterns.internal.log.ZreLogCodec;
import io.zmqspring.patterns.log.ZreLogRecord;
import org.junit.jupiter.api.Tag;

class ZreLogCodecFuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("SIG-03")
    void decode(byte[] octets) {
        Bounded.by(50, octets.length, () -> {
            ZreLogRecord entry = ZreLogCodec.decode(octets);
            if (entry != null) {
                byte[] again = ZreLogCodec.encode(entry);
                assertThat(again).hasSizeLessThanOrEqualTo(ZreLogCodec.MAX_SIZE);
                if (again.length == octets.length) {
                    assertThat(ZreLogCodec.decode(again)).isEqualTo(entry);
                }
            }
        });
    }
}
