package io.zmqspring.boot.autoconfigure.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerState;
import io.zmqspring.SocketStats;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.FakePeerSocket;
import io.zmqspring.boot.autoconfigure.FakeZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.security.User;
import io.zmqspring.spring.core.ZmqSockets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZmqEndpointAutoConfigurationTests {
    private final ApplicationContextRunner notExposed = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class, ZmqEndpointAutoConfiguration.class, EndpointAutoConfiguration.class))
            .withBean(ZmqContext.class, FakeZmqContext::new)
            .withPropertyValues(
                    "zmq.sockets.orders.bind=tcp://127.0.0.1:*",
                    "zmq.sockets.orders.connect.billing=tcp://127.0.0.1:7");

    private final ApplicationContextRunner runner =
            notExposed.withPropertyValues("management.endpoints.web.exposure.include=zmq");

    @Test
    @Tag("SPR-100")
    void sockets_peers_and_counters_are_shown() {
        runner.run(context -> {
            FakePeerSocket orders = context.getBean("orders", FakePeerSocket.class);
            orders.stats(new SocketStats(
                    new Traffic(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), Map.of(DropReason.PEER_GONE, 11L), 12, 13, 14, 15));

            ZmqEndpoint.SocketDescriptor shown =
                    context.getBean(ZmqEndpoint.class).zmq().sockets().get("orders");

            assertThat(shown.type()).isEqualTo("PEER");
            assertThat(shown.bound()).containsExactly("tcp://127.0.0.1:50000");
            assertThat(shown.connections()).isEqualTo(12);
            assertThat(shown.reconnects()).isEqualTo(13);
            assertThat(shown.handshakeFailures()).isEqualTo(14);
            assertThat(shown.traffic().sentMessages()).isEqualTo(3);
            assertThat(shown.dropped()).containsOnly(Map.entry(DropReason.PEER_GONE, 11L));
            assertThat(shown.peerCount()).isEqualTo(1);
            assertThat(shown.peers().get(0).name()).isEqualTo("billing");
            assertThat(shown.peers().get(0).state()).isEqualTo("CONNECTING");
            assertThat(context.getBean(ZmqEndpoint.class).socket("orders")).isEqualTo(shown);
            assertThat(context.getBean(ZmqEndpoint.class).socket("unknown")).isNull();
        });
    }

    @Test
    void what_a_peer_says_about_itself_is_shown_printable_and_short() {
        runner.run(context -> {
            context.getBean("orders", FakePeerSocket.class)
                    .peer(new PeerInfo(
                            -2,
                            Endpoint.parse("tcp://127.0.0.1:50000"),
                            "127.0.0.1:9\r\n",
                            true,
                            PeerState.CONNECTED,
                            FakePeerSocket.SINCE,
                            null,
                            "bad\u001b[31m " + "x".repeat(1000),
                            Map.of("X-Peer-Name", "a\nb" + "c".repeat(100)),
                            User.named("al\u0007ice"),
                            Traffic.NONE));

            ZmqEndpoint.PeerDescriptor peer = context.getBean(ZmqEndpoint.class)
                    .zmq()
                    .sockets()
                    .get("orders")
                    .peers()
                    .get(1);

            assertThat(peer.routingId()).isEqualTo("4294967294");
            assertThat(peer.name()).isNull();
            assertThat(peer.accepted()).isTrue();
            assertThat(peer.remoteAddress()).isEqualTo("127.0.0.1:9??");
            assertThat(peer.user()).isEqualTo("al?ice");
            assertThat(peer.lastError()).startsWith("bad?[31m xxx").hasSizeLessThan(300);
            assertThat(peer.properties().get("X-Peer-Name"))
                    .startsWith("a?bccc")
                    .hasSizeLessThan(70);
        });
    }

    @Test
    void all_sockets_together_show_some_peers_and_one_socket_shows_all() {
        runner.run(context -> {
            FakePeerSocket orders = context.getBean("orders", FakePeerSocket.class);
            for (int routingId = 1; routingId <= 2000; routingId++) {
                orders.peer(FakePeerSocket.connected(routingId, "tcp://127.0.0.1:7"));
            }
            ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);

            assertThat(endpoint.zmq().sockets().get("orders").peerCount()).isEqualTo(2000);
            assertThat(endpoint.zmq().sockets().get("orders").peers()).hasSize(100);
            assertThat(endpoint.socket("orders").peers()).hasSize(2000);
        });
    }

    @Test
    void there_is_no_endpoint_unless_exposed() {
        notExposed.run(context -> assertThat(context).doesNotHaveBean(ZmqEndpoint.class));
    }

    @Test
    void there_is_no_endpoint_when_switched_off() {
        runner.withPropertyValues("management.endpoint.zmq.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(ZmqEndpoint.class));
        runner.withPropertyValues("zmq.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ZmqEndpoint.class));
    }

    @Test
    void an_endpoint_of_the_application_replaces_ours() {
        ZmqEndpoint own = new ZmqEndpoint(new ZmqSockets(), List::of, Map::of);
        runner.withBean("own", ZmqEndpoint.class, () -> own)
                .run(context -> assertThat(context).getBean(ZmqEndpoint.class).isSameAs(own));
    }
}
