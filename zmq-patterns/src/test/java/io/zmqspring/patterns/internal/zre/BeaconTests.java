package io.zmqspring.patterns.internal.zre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeaconTests {
    private static final UUID NODE = UUID.fromString("10111213-1415-1617-1819-1a1b1c1d1e1f");
    private static final String V2 = "5a52450110111213141516171819" + "1a1b1c1d1e1fc000";
    private static final String KEY = "00ff".repeat(16);

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Beacon decode(String hex) {
        return Beacon.decode(ByteBuffer.wrap(octets(hex)));
    }

    @Test
    @Tag("ZRE-01")
    @Tag("UDP-07")
    void ofVersion2() {
        Beacon beacon = Beacon.of(ZreVersion.V2, NODE, 49152);
        assertThat(beacon.encode()).isEqualTo(octets(V2));
        assertThat(decode(V2)).isEqualTo(beacon);
        assertThat(decode(V2).isGoodbye()).isFalse();
    }

    @Test
    @Tag("ZRE-07")
    void saysGoodbyeByPortZero() {
        String hex = "5a524501101112131415161718191a1b1c1d1e1f0000";
        assertThat(Beacon.of(ZreVersion.V2, NODE, 49152).goodbye().encode()).isEqualTo(octets(hex));
        assertThat(decode(hex).isGoodbye()).isTrue();
    }

    @Test
    @Tag("UDP-10")
    void ofVersion3MayCarryAKey() {
        String bare = "5a524503101112131415161718191a1b1c1d1e1fffff";
        assertThat(decode(bare)).isEqualTo(Beacon.of(ZreVersion.V3, NODE, 65535));
        Beacon withKey = Beacon.of(ZreVersion.V3, NODE, 65535).withKey(octets(KEY));
        assertThat(withKey.encode()).isEqualTo(octets(bare + KEY)).hasSize(54);
        assertThat(decode(bare + KEY)).isEqualTo(withKey);
        assertThat(decode(bare + KEY).key()).isEqualTo(octets(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "21",
                "5a524501101112131415161718191a1b1c1d1e1fc0", // too short
                "5a524501101112131415161718191a1b1c1d1e1fc00000", // too long
                "5a524601101112131415161718191a1b1c1d1e1fc000", // other letters
                "5a524502101112131415161718191a1b1c1d1e1fc000", // no such version
            })
    @Tag("UDP-04")
    void ignoresWhatIsNoneOfOurs(String hex) {
        assertThat(decode(hex)).isNull();
    }

    @Test
    @Tag("UDP-04")
    void ofVersion2CarriesNoKey() {
        assertThat(decode(V2 + KEY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesPortsThatAreNone(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Beacon.of(ZreVersion.V2, NODE, port))
                .withMessage("port=" + port + " must be 0 to 65535");
    }
}
