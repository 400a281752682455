package io.zmqspring.internal.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.Security;
import io.zmqspring.security.Verdict;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Properties;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PLAIN octet by octet, as libzmq was seen to send it. */
class PlainMechanismTests {
    private static final Map<String, byte[]> PEER = Properties.octets(Map.of("Socket-Type", "PEER"));
    private static final String HELLO = "04 13 05 48 45 4c 4c 4f 05 61 64 6d 69 6e 06 73 65 63 72 65 74";
    private static final String WELCOME = "04 08 07 57 45 4c 43 4f 4d 45";
    private static final String INITIATE =
            "04 1d 08 49 4e 49 54 49 41 54 45 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00" + " 04 50 45 45 52";
    private static final String READY =
            "04 1a 05 52 45 41 44 59 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 04 50 45 45 52";

    private final Mechanism client = Mechanisms.create(Security.plainClient("admin", "secret"), PEER, "");
    private final Mechanism server =
            Mechanisms.create(Security.plainServer(Authenticator.acceptAll()), PEER, "192.0.2.1");

    private static String frame(Command command) {
        return Hex.text(FrameEncoder.command(command));
    }

    /** The command in a frame. */
    private static Command command(Mechanism reader, String frame) throws ProtocolException {
        byte[] octets = Hex.bytes(frame);
        return reader.parse(java.util.Arrays.copyOfRange(octets, 2, octets.length));
    }

    private static Command hello(String data) {
        return new Command("HELLO", Hex.bytes(data));
    }

    private static void assertRefused(Mechanism mechanism, Command command, HandshakeFailure reason) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> mechanism.process(command, 0))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    @Tag("Z-211")
    @Tag("Z-212")
    @Tag("Z-213")
    @Tag("Z-214")
    @Tag("Z-215")
    @Tag("Z-216")
    @Tag("Z-217")
    @Tag("Z-222")
    @Tag("Z-226")
    void everyOctetIsAsItShouldBe() throws ProtocolException {
        assertThat(frame(client.nextCommand())).isEqualTo(HELLO);
        assertThat(client.nextCommand()).isNull();
        assertThat(server.nextCommand()).isNull();
        server.process(command(server, HELLO), 0);
        assertThat(server.nextCommand()).as("before it is authenticated").isNull();
        Credentials.Plain shown = (Credentials.Plain) server.takeQuestion().credentials();
        assertThat(shown.address()).isEqualTo("192.0.2.1");
        assertThat(shown.username()).asString().isEqualTo("admin");
        assertThat(shown.password()).asString().isEqualTo("secret");
        server.answer(Verdict.accept());
        assertThat(frame(server.nextCommand())).isEqualTo(WELCOME);
        client.process(command(client, WELCOME), 0);
        assertThat(frame(client.nextCommand())).isEqualTo(INITIATE);
        assertThat(client.isDone()).isFalse();
        assertThat(server.nextCommand()).isNull();
        server.process(command(server, INITIATE), 0);
        assertThat(Properties.texts(server.peerProperties())).containsEntry("Socket-Type", "PEER");
        assertThat(frame(server.nextCommand())).isEqualTo(READY);
        assertThat(server.isDone()).isTrue();
        client.process(command(client, READY), 0);
        assertThat(client.isDone()).isTrue();
        assertThat(Properties.texts(client.peerProperties())).containsEntry("Socket-Type", "PEER");
        assertThat(client.sealing()).isNull();
    }

    @Test
    @Tag("Z-013")
    void theServerSaysThatItIsOne() {
        assertThat(server.asServer()).isTrue();
        assertThat(client.asServer()).isFalse();
        assertThat(server.name()).isEqualTo("PLAIN");
        assertThat(server.admitsOldPeers()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "01 61", "02 61", "01 61 02 62", "01 61 01 62 00"})
    @Tag("Z-219")
    void aHelloThatIsNotWholeIsRefused(String data) {
        assertRefused(server, hello(data), HandshakeFailure.MALFORMED_COMMAND);
        assertThat(server.nextCommand()).isNull();
    }

    @Test
    @Tag("Z-217")
    void nameAndPasswordMayBeEmpty() throws ProtocolException {
        server.process(hello("00 00"), 0);
        Credentials.Plain shown = (Credentials.Plain) server.takeQuestion().credentials();
        assertThat(shown.username()).isEmpty();
        assertThat(shown.password()).isEmpty();
    }

    @Test
    @Tag("Z-220")
    @Tag("O-153")
    void aWelcomeWithDataIsRefused() {
        client.nextCommand();
        assertRefused(client, new Command("WELCOME", new byte[1]), HandshakeFailure.MALFORMED_COMMAND);
    }

    @Test
    @Tag("O-154")
    @Tag("Z-120")
    void metadataThatCannotBeReadIsRefused() throws ProtocolException {
        client.nextCommand();
        client.process(new Command("WELCOME", new byte[0]), 0);
        client.nextCommand();
        assertRefused(client, new Command("READY", new byte[] {5, 'a'}), HandshakeFailure.INVALID_METADATA);
        server.process(hello("00 00"), 0);
        server.takeQuestion();
        server.answer(Verdict.accept());
        server.nextCommand();
        assertRefused(server, new Command("INITIATE", new byte[] {5, 'a'}), HandshakeFailure.INVALID_METADATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READY", "INITIATE", "WELCOME", "PING", "hello"})
    @Tag("Z-215")
    @Tag("Z-227")
    void anotherOrderIsRefused(String name) throws ProtocolException {
        assertRefused(server, new Command(name, new byte[0]), HandshakeFailure.UNEXPECTED_COMMAND);
        client.nextCommand();
        if (!name.equals("WELCOME")) {
            assertRefused(client, new Command(name, new byte[0]), HandshakeFailure.UNEXPECTED_COMMAND);
        }
        Mechanism asking = Mechanisms.create(Security.plainServer(Authenticator.acceptAll()), PEER, "");
        asking.process(hello("00 00"), 0);
        assertRefused(asking, new Command(name, new byte[0]), HandshakeFailure.UNEXPECTED_COMMAND);
    }

    @Test
    @Tag("Z-227")
    void twoClientsRefuseEachOther() {
        Command hello = client.nextCommand();
        Mechanism other = Mechanisms.create(Security.plainClient("a", "b"), PEER, "");
        other.nextCommand();
        assertRefused(other, hello, HandshakeFailure.UNEXPECTED_COMMAND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"04 0a 05 45 52 52 4f 52 03 34 30 30", "04 09 5e 52 52 4f 52 03 34 30 30"})
    @Tag("Z-224")
    void anErrorIsUnderstoodAsLibzmqSpellsItToo(String frame) throws ProtocolException {
        client.nextCommand();
        Command error = command(client, frame);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> client.process(error, 0))
                .withMessageContaining("400")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(HandshakeFailure.REJECTED_BY_PEER));
    }

    @Test
    @Tag("Z-223")
    void aRefusalIsAnErrorWithTheStatus() throws ProtocolException {
        server.process(hello("00 00"), 0);
        server.takeQuestion();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> server.answer(Verdict.refuse("no")))
                .satisfies(e -> assertThat(frame(Command.error(e.errorReason())))
                        .isEqualTo("04 0a 05 45 52 52 4f 52 03 34 30 30"));
    }
}
