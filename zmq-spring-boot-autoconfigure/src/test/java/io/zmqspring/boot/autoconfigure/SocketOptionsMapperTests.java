package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.HandshakeLimits;
import io.zmqspring.Heartbeat;
import io.zmqspring.IpcOptions;
import io.zmqspring.Message;
import io.zmqspring.PubSubOptions;
import io.zmqspring.Reconnect;
import io.zmqspring.ReqOptions;
import io.zmqspring.RouterOptions;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocksProxy;
import io.zmqspring.SubscriptionLimits;
import io.zmqspring.TcpKeepAlive;
import io.zmqspring.TcpOptions;
import io.zmqspring.UdpOptions;
import io.zmqspring.ZmtpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SocketOptionsMapperTests {

    @Test
    @Tag("SPR-15")
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
    void every_property_of_a_type_becomes_an_option() {
        SocketOptions options = map(
                "desk",
                Map.ofEntries(
                        Map.entry("s.identity", "desk-1"),
                        Map.entry("s.oldest-peer", "v2-0"),
                        Map.entry("s.immediate", "true"),
                        Map.entry("s.conflate", "true"),
                        Map.entry("s.notices.probe-router", "true"),
                        Map.entry("s.notices.hello", "hi"),
                        Map.entry("s.notices.disconnect", "gone"),
                        Map.entry("s.notices.hiccup", "hic"),
                        Map.entry("s.req.relaxed", "false"),
                        Map.entry("s.router.mandatory", "false"),
                        Map.entry("s.router.handover", "true"),
                        Map.entry("s.router.notify-connect", "true"),
                        Map.entry("s.pub-sub.notices", "manual"),
                        Map.entry("s.pub-sub.no-drop", "true"),
                        Map.entry("s.pub-sub.welcome", "welcome"),
                        Map.entry("s.pub-sub.limits.topics", "7"),
                        Map.entry("s.pub-sub.limits.size", "1KB"),
                        Map.entry("s.pub-sub.limits.topic-size", "100B"),
                        Map.entry("s.max-message-parts", "8"),
                        Map.entry("s.handshakes.size", "2KB"),
                        Map.entry("s.handshakes.metadata-size", "1KB"),
                        Map.entry("s.handshakes.at-once", "20"),
                        Map.entry("s.handshakes.per-source", "10"),
                        Map.entry("s.stream.notices", "false")));

        assertThat(options.identity()).asString().isEqualTo("desk-1");
        assertThat(options.oldestPeer()).isEqualTo(ZmtpVersion.V2_0);
        assertThat(options.immediate()).isTrue();
        assertThat(options.conflate()).isTrue();
        assertThat(options.notices().probeRouter()).isTrue();
        assertThat(options.notices().hello()).extracting(Message::text).isEqualTo("hi");
        assertThat(options.notices().disconnect()).extracting(Message::text).isEqualTo("gone");
        assertThat(options.notices().hiccup()).extracting(Message::text).isEqualTo("hic");
        assertThat(options.req()).isEqualTo(new ReqOptions(false, true));
        assertThat(options.router()).isEqualTo(new RouterOptions(false, true, true, false));
        assertThat(options.pubSub().notices()).isEqualTo(PubSubOptions.Notices.MANUAL);
        assertThat(options.pubSub().noDrop()).isTrue();
        assertThat(options.pubSub().welcome()).extracting(Message::text).isEqualTo("welcome");
        assertThat(options.pubSub().limits()).isEqualTo(new SubscriptionLimits(7, 1024, 100));
        assertThat(options.maxMessageParts()).isEqualTo(8);
        assertThat(options.handshakeLimits()).isEqualTo(new HandshakeLimits(2048, 1024, 20, 10));
        assertThat(options.stream().notices()).isFalse();
    }

    @Test
    void every_limit_may_be_left_out_by_name() {
        SocketOptions options = map(
                "desk",
                Map.of(
                        "s.max-message-size", "unlimited",
                        "s.max-message-parts", "unlimited",
                        "s.pub-sub.limits.topics", "unlimited",
                        "s.pub-sub.limits.size", "unlimited",
                        "s.pub-sub.limits.topic-size", "unlimited",
                        "s.handshakes.size", "unlimited",
                        "s.handshakes.metadata-size", "unlimited",
                        "s.handshakes.at-once", "unlimited",
                        "s.handshakes.per-source", "unlimited"));

        assertThat(options.maxMessageSize()).isEqualTo(SocketOptions.UNLIMITED);
        assertThat(options.maxMessageParts()).isEqualTo(SocketOptions.UNLIMITED);
        assertThat(options.pubSub().limits()).isEqualTo(SubscriptionLimits.UNLIMITED);
        assertThat(options.handshakeLimits()).isEqualTo(HandshakeLimits.UNLIMITED);
    }

    @Test
    void every_property_of_a_transport_becomes_an_option() {
        SocketOptions options = map(
                "desk",
                Map.ofEntries(
                        Map.entry("s.backlog", "9"),
                        Map.entry("s.reconnect.stop-on", "refused,lost"),
                        Map.entry("s.tcp.ipv6", "false"),
                        Map.entry("s.tcp.send-buffer", "64KB"),
                        Map.entry("s.tcp.receive-buffer", "32KB"),
                        Map.entry("s.tcp.traffic-class", "8"),
                        Map.entry("s.tcp.keep-alive.enabled", "true"),
                        Map.entry("s.tcp.keep-alive.idle", "60s"),
                        Map.entry("s.tcp.proxy.host", "socks"),
                        Map.entry("s.ipc.permissions", "rw-rw----"),
                        Map.entry("s.ipc.users", "alice,bob"),
                        Map.entry("s.udp.multicast-hops", "3"),
                        Map.entry("s.udp.max-datagram", "1KB"),
                        Map.entry("s.udp.multicast-loop", "false")));

        assertThat(options.backlog()).isEqualTo(9);
        assertThat(options.reconnect().stopOn())
                .containsExactlyInAnyOrder(Reconnect.Failure.REFUSED, Reconnect.Failure.LOST);
        assertThat(options.tcp())
                .isEqualTo(new TcpOptions(
                        false,
                        64 << 10,
                        32 << 10,
                        8,
                        new TcpKeepAlive(true, Duration.ofMinutes(1), Duration.ZERO, 0),
                        new SocksProxy("socks", 1080)));
        assertThat(options.ipc()).isEqualTo(new IpcOptions("rw-rw----", Set.of("alice", "bob")));
        assertThat(options.udp()).isEqualTo(new UdpOptions(3, false, 1024, 0, 0));
    }

    @Test
    void without_properties_options_are_those_of_the_core_but_req_is_never_stuck() {
        SocketOptions options = map(null, Map.of());
        SocketOptions core = SocketOptions.defaults();

        assertThat(options.req()).isEqualTo(ReqOptions.RELAXED);
        assertThat(options.router()).isEqualTo(core.router());
        assertThat(options.pubSub()).isEqualTo(core.pubSub());
        assertThat(options.notices()).isEqualTo(core.notices());
        assertThat(options.oldestPeer()).isEqualTo(core.oldestPeer());
        assertThat(options.tcp()).isEqualTo(core.tcp());
        assertThat(options.ipc()).isEqualTo(core.ipc());
        assertThat(options.udp()).isEqualTo(core.udp());
        assertThat(options.stream()).isEqualTo(core.stream());
        assertThat(options.reconnect()).isEqualTo(core.reconnect());
        assertThat(options.backlog()).isEqualTo(core.backlog());
        assertThat(options.identity()).isEqualTo(core.identity());
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
    @Tag("SPR-15")
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
