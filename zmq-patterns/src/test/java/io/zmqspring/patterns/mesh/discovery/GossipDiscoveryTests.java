package io.zmqspring.patterns.mesh.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.security.CurveKeyPair;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GossipDiscoveryTests {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final UUID ANN = UUID.fromString("aaaaaaaa-0000-0000-0000-00000000000a");
    private static final String ANN_KEY = "AAAAAAAA00000000000000000000000A";
    private static final UUID BOB = UUID.fromString("0bbbbbbb-0000-0000-0000-00000000000b");
    private static final String BOB_KEY = "0BBBBBBB00000000000000000000000B";

    private final ZmqContext context = ZmqContext.create();
    private final List<MeshDiscovery.Search> searches = new ArrayList<>();
    private final Told told = new Told();

    @AfterEach
    void close() {
        searches.forEach(MeshDiscovery.Search::close);
        context.close();
    }

    private static String freeEndpoint() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return "tcp://127.0.0.1:" + any.getLocalPort();
        }
    }

    private static OwnNode node(UUID id, int port) {
        return new OwnNode(id, "tcp://10.1.2.3:" + port, port, null, null);
    }

    private void start(GossipDiscovery discovery, OwnNode own, Sightings sightings) {
        searches.add(discovery.start(own, sightings));
    }

    private static String publish(String key, String value) {
        byte[] octets = value.getBytes(StandardCharsets.US_ASCII);
        return "aaa00201" + "20" + HexFormat.of().formatHex(key.getBytes(StandardCharsets.US_ASCII))
                + String.format("%08x", octets.length) + HexFormat.of().formatHex(octets) + "00000000";
    }

    private static String hex(@Nullable Message message) {
        byte[] frame = Objects.requireNonNull(message, "nothing came").frame(message.frameCount() - 1);
        return HexFormat.of().formatHex(frame);
    }

    private static Message frame(String hex) {
        return Message.wrap(HexFormat.of().parseHex(hex));
    }

    @Test
    void in_a_chain_of_endpoints_everybody_learns_of_everybody() throws Exception {
        int nodes = 8;
        List<String> endpoints = new ArrayList<>();
        List<Told> hears = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            endpoints.add(freeEndpoint());
            hears.add(new Told());
        }
        for (int i = 0; i < nodes; i++) {
            GossipDiscovery alone = GossipDiscovery.of(context).bind(endpoints.get(i));
            GossipDiscovery linked = i + 1 < nodes ? alone.connect(endpoints.get(i + 1)) : alone; // not there yet
            start(linked, node(new UUID(0, i), 4000 + i), hears.get(i));
        }
        for (int i = 0; i < nodes; i++) {
            Set<Sighting> others = new HashSet<>();
            while (others.size() < nodes - 1) {
                others.add(hears.get(i).next(Sighting.class));
            }
            assertThat(others)
                    .allSatisfy(each -> assertThat(each.endpoint())
                            .isEqualTo("tcp://10.1.2.3:" + (4000 + each.id().getLeastSignificantBits())))
                    .extracting(each -> each.id())
                    .doesNotContain(new UUID(0, i));
        }
    }

    @Test
    void a_server_is_spoken_to_in_these_octets() throws Exception {
        try (RouterSocket server = context.router()) {
            String endpoint = server.bind("tcp://127.0.0.1:*").toString();
            start(GossipDiscovery.of(context).connect(endpoint), node(ANN, 4001), told);

            Message hello = Objects.requireNonNull(server.tryReceive(LONG));
            assertThat(hex(hello)).isEqualTo("aaa00101");
            byte[] client = hello.frame(0);
            assertThat(hex(server.tryReceive(LONG))).isEqualTo("aaa00301");
            server.send(Message.ofFrames(client, HexFormat.of().parseHex(publish(BOB_KEY, "tcp://localhost:5000"))));
            server.send(Message.ofFrames(client, HexFormat.of().parseHex("aaa00401")));

            assertThat(told.next()).isEqualTo(new Sighting(BOB, "tcp://127.0.0.1:5000", null));
            String own = publish(ANN_KEY, "tcp://10.1.2.3:4001");
            assertThat(hex(server.tryReceive(LONG)))
                    .isEqualTo(own.substring(0, own.length() - 8) + "0000ea60"); // for a minute
        }
    }

    @Test
    void a_client_is_answered_in_these_octets() throws Exception {
        String endpoint = freeEndpoint();
        start(GossipDiscovery.of(context).bind(endpoint), node(ANN, 4001), told);
        try (DealerSocket client = context.dealer()) {
            client.connect(endpoint);
            client.send(frame("aaa00301"));
            assertThat(hex(client.tryReceive(LONG))).isEqualTo("aaa00501");
            client.send(frame("aaa00101"));
            assertThat(hex(client.tryReceive(LONG))).startsWith("aaa00201" + "20");
            client.send(frame(publish(BOB_KEY, "tcp://10.1.2.9:5000")));
            client.send(frame("00"));
            client.send(frame(publish("not the id of a node, yet gossip", "tcp://10.1.2.9:5000")));
            client.send(frame("aaa00301"));
            assertThat(hex(client.tryReceive(LONG))).isEqualTo("aaa00401");
            assertThat(told.next()).isEqualTo(new Sighting(BOB, "tcp://10.1.2.9:5000", null));
        }
        assertThat(told.all).isEmpty();
    }

    @Test
    void a_gossip_that_comes_back_is_told_again() throws Exception {
        String endpoint = freeEndpoint();
        Told toBob = new Told();
        GossipDiscovery hub = GossipDiscovery.of(context).bind(endpoint);
        MeshDiscovery.Search first = hub.start(node(ANN, 4001), told);
        start(GossipDiscovery.of(context).connect(endpoint), node(BOB, 4002), toBob);
        assertThat(told.next(Sighting.class).id()).isEqualTo(BOB);
        first.close();
        told.all.clear();
        UUID anew = new UUID(7, 7);
        start(hub, node(anew, 4003), told);
        assertThat(told.next(Sighting.class).id()).isEqualTo(BOB);
        toBob.await(new Sighting(anew, "tcp://10.1.2.3:4003", null));
    }

    @Test
    void nodes_with_keys_tell_them_and_pass_over_those_without() throws Exception {
        String endpoint = freeEndpoint();
        CurveKeyPair ann = CurveKeyPair.generate();
        CurveKeyPair bob = CurveKeyPair.generate();
        Told toBob = new Told();
        start(GossipDiscovery.of(context).bind(endpoint), node(new UUID(1, 1), 4009), new Told());
        start(
                GossipDiscovery.of(context).connect(endpoint),
                new OwnNode(ANN, "tcp://10.1.2.3:4001", 4001, ann.publicKey(), null),
                told);
        start(
                GossipDiscovery.of(context).connect(endpoint),
                new OwnNode(BOB, "tcp://10.1.2.3:4002", 4002, bob.publicKey(), null),
                toBob);
        assertThat(told.next()).isEqualTo(new Sighting(BOB, "tcp://10.1.2.3:4002", bob.publicKey()));
        assertThat(toBob.next()).isEqualTo(new Sighting(ANN, "tcp://10.1.2.3:4001", ann.publicKey()));
    }

    @Test
    void who_is_known_is_mentioned_now_and_then_lest_two_give_each_other_up_for_ever() throws Exception {
        String endpoint = freeEndpoint();
        start(GossipDiscovery.of(context).bind(endpoint), node(ANN, 4001), told);
        start(GossipDiscovery.of(context).connect(endpoint), node(BOB, 4002), new Told());
        assertThat(told.next()).isEqualTo(new Sighting(BOB, "tcp://10.1.2.3:4002", null));
        assertThat(told.next()).isEqualTo(new Told.Reachable("tcp://10.1.2.3:4002"));
    }

    @Test
    void a_wrong_description_is_an_error_at_once() throws Exception {
        GossipDiscovery nowhere = GossipDiscovery.of(context);
        assertThat(nowhere.isContinuous()).isFalse();
        assertThatThrownBy(() -> nowhere.start(node(ANN, 4001), told))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bind one, or connect");
        assertThatThrownBy(() -> nowhere.bind("here")).isInstanceOf(ZmqEndpointException.class);
        assertThatThrownBy(() -> nowhere.connect("there")).isInstanceOf(ZmqEndpointException.class);
        try (ServerSocket taken = new ServerSocket(0)) {
            GossipDiscovery bound = nowhere.bind("tcp://127.0.0.1:" + taken.getLocalPort());
            assertThatThrownBy(() -> bound.start(node(ANN, 4001), told)).isInstanceOf(ZmqBindException.class);
        }
    }
}
