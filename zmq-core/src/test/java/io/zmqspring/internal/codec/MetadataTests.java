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
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTests {

    @Test
    @Tag("Z-104")
    void writesNameAndValueWithTheirLengthsInTheGivenOrder() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("Socket-Type", "PEER");
        properties.put("X-A", "ä");
        assertThat(Hex.text(Metadata.encode(Properties.octets(properties))))
                .isEqualTo("0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 45 45 52 03 58 2d 41 00 00 00 02 c3 a4");
    }

    @Test
    @Tag("Z-104")
    @Tag("Z-117")
    @Tag("Z-122")
    void readsPropertiesKnownAndUnknownAndWithoutAValue() throws ProtocolException {
        assertThat(parse("0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 45 45 52"
                        + "01 41 00 00 00 00"
                        + "03 58 2d 41 00 00 00 02 c3 a4"))
                .containsOnly(Map.entry("Socket-Type", "PEER"), Map.entry("A", ""), Map.entry("X-A", "ä"));
        assertThat(parse("")).isEmpty();
    }

    @Test
    @Tag("Z-116")
    void findsNamesInAnyCase() throws ProtocolException {
        assertThat(parse(Wire.property("sOCKET-tYPE", "PEER")).get("Socket-Type"))
                .isEqualTo("PEER");
    }

    @Test
    @Tag("Z-121")
    void toleratesNamesOutsideTheGrammar() throws ProtocolException {
        assertThat(parse("03 58 20 21 00 00 00 01 31")).containsEntry("X !", "1");
    }

    @Test
    @Tag("Z-115")
    void refusesAnEmptyName() {
        assertThatThrownBy(() -> parse("00 00 00 00 01 41"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("without a name");
    }

    @Test
    @Tag("Z-128")
    void refusesANameThatComesTwiceInWhateverCase() {
        assertThatThrownBy(() -> parse(Wire.property("Socket-Type", "PEER") + Wire.property("SOCKET-TYPE", "PEER")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("comes twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 41 ff ff ff ff 00",
                "01 41 80 00 00 00 00",
                "01 41 7f ff ff ff 00",
                "01 41 00 00 00 02 00",
                "01 41 00 00 00 01"
            })
    @Tag("Z-118")
    void refusesAValueLongerThanTheCommand(String octets) {
        assertThatThrownBy(() -> parse(octets))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("malformed metadata: value of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 41 00 00 00 00 42", "01 41 00 00 00 00 01", "01 41 00 00 00", "01 41", "05 41", "ff"})
    @Tag("Z-119")
    void refusesTrailingOctetsThatAreNoProperty(String octets) {
        assertThatThrownBy(() -> parse(octets))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("malformed metadata");
    }

    @Test
    void refusesEveryTruncationThatDoesNotEndAtAProperty() throws ProtocolException {
        byte[] whole = Hex.bytes(Wire.property("Socket-Type", "PEER"), Wire.property("X-A", "1"));
        int first = Hex.bytes(Wire.property("Socket-Type", "PEER")).length;
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            if (length == first) {
                assertThat(Metadata.parse(cut)).hasSize(1);
            } else {
                assertThatThrownBy(() -> Metadata.parse(cut)).isInstanceOf(ProtocolException.class);
            }
        }
    }

    private static Map<String, String> parse(String hex) throws ProtocolException {
        return Properties.texts(Metadata.parse(Hex.bytes(hex)));
    }
}
