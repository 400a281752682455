package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.testkit.Hex;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Z85Tests {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "86 4f d2 6f b5 59 f7 5b, HelloWorld", // the test case of RFC 32
                "8e 0b dd 69 76 28 b9 1d 8f 24 55 87 ee 95 c5 b0 4d 48 96 3f 79 25 98 77 b4 9c d9 06 3a ea d3 b7,"
                        + "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6", // the server's secret key of libzmq's manual
                "00 00 00 00, 00000",
                "00 00 00 01, 00001",
                "00 00 00 54, 0000#",
                "00 00 00 55, 00010",
                "7f ff ff ff, Fb/MG",
                "80 00 00 00, Fb/MH",
                "ff ff ff ff, %nSc0"
            })
    @Tag("C-113")
    @Tag("C-114")
    @Tag("C-115")
    @Tag("C-119")
    void octetsAndTextStandForEachOther(String octets, String text) {
        assertThat(Z85.encode(Hex.bytes(octets))).isEqualTo(text);
        assertThat(Z85.decode(text)).containsExactly(Hex.bytes(octets));
    }

    @Test
    @Tag("C-112")
    void theAlphabetIsThatOfTheRfc() {
        StringBuilder alphabet = new StringBuilder();
        for (int value = 0; value < 85; value++) {
            alphabet.append(Z85.encode(new byte[] {0, 0, 0, (byte) value}).charAt(4));
        }
        assertThat(alphabet)
                .hasToString("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#");
    }

    @Test
    @Tag("C-113")
    void anyOctetsComeBack() {
        Random random = new Random(32);
        for (int length = 0; length <= 256; length += 4) {
            byte[] octets = new byte[length];
            random.nextBytes(octets);
            assertThat(Z85.encode(octets)).hasSize(length / 4 * 5);
            assertThat(Z85.decode(Z85.encode(octets))).containsExactly(octets);
        }
    }

    @Test
    @Tag("C-120")
    void nothingIsWrittenAsNothing() {
        assertThat(Z85.encode(new byte[0])).isEmpty();
        assertThat(Z85.decode("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 31, 33})
    @Tag("C-116")
    void octetsMustBeAMultipleOfFour(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Z85.encode(new byte[length]))
                .withMessageContaining(length + " octets")
                .withMessageContaining("multiple of 4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 39, 41})
    @Tag("C-117")
    void charactersMustBeAMultipleOfFive(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Z85.decode("0".repeat(length)))
                .withMessageContaining("text of " + length + " characters")
                .withMessageContaining("multiple of 5");
    }

    @ParameterizedTest
    @ValueSource(chars = {' ', '"', '\'', ',', ';', '_', '`', '\\', '|', '~', '\n', 0, 0x7f, 0x80, 0xff, 0x20ac})
    @Tag("C-118")
    void aCharacterOutsideOfTheAlphabetIsNamedWithItsPlaceAndNothingElseOfTheText(char character) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Z85.decode("secre" + "t1" + character + "ab"))
                .withMessageStartingWith("character 7, U+%04X, is not Z85", (int) character)
                .withMessageNotContainingAny("secre", "t1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#####", "%nSc1", "%nSd0", "$0000"})
    @Tag("C-119")
    void aGroupOfMoreThanFourOctetsIsNamedByItsPlace(String group) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Z85.decode("00000" + group))
                .withMessageStartingWith("characters 5 to 9 are not Z85")
                .withMessageNotContaining(group);
    }
}
