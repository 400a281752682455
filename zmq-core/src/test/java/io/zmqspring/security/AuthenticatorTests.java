package io.zmqspring.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTests {
    private static Verdict ask(Authenticator authenticator, Credentials credentials) {
        return authenticator.authenticate(credentials).toCompletableFuture().join();
    }

    private static Verdict.Status status(Authenticator authenticator, Credentials credentials) {
        return ask(authenticator, credentials).status();
    }

    private static Credentials plain(String user, String password) {
        return new Credentials.Plain("127.0.0.1", user.getBytes(UTF_8), password.getBytes(UTF_8));
    }

    private static Credentials at(String address) {
        return new Credentials.Anonymous(address);
    }

    @Test
    void usersAreKnownByNameAndPassword() {
        AllowedUsers users = AllowedUsers.of(Map.of("joe", "a", "jürg", ""));
        Authenticator authenticator = Authenticator.users(users);
        assertThat(ask(authenticator, plain("joe", "a")).user()).isEqualTo(User.named("joe"));
        assertThat(ask(authenticator, plain("jürg", "")).user()).isEqualTo(User.named("jürg"));
        assertThat(status(authenticator, plain("joe", "b"))).isEqualTo(Verdict.Status.REFUSED);
        assertThat(status(authenticator, plain("joe", ""))).isEqualTo(Verdict.Status.REFUSED);
        assertThat(status(authenticator, plain("", ""))).isEqualTo(Verdict.Status.REFUSED);
        assertThat(status(authenticator, at("127.0.0.1"))).isEqualTo(Verdict.Status.REFUSED);
        users.replace(Map.of("ann", "c"));
        assertThat(status(authenticator, plain("joe", "a"))).isEqualTo(Verdict.Status.REFUSED);
        assertThat(status(authenticator, plain("ann", "c"))).isEqualTo(Verdict.Status.ACCEPTED);
    }

    @Test
    void keysAreKnownByWhatTheyAreCalled() {
        CurveKey key = CurveKeyPair.generate().publicKey();
        Credentials shown = new Credentials.Curve("::1", key, new byte[0]);
        assertThat(ask(Authenticator.keys(key), shown).user()).isEqualTo(User.named(key.toString()));
        assertThat(ask(Authenticator.keys(AllowedKeys.of(Map.of(key, "joe"))), shown)
                        .user())
                .isEqualTo(User.named("joe"));
        assertThat(status(Authenticator.keys(), shown)).isEqualTo(Verdict.Status.REFUSED);
        assertThat(status(Authenticator.keys(key), plain("joe", key.toString())))
                .isEqualTo(Verdict.Status.REFUSED);
        assertThat(ask(Authenticator.acceptAll(), shown).user()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.1.128/25, 192.168.1.200, true",
        "192.168.1.128/25, 192.168.1.100, false",
        "192.168.1.5, 192.168.1.5, true",
        "192.168.1.5, 192.168.1.4, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::1, ::1, true",
        "fe80::/10, fe80::1%eth0, true",
        "fe80::/10, fec0::1, false",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "0.0.0.0/0, localhost:0:0, false",
        "0.0.0.0/0, example.org, false"
    })
    void addressesAreComparedByTheirFirstBits(String range, String address, boolean within) {
        Verdict.Status expected = within ? Verdict.Status.ACCEPTED : Verdict.Status.REFUSED;
        assertThat(status(Authenticator.addresses(range), at(address))).isEqualTo(expected);
        assertThat(status(Authenticator.acceptAll().from("203.0.113.77", range), at(address)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0/8", "::1/129", "10.0.0.0/"})
    void whatIsNoRangeIsRefused(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authenticator.addresses(range))
                .withMessageContaining("'" + range + "'");
    }

    @Test
    void noRangeAtAllIsRefusedToo() {
        assertThatIllegalArgumentException().isThrownBy(Authenticator::addresses);
        assertThat(List.of(Verdict.Status.values()))
                .extracting(Verdict.Status::code)
                .containsExactly(200, 300, 400, 500);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Verdict(Verdict.Status.REFUSED, "", User.named("joe")));
    }
}
