package io.zmqspring.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.event.HandshakeFailure;
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
        assertThat(Hex.text(new Greeting(1, "NULL", false).encode()))
                .isEqualTo(
                        "ff 00 00 00 00 00 00 00 00 7f 03 01 4e 55 4c 4c 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                                + "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    }

    @Test
    @Tag("Z-007")
    void padsEveryMechanismNameWithNulsAndMarksTheServer() {
        assertThat(Hex.text(new Greeting(1, "PLAIN", true).encode()))
                .startsWith(
                        "ff 00 00 00 00 00 00 00 00 7f 03 01 50 4c 41 49 4e 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                                + "01 00");
        assertThat(Hex.text(new Greeting(1, "CURVE", false).encode()))
                .startsWith(
                        "ff 00 00 00 00 00 00 00 00 7f 03 01 43 55 52 56 45 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                                + "00 00");
    }

    @Test
    @Tag("Z-021")
    void readsTheSameWhereverItIsCut() throws ProtocolException {
        byte[] greeting = Hex.bytes(Wire.GREETING);
        for (int cut = 1; cut < Greeting.SIZE; cut++) {
            Greeting.Reader reader = new Greeting.Reader();
            assertThat(reader.read(ByteBuffer.wrap(greeting, 0, cut))).isFalse();
            assertThat(reader.read(ByteBuffer.wrap(greeting, cut, Greeting.SIZE - cut)))
                    .isTrue();
            assertThat(reader.greeting()).isEqualTo(new Greeting(1, "NULL", false));
        }
    }

    @Test
    @Tag("Z-021")
    void readsOctetByOctet() throws ProtocolException {
        byte[] greeting = Hex.bytes(Wire.GREETING);
        Greeting.Reader reader = new Greeting.Reader();
        for (int i = 0; i < Greeting.SIZE; i++) {
            assertThat(reader.read(ByteBuffer.wrap(greeting, i, 1))).isEqualTo(i == Greeting.SIZE - 1);
        }
        assertThat(reader.greeting()).isEqualTo(new Greeting(1, "NULL", false));
    }

    @Test
    @Tag("Z-021")
    void leavesWhatFollowsTheGreetingInTheBuffer() throws ProtocolException {
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes(Wire.GREETING, Wire.READY));
        assertThat(new Greeting.Reader().read(in)).isTrue();
        assertThat(in.remaining()).isEqualTo(Hex.bytes(Wire.READY).length);
    }

    @Test
    @Tag("Z-003")
    @Tag("Z-011")
    @Tag("Z-015")
    void ignoresPaddingFillerAndARoleThatNullDoesNotHave() throws ProtocolException {
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
    void takesAnyTenthOctetWithItsLowestBitSetForAVersionedGreeting() throws ProtocolException {
        byte[] greeting = Hex.bytes(Wire.GREETING);
        greeting[9] = 0x01;
        assertThat(read(greeting).mechanism()).isEqualTo("NULL");
    }

    @Test
    @Tag("Z-008")
    @Tag("Z-009")
    void comparesMechanismsOverAll20OctetsAndInTheirCase() throws ProtocolException {
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
    void treatsEveryHigherVersionAs31AndKnows30(String version, int minor) throws ProtocolException {
        assertThat(read(Hex.bytes(Wire.greeting(version, "NULL"))).minor()).isEqualTo(minor);
    }

    @ParameterizedTest
    @CsvSource({
        "00, first octet is not FF",
        "01 00, first octet is not FF",
        "48 54 54 50, first octet is not FF",
        "ff 00 00 00 00 00 00 00 01 00, unversioned greeting",
        "ff 00 00 00 00 00 00 00 01 7e, unversioned greeting",
        "ff 00 00 00 00 00 00 00 01 7f 00, version 0 is below ZMTP 3.0",
        "ff 00 00 00 00 00 00 00 01 7f 01, version 1 is below ZMTP 3.0",
        "ff 00 00 00 00 00 00 00 01 7f 02, version 2 is below ZMTP 3.0"
    })
    @Tag("Z-032")
    @Tag("Z-033")
    @Tag("Z-037")
    @Tag("Z-042")
    @Tag("Z-046")
    void refusesOlderPeersAtTheOctetThatShowsIt(String octets, String problem) {
        byte[] greeting = Hex.bytes(octets);
        assertThatThrownBy(() -> new Greeting.Reader().read(ByteBuffer.wrap(greeting)))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(HandshakeFailure.VERSION))
                .hasMessageContaining(problem);
        Greeting.Reader reader = new Greeting.Reader();
        int last = octets.startsWith("ff") ? greeting.length - 1 : 0;
        assertThatThrownBy(() -> {
                    for (int i = 0; i < greeting.length; i++) {
                        reader.read(ByteBuffer.wrap(greeting, i, 1));
                        assertThat(i).as("octets read without complaint").isLessThan(last);
                    }
                })
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void showsARefusedGreetingWithoutControlCharacters() {
        assertThatThrownBy(() -> new Greeting.Reader().read(ByteBuffer.wrap(Hex.bytes("47 45 54 0d 0a 1b"))))
                .hasMessageContaining("received GET\\x0d\\x0a\\x1b");
    }

    private static Greeting read(byte[] octets) throws ProtocolException {
        Greeting.Reader reader = new Greeting.Reader();
        assertThat(reader.read(ByteBuffer.wrap(octets))).isTrue();
        return reader.greeting();
    }
}
