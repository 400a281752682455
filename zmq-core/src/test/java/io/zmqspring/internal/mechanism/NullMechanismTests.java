package io.zmqspring.internal.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.Properties;
import io.zmqspring.testkit.Wire;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NullMechanismTests {
    private final NullMechanism mechanism = new NullMechanism(Properties.octets(Map.of("Socket-Type", "PEER")));

    @Test
    @Tag("Z-105")
    @Tag("S-PEER-34")
    void saysReadyOnceWithoutWaiting() {
        assertThat(Hex.text(FrameEncoder.command(mechanism.nextCommand()))).isEqualTo(Wire.READY);
        assertThat(mechanism.nextCommand()).isNull();
        assertThat(mechanism.isDone()).isFalse();
    }

    @Test
    @Tag("Z-106")
    void isDoneWhenBothHaveSaidReadyInEitherOrder() throws ProtocolException {
        mechanism.process(ready(), 0);
        assertThat(mechanism.isDone()).isFalse();
        mechanism.nextCommand();
        assertThat(mechanism.isDone()).isTrue();
        assertThat(Properties.texts(mechanism.peerProperties())).containsEntry("Socket-Type", "PEER");

        NullMechanism other = new NullMechanism(Map.of());
        other.nextCommand();
        other.process(ready(), 0);
        assertThat(other.isDone()).isTrue();
    }

    @Test
    @Tag("Z-012")
    void hasNoServer() {
        assertThat(mechanism.name()).isEqualTo("NULL");
        assertThat(mechanism.asServer()).isFalse();
    }

    @Test
    @Tag("Z-110")
    @Tag("Z-114")
    void endsByAnErrorAndTellsItsReason() {
        assertThatThrownBy(() -> mechanism.process(Command.error("go away"), 0))
                .isInstanceOfSatisfying(ProtocolException.class, e -> {
                    assertThat(e.reason()).isEqualTo(HandshakeFailure.REJECTED_BY_PEER);
                    assertThat(e.errorReason()).isNull();
                })
                .hasMessageContaining("go away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING", "PONG", "HELLO", "ready", "READY ", "SUBSCRIBE", "\n"})
    @Tag("Z-093")
    @Tag("Z-095")
    void refusesEveryOtherCommand(String name) {
        assertThatThrownBy(() -> mechanism.process(new Command(name, new byte[2]), 0))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.reason()).isEqualTo(HandshakeFailure.UNEXPECTED_COMMAND))
                .hasMessageContaining("where READY or ERROR was due");
    }

    private static Command ready() {
        return Command.ready(Properties.octets(Map.of("Socket-Type", "PEER")));
    }
}
