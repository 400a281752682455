package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.internal.codec.Greeting;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

class GreetingFuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-01")
    void decode(byte[] octets) {
        byte[] whole = Arrays.copyOf(octets, Math.max(octets.length, Greeting.SIZE));
        Bounded.by(10, octets.length, () -> {
            ByteBuffer in = ByteBuffer.wrap(whole);
            Greeting greeting = Greeting.decode(in);
            assertThat(in.position()).isEqualTo(Greeting.SIZE);
            assertThat(greeting.mechanism().length()).isLessThanOrEqualTo(20);
        });
    }
}
