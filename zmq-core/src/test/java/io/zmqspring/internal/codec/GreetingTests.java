package io.zmqspring.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Wire;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreetingTests {

    @Test
    @Tag("Z-001")
    @Tag("Z-002")
    @Tag("Z-005")
    @Tag("Z-006")
    @Tag("Z-007")
    @Tag("Z-010")
    @Tag("Z-012")
    void writesSignatureVersionMechanismRoleAndFillerIn64Octets() {
        assertThat(Hex.text(new Greeting(1, "NULL", false).encode(0)))
                .isEqualTo(
                        "ff 00 00 00 00 00 00 00 00 7f 03 01 4e 55 4c 4c 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                                + "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    }

    @Test
    @Tag("Z-004")
    void writesTheLengthOfAnOldIdentityFrameIntoThePadding() {
        assertThat(Hex.text(new Greeting(1, "NULL", false).encode(1)))
                .startsWith("ff 00 00 00 00 00 00 00 01 7f 03 01");
        assertThat(Hex.text(new Greeting(1, "NULL", false).encode(256))).startsWith("ff 00 00 00 00 00 00 01 00 7f 03");
    }

    @Test
    void leavesWhatFollowsInTheBuffer() {
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes(Wire.GREETING, Wire.READY));
        Greeting.decode(in);
        assertThat(in.remaining()).isEqualTo(Hex.bytes(Wire.READY).length);
    }

    @Test
    @Tag("Z-007")
    void padsEveryMechanismNameWithNulsAndMarksTheServer() {
        assertThat(Hex.text(new Greeting(1, "PLAIN", true).encode(0)))
                .startsWith(
                        "ff 00 00 00 00 00 00 00 00 7f 03 01 50 4c 41 49 4e 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                                + "01 00");
        assertThat(Hex.text(new Greeting(1, "CURVE", false).encode(0)))
                .startsWith(
                        "ff 00 00 00 00 00 00 00 00 7f 03 01 43 55 52 56 45 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                                + "00 00");
    }

    @Test
    @Tag("Z-003")
    @Tag("Z-011")
    @Tag("Z-015")
    void ignoresPaddingFillerAndARoleThatNullDoesNotHave() {
        Random random = new Random(37);
        for (int round = 0; round < 100; round++) {
            byte[] greeting = Hex.bytes(Wire.GREETING);
            for (int i = 1; i <= 8; i++) {
                greeting[i] = (byte) random.nextInt();
            }
            for (int i = 33; i < 64; i++) {
                greeting[i] = (byte) random.nextInt();
            }
            greeting[32] = 1;
            assertThat(read(greeting)).isEqualTo(new Greeting(1, "NULL", true));
        }
    }

    @Test
    @Tag("Z-034")
    void takesAnyTenthOctetWithItsLowestBitSetForAVersionedGreeting() {
        byte[] greeting = Hex.bytes(Wire.GREETING);
        greeting[9] = 0x01;
        assertThat(read(greeting).mechanism()).isEqualTo("NULL");
    }

    @Test
    @Tag("Z-008")
    @Tag("Z-009")
    void comparesMechanismsOverAll20OctetsAndInTheirCase() {
        byte[] trailing = Hex.bytes(Wire.GREETING);
        trailing[31] = 'x';
        assertThat(read(trailing).mechanism()).isNotEqualTo("NULL").startsWith("NULL\0");
        byte[] adjacent = Hex.bytes(Wire.GREETING);
        adjacent[16] = ' ';
        assertThat(read(adjacent).mechanism()).isEqualTo("NULL ");
        assertThat(read(Hex.bytes(Wire.greeting("03 01", "null"))).mechanism()).isEqualTo("null");
        assertThat(read(Hex.bytes(Wire.greeting("03 01", "ABCDEFGHIJKLMNOPQRST")))
                        .mechanism())
                .isEqualTo("ABCDEFGHIJKLMNOPQRST");
    }

    @ParameterizedTest
    @CsvSource({"03 00, 0", "03 01, 1", "03 02, 1", "03 ff, 1", "04 00, 1", "04 01, 1", "ff 00, 1", "ff ff, 1"})
    @Tag("Z-038")
    @Tag("Z-039")
    @Tag("Z-040")
    @Tag("Z-041")
    void treatsEveryHigherVersionAs31AndKnows30(String version, int minor) {
        assertThat(read(Hex.bytes(Wire.greeting(version, "NULL"))).minor()).isEqualTo(minor);
    }

    private static Greeting read(byte[] octets) {
        return Greeting.decode(ByteBuffer.wrap(octets));
    }
}
