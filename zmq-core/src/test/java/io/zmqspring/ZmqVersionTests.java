package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZmqVersionTests {

    @ParameterizedTest
    @CsvSource({"1.2.3, 1, 2, 3", "0.1.0-SNAPSHOT, 0, 1, 0", "10.20.30.Final, 10, 20, 30", "1.0.0+5, 1, 0, 0"})
    void hasThreeNumbersAndMayHaveMore(String text, int major, int minor, int patch) {
        assertThat(ZmqVersion.parse(text)).isEqualTo(new ZmqVersion(major, minor, patch, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "${project.version}", "1.2", "1.2.3x", "1.2.99999999999"})
    void isUnknownWhereNoBuildHasWrittenIt(String text) {
        assertThat(ZmqVersion.parse(text)).isEqualTo(new ZmqVersion(0, 0, 0, "unknown"));
    }
}
