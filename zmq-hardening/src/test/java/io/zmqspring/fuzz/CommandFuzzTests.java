package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.internal.codec.Command;
import org.junit.jupiter.api.Tag;

class CommandFuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-03")
    void parse(byte[] octets) {
        Bounded.by(50, octets.length, () -> {
            Command command = Command.parse(octets);
            assertThat(command.name()).isNotEmpty();
            if (command.name().chars().allMatch(c -> c < 128)) {
                assertThat(command.encode()).isEqualTo(octets);
            }
            if (command.isWholePing()) {
                assertThat(command.ttlTenths()).isBetween(0, 65_535);
                assertThat(command.pong().data()).hasSizeLessThanOrEqualTo(16);
            }
            assertThat(command.errorReason()).matches("[ -~]*");
        });
    }
}
