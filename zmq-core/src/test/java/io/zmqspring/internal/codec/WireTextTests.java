package io.zmqspring.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.Hex;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WireTextTests {

    @Test
    @Tag("A-15")
    void escapesWhatCouldForgeALogLine() {
        assertThat(WireText.escape(Hex.bytes("41 0a 0d 1b 7f ff 00 42"))).isEqualTo("A\\x0a\\x0d\\x1b\\x7f\\xff\\x00B");
    }

    @Test
    @Tag("A-15")
    void cutsWhatWouldFillTheLog() {
        assertThat(WireText.escape("a".repeat(64))).isEqualTo("a".repeat(64));
        assertThat(WireText.escape("a".repeat(65))).isEqualTo("a".repeat(64) + "...");
    }
}
