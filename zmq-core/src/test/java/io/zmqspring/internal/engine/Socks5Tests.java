package io.zmqspring.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.SocksProxy;
import io.zmqspring.testkit.Hex;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The octets of RFC 1928 and 1929, written from the RFCs. */
class Socks5Tests {
    private static final SocksProxy OPEN = new SocksProxy("proxy.example", 1080);
    private static final SocksProxy CLOSED = new SocksProxy("proxy.example", 1080, "me", "pass");

    private static String receive(Socks5 socks, String hex) throws IOException {
        byte[] octets = Hex.bytes(hex);
        assertThat(octets).as("as many as wanted").hasSize(socks.wanted());
        return Hex.text(socks.receive(octets));
    }

    private static String hex(String text) {
        return Hex.text(Hex.bytes(text));
    }

    @Test
    @Tag("T-SOCKS-02")
    void offersOneMethodTheOneItWants() {
        assertThat(Hex.text(new Socks5(OPEN, "h", 1).greeting())).isEqualTo(hex("05 01 00"));
        assertThat(Hex.text(new Socks5(CLOSED, "h", 1).greeting())).isEqualTo(hex("05 01 02"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 01 c0 00 02 07",
        "2001:db8::1, 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01",
        "fe80::1%eth0, 04 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01",
        "host.example, 03 0c 68 6f 73 74 2e 65 78 61 6d 70 6c 65"
    })
    @Tag("T-SOCKS-04")
    @Tag("T-SOCKS-05")
    void asksForAddressesAsTheyAreAndForNamesByName(String host, String address) throws IOException {
        Socks5 socks = new Socks5(OPEN, host, 5555);
        assertThat(receive(socks, "05 00")).isEqualTo(hex("05 01 00 " + address + " 15 b3"));
    }

    @Test
    @Tag("T-SOCKS-03")
    void saysUserAndPassword() throws IOException {
        Socks5 socks = new Socks5(CLOSED, "192.0.2.7", 80);
        assertThat(receive(socks, "05 02")).isEqualTo(hex("01 02 6d 65 04 70 61 73 73"));
        assertThat(receive(socks, "01 00")).isEqualTo(hex("05 01 00 01 c0 00 02 07 00 50"));
    }

    @Test
    @Tag("T-SOCKS-08")
    void saysUsersAndPasswordsOf255Octets() throws IOException {
        Socks5 socks = new Socks5(new SocksProxy("p", 1, "u".repeat(255), "p".repeat(255)), "192.0.2.7", 80);
        assertThat(receive(socks, "05 02")).isEqualTo(hex("01 ff" + "75".repeat(255) + "ff" + "70".repeat(255)));
    }

    /** Not one octet more: the next may be the greeting of the other side. */
    @ParameterizedTest
    @CsvSource({
        "05 00 00 01 7f, 00 00 01 04 38",
        "05 00 00 04 20, 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 04 38",
        "05 00 00 03 04, 6e 61 6d 65 04 38",
        "05 00 00 03 00, 04 38"
    })
    @Tag("T-SOCKS-06")
    void passesOverTheBoundAddressAndNothingElse(String start, String rest) throws IOException {
        Socks5 socks = new Socks5(OPEN, "192.0.2.7", 80);
        receive(socks, "05 00");
        assertThat(receive(socks, start)).isEmpty();
        assertThat(socks.isDone()).isFalse();
        assertThat(receive(socks, rest)).isEmpty();
        assertThat(socks.isDone()).isTrue();
        assertThat(socks.wanted()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "04 00, answers as version 4",
        "05 ff, wants a user and a password",
        "05 02, wants a user and a password",
        "48 54, answers as version 72"
    })
    @Tag("T-SOCKS-07")
    @Tag("T-SOCKS-09")
    void failsIfTheMethodIsNotTheOffered(String answer, String why) {
        assertFails(new Socks5(OPEN, "192.0.2.7", 80), answer, why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"05 00", "05 ff"})
    @Tag("T-SOCKS-07")
    @Tag("T-SOCKS-09")
    void failsIfThePasswordIsNotWanted(String answer) {
        assertFails(new Socks5(CLOSED, "192.0.2.7", 80), answer, "does not take a user and a password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 01", "01 ff", "05 00"})
    @Tag("T-SOCKS-03")
    void failsIfThePasswordIsWrongAndDoesNotTellIt(String answer) throws IOException {
        Socks5 socks = new Socks5(CLOSED, "192.0.2.7", 80);
        receive(socks, "05 02");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> receive(socks, answer))
                .withMessageContaining("refuses user me")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pass "));
    }

    @ParameterizedTest
    @CsvSource({
        "05 01 00 01 00, general failure",
        "05 02 00 01 00, not allowed",
        "05 03 00 01 00, network unreachable",
        "05 04 00 01 00, host unreachable",
        "05 05 00 01 00, connection refused",
        "05 06 00 01 00, TTL expired",
        "05 07 00 01 00, command not supported",
        "05 08 00 01 00, address type not supported",
        "05 ee 00 01 00, unknown",
        "04 00 00 01 00, replies as version 4",
        "05 00 00 02 00, address of unknown type 2"
    })
    @Tag("T-SOCKS-07")
    void failsWithTheReasonOfTheReply(String reply, String why) throws IOException {
        Socks5 socks = new Socks5(OPEN, "192.0.2.7", 80);
        receive(socks, "05 00");
        assertFails(socks, reply, why);
    }

    @Test
    void failsForANameThatIsTooLong() {
        assertFails(new Socks5(OPEN, "x".repeat(256), 80), "05 00", "256 octets > 255");
    }

    private static void assertFails(Socks5 socks, String answer, String why) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> receive(socks, answer))
                .withMessageContaining("proxy.example:1080")
                .withMessageContaining(why);
    }
}
