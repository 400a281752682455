package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Heartbeat;
import io.zmqspring.Reconnect;
import io.zmqspring.SocketOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SocketOptionsMapperTests {

    @Test
    void every_property_becomes_an_option() {
        SocketOptions options = map(
                "desk",
                Map.ofEntries(
                        Map.entry("s.send.high-water-mark", "7"),
                        Map.entry("s.send.queue-size", "2KB"),
                        Map.entry("s.send.timeout", "3s"),
                        Map.entry("s.receive.high-water-mark", "8"),
                        Map.entry("s.receive.queue-size", "3KB"),
                        Map.entry("s.max-message-size", "1MB"),
                        Map.entry("s.heartbeat.interval", "1s"),
                        Map.entry("s.heartbeat.timeout", "2s"),
                        Map.entry("s.heartbeat.ttl", "3s"),
                        Map.entry("s.reconnect.delay", "10ms"),
                        Map.entry("s.reconnect.max-delay", "20ms"),
                        Map.entry("s.connect-timeout", "4s"),
                        Map.entry("s.handshake-timeout", "5s"),
                        Map.entry("s.linger", "6s"),
                        Map.entry("s.envelope", "never"),
                        Map.entry("s.properties.X-Zone", "north")));

        assertThat(options.sendHighWaterMark()).isEqualTo(7);
        assertThat(options.sendQueueBytes()).isEqualTo(2048);
        assertThat(options.sendTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.receiveHighWaterMark()).isEqualTo(8);
        assertThat(options.receiveQueueBytes()).isEqualTo(3072);
        assertThat(options.maxMessageSize()).isEqualTo(1 << 20);
        assertThat(options.heartbeat())
                .isEqualTo(new Heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)));
        assertThat(options.reconnect()).isEqualTo(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(20)));
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.linger()).isEqualTo(Duration.ofSeconds(6));
        assertThat(options.envelope()).isEqualTo(EnvelopeMode.NEVER);
        assertThat(options.properties()).containsOnly(Map.entry("X-Zone", "north"), Map.entry("X-Peer-Name", "desk"));
    }

    @Test
    void the_name_of_the_socket_goes_before_the_name_of_the_application() {
        assertThat(map("app", Map.of("s.peer-name", "desk")).properties()).containsEntry("X-Peer-Name", "desk");
    }

    @Test
    void nothing_is_announced_without_a_name() {
        assertThat(map(null, Map.of()).properties()).isEmpty();
        assertThat(map("app", Map.of("s.peer-name", "")).properties()).isEmpty();
    }

    @Test
    void a_value_that_cannot_be_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map(null, Map.of("s.send.high-water-mark", "0")))
                .withMessageContaining("sendHighWaterMark=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map(null, Map.of("s.properties.Zone", "north")))
                .withMessageContaining("X-");
    }

    private static SocketOptions map(String peerName, Map<String, String> properties) {
        ZmqProperties.Socket socket = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("s", ZmqProperties.Socket.class);
        return new SocketOptionsMapper(peerName).map(socket).build();
    }
}
