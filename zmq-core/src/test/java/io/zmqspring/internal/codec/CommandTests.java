package io.zmqspring.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Properties;
import io.zmqspring.testkit.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTests {

    @Test
    @Tag("Z-071")
    @Tag("Z-080")
    @Tag("Z-092")
    @Tag("Z-099")
    @Tag("Z-103")
    @Tag("Z-104")
    void writesReadyAsRfc37Draws() {
        assertThat(frame(Command.ready(Properties.octets(Map.of("Socket-Type", "PEER")))))
                .isEqualTo("04 1a 05 52 45 41 44 59 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 45 45 52");
    }

    @Test
    @Tag("Z-103")
    void writesReadyWithoutProperties() {
        assertThat(frame(Command.ready(Properties.octets(Map.of())))).isEqualTo("04 06 05 52 45 41 44 59");
    }

    @Test
    @Tag("Z-073")
    @Tag("Z-099")
    void writesALongReadyWithBothBits() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("X-Long", "v".repeat(250));
        assertThat(frame(Command.ready(Properties.octets(properties))))
                .startsWith("06 00 00 00 00 00 00 01 0b 05 52 45 41 44 59 06 58 2d 4c 6f 6e 67 00 00 00 fa 76 76");
    }

    @Test
    @Tag("Z-109")
    void writesError() {
        assertThat(frame(Command.error("400"))).isEqualTo("04 0a 05 45 52 52 4f 52 03 34 30 30");
        assertThat(frame(Command.error(""))).isEqualTo("04 07 05 45 52 52 4f 52 00");
    }

    @ParameterizedTest
    @CsvSource({"0, 00 00", "10, 00 0a", "656, 02 90", "32768, 80 00", "65535, ff ff"})
    @Tag("Z-176")
    void writesPingWithItsTtl(int ttl, String octets) {
        assertThat(frame(Command.ping(ttl))).isEqualTo("04 07 04 50 49 4e 47 " + octets);
    }

    @ParameterizedTest
    @CsvSource({"0, 00 00", "10, 00 0a", "656, 02 90", "32768, 80 00", "65535, ff ff"})
    @Tag("Z-195")
    void readsTheTtlOfAPingWithoutASign(int ttl, String octets) throws ProtocolException {
        Command ping = parse("04 50 49 4e 47" + octets);
        assertThat(ping.isWholePing()).isTrue();
        assertThat(ping.ttlTenths()).isEqualTo(ttl);
    }

    @Test
    @Tag("Z-177")
    void answersPingWithItsContext() throws ProtocolException {
        assertThat(frame(parse("04 50 49 4e 47 00 00").pong())).isEqualTo("04 05 04 50 4f 4e 47");
        assertThat(frame(parse("04 50 49 4e 47 00 00 4c 4f 4c").pong())).isEqualTo("04 08 04 50 4f 4e 47 4c 4f 4c");
    }

    @Test
    @Tag("Z-179")
    void cutsAContextTo16Octets() throws ProtocolException {
        String sixteen = "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f";
        assertThat(frame(parse("04 50 49 4e 47 00 00" + sixteen).pong())).isEqualTo("04 15 04 50 4f 4e 47 " + sixteen);
        assertThat(frame(parse("04 50 49 4e 47 00 00" + sixteen + "10").pong()))
                .isEqualTo("04 15 04 50 4f 4e 47 " + sixteen);
        assertThat(frame(
                        parse("04 50 49 4e 47 00 00" + Hex.repeat("aa", 65_535)).pong()))
                .isEqualTo("04 15 04 50 4f 4e 47 " + "aa ".repeat(16).strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"04 50 49 4e 47", "04 50 49 4e 47 00"})
    @Tag("Z-180")
    void seesThatAPingIsTooShortForATtl(String octets) throws ProtocolException {
        assertThat(parse(octets).isWholePing()).isFalse();
    }

    @Test
    @Tag("Z-092")
    void readsNameAndDataWithoutASeparator() throws ProtocolException {
        Command command = parse("05 52 45 41 44 59 00 01");
        assertThat(command.name()).isEqualTo("READY");
        assertThat(command.data()).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"06 52 45 41 44 59 00", "05 72 65 61 64 79", "04 52 45 41 44"})
    @Tag("Z-093")
    void matchesNamesExactly(String octets) throws ProtocolException {
        assertThat(parse(octets).name()).isNotEqualTo(Command.READY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00 41", "01", "05 52 45 41 44", "ff 41"})
    @Tag("Z-092")
    @Tag("Z-096")
    void refusesANameThatIsEmptyOrLongerThanTheCommand(String octets) {
        assertThatThrownBy(() -> parse(octets))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("malformed command");
    }

    @Test
    @Tag("Z-109")
    @Tag("Z-114")
    void readsTheReasonOfAnError() throws ProtocolException {
        assertThat(parse("05 45 52 52 4f 52 03 34 30 30").errorReason()).isEqualTo("400");
        assertThat(parse("05 45 52 52 4f 52 00").errorReason()).isEmpty();
        assertThat(parse("05 45 52 52 4f 52 02 0a 41").errorReason()).isEqualTo("\\x0aA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"05 45 52 52 4f 52", "05 45 52 52 4f 52 01", "05 45 52 52 4f 52 04 34 30 30"})
    @Tag("Z-113")
    void refusesAnErrorWithoutItsReason(String octets) throws ProtocolException {
        Command error = parse(octets);
        assertThatThrownBy(error::errorReason)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("malformed ERROR");
    }

    @Test
    void readsWhatItWrites() throws ProtocolException {
        for (Command command : new Command[] {
            Command.ready(Properties.octets(Map.of("Socket-Type", "PEER"))), Command.error("no"), Command.ping(7)
        }) {
            Command read = Command.parse(command.encode());
            assertThat(read.name()).isEqualTo(command.name());
            assertThat(read.data()).containsExactly(command.data());
        }
    }

    @Test
    void literalsOfTheTestKitAgreeWithTheRfc() {
        assertThat(frame(Command.ready(Properties.octets(Map.of("Socket-Type", "PEER")))))
                .isEqualTo(Wire.READY);
        assertThat(Hex.text(Hex.bytes(Wire.ready("Socket-Type", "PEER")))).isEqualTo(Wire.READY);
    }

    private static Command parse(String hex) throws ProtocolException {
        return Command.parse(Hex.bytes(hex));
    }

    private static String frame(Command command) {
        return Hex.text(FrameEncoder.command(command));
    }
}
