package io.zmqspring.patterns.internal.discovery;

import static io.zmqspring.patterns.internal.discovery.FakeNetwork.ethernet;
import static io.zmqspring.patterns.internal.discovery.FakeNetwork.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.patterns.mesh.discovery.Told;
import io.zmqspring.security.CurveKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeaconHearingTests {
    private static final UUID OWN = UUID.fromString("99999999-0000-0000-0000-000000000009");
    private static final UUID OTHER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final String ID = "00112233445566778899aabbccddeeff";
    private static final String KEY = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final CurveKey CURVE = CurveKey.of(HexFormat.of().parseHex(KEY));
    private static final List<Nic> NICS = List.of(ethernet("eth0", 2, "10.1.2.3", "10.1.2.255"));

    private final Told told = new Told();

    private BeaconHearing hearing(CurveKey key) {
        return new BeaconHearing(new OwnNode(OWN, "tcp://10.1.2.3:4000", 4000, key, "eth0"), told, false);
    }

    private static void hear(BeaconHearing hearing, String hex, String from) {
        hearing.accept(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), ip(from), NICS);
    }

    @Tag("UDP-07")
    @Test
    void the_address_is_that_of_the_datagram_and_the_port_is_big_endian() {
        BeaconHearing hearing = hearing(null);
        hear(hearing, "5a5245" + "01" + ID + "1388", "10.1.2.9");
        hear(hearing, "5a5245" + "03" + ID + "ffff", "10.1.2.9");
        assertThat(told.all)
                .containsExactly(
                        new Sighting(OTHER, "tcp://10.1.2.9:5000", null),
                        new Sighting(OTHER, "tcp://10.1.2.9:65535", null, 3));
        assertThat(hearing.ignored()).isZero();
    }

    @Test
    void port_zero_is_a_goodbye() {
        hear(hearing(null), "5a5245" + "01" + ID + "0000", "10.1.2.9");
        assertThat(told.all).containsExactly(new Told.Left(OTHER));
    }

    @Tag("UDP-04")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5a5245",
                "5a5245" + "01" + ID + "13", // an octet short
                "5a5245" + "01" + ID + "1388" + "00", // an octet long
                "5a5246" + "01" + ID + "1388", // ZRF
                "7a7265" + "01" + ID + "1388", // zre
                "5a5245" + "00" + ID + "1388",
                "5a5245" + "02" + ID + "1388",
                "5a5245" + "04" + ID + "1388",
                "5a5245" + "01" + ID + "1388" + KEY, // version 1 knows no keys
                "5a5245" + "03" + ID + "1388" + KEY + "00",
            })
    void what_is_no_beacon_is_dropped_and_counted(String datagram) {
        BeaconHearing hearing = hearing(null);
        hear(hearing, datagram, "10.1.2.9");
        assertThat(told.all).isEmpty();
        assertThat(hearing.ignored()).isOne();
    }

    @Tag("UDP-03")
    @Test
    void our_own_beacons_are_nothing_at_all() {
        BeaconHearing hearing = hearing(null);
        hear(hearing, "5a5245" + "01" + "99999999000000000000000000000009" + "1388", "10.1.2.3");
        hear(hearing, "5a5245" + "01" + "99999999000000000000000000000009" + "0000", "10.1.2.3");
        assertThat(told.all).isEmpty();
        assertThat(hearing.ignored()).isZero();
    }

    @Test
    void who_has_a_key_hears_only_those_with_a_key() {
        BeaconHearing hearing = hearing(CURVE);
        hear(hearing, "5a5245" + "01" + ID + "1388", "10.1.2.9");
        hear(hearing, "5a5245" + "03" + ID + "1388", "10.1.2.9");
        hear(hearing, "5a5245" + "03" + ID + "0000", "10.1.2.9");
        assertThat(told.all).isEmpty();
        assertThat(hearing.ignored()).isEqualTo(3);
        hear(hearing, "5a5245" + "03" + ID + "1388" + KEY, "10.1.2.9");
        assertThat(told.all).containsExactly(new Sighting(OTHER, "tcp://10.1.2.9:5000", CURVE));
    }

    @Test
    void who_has_no_key_cannot_talk_to_those_with_one() {
        BeaconHearing hearing = hearing(null);
        hear(hearing, "5a5245" + "03" + ID + "1388" + KEY, "10.1.2.9");
        assertThat(told.all).isEmpty();
        assertThat(hearing.ignored()).isOne();
    }

    @Test
    void on_one_interface_only_its_network_is_heard() {
        BeaconHearing hearing = hearing(null);
        hear(hearing, "5a5245" + "01" + ID + "1388", "10.1.3.9");
        assertThat(told.all).isEmpty();
        assertThat(hearing.ignored()).isOne();
    }
}
