package io.zmqspring.patterns.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.mesh.MeshEvent.Entered;
import io.zmqspring.patterns.mesh.MeshEvent.Evasive;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshEvent.Exited;
import io.zmqspring.patterns.mesh.MeshEvent.Whisper;
import io.zmqspring.patterns.mesh.discovery.GossipDiscovery;
import io.zmqspring.patterns.mesh.discovery.LookupDiscovery;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole nodes which find each other in each of the ways there are. */
@Timeout(90)
class DiscoveryMeshTests {
    private static final Duration EVASIVE = Duration.ofMillis(500);
    private static final Duration EXPIRE = Duration.ofSeconds(3);

    private final ZmqContext context = ZmqContext.create();
    private final Map<MeshNode, Diary> diaries = new LinkedHashMap<>();

    @AfterEach
    void close() {
        diaries.keySet().forEach(MeshNode::close);
        context.close();
    }

    private MeshNode start(String name, MeshDiscovery discovery, UnaryOperator<MeshNodeBuilder> more) {
        Diary diary = new Diary();
        MeshNode node = more.apply(MeshNode.builder(context).name(name).discovery(discovery))
                .listener(diary)
                .build();
        diaries.put(node, diary);
        node.start();
        return node;
    }

    private MeshNode start(String name, MeshDiscovery discovery) {
        return start(name, discovery, same -> same);
    }

    private MeshNode startImpatient(String name, MeshDiscovery discovery) {
        return start(name, discovery, each -> each.evasiveAfter(EVASIVE).expireAfter(EXPIRE));
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket any = new DatagramSocket(0)) {
            return any.getLocalPort();
        }
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    private void awaitAll() {
        for (MeshNode one : diaries.keySet()) {
            for (MeshNode other : diaries.keySet()) {
                if (one != other) {
                    diaries.get(one).await(Entered.class, other);
                }
            }
        }
    }

    private void talk(MeshNode from, MeshNode to) {
        assertThat(from.whisper(to.id(), "hello from " + from.name())).isTrue();
        assertThat(diaries.get(to).await(Whisper.class, from).text()).isEqualTo("hello from " + from.name());
    }

    /** Nobody was met twice, or lost. */
    private void assertCalm() {
        diaries.forEach((node, diary) -> {
            assertThat(diary.of(Exited.class)).as(node.name()).isEmpty();
            assertThat(diary.of(Entered.class)).as(node.name()).hasSize(diaries.size() - 1);
        });
    }

    private void assertCalmFor(Duration time) {
        await().during(time).atMost(time.multipliedBy(3)).untilAsserted(this::assertCalm);
    }

    @Tag("UDP-08")
    @Test
    void all_see_all_and_a_newcomer_within_two_seconds_of_its_start() throws Exception {
        UdpDiscovery udp = UdpDiscovery.broadcast().withPort(freeUdpPort());
        start("ann", udp);
        start("bob", udp);
        awaitAll(); // and all classes are loaded
        for (int i = 0; i < 4; i++) {
            start("node" + i, udp);
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> diaries.keySet().stream()
                            .allMatch(each -> each.peers().size() == diaries.size() - 1));
        }
        awaitAll();
        assertCalm();
    }

    @Test
    void a_node_that_stops_says_goodbye_by_its_beacon() throws Exception {
        UdpDiscovery udp = UdpDiscovery.broadcast().withPort(freeUdpPort());
        MeshNode ann = start("ann", udp);
        MeshNode bob = start("bob", udp);
        awaitAll();
        bob.stop();
        assertThat(diaries.get(ann).await(Exited.class, bob).reason()).isEqualTo(ExitReason.LEFT);
    }

    @Tag("PRS-04")
    @Test
    void who_is_not_heard_by_udp_any_more_but_answers_by_tcp_stays() throws Exception {
        UdpDiscovery udp = UdpDiscovery.broadcast().withPort(freeUdpPort()).withInterval(Duration.ofMillis(100));
        Muted muted = new Muted(udp);
        MeshNode ann = startImpatient("ann", muted);
        MeshNode bob = startImpatient("bob", udp);
        awaitAll();
        muted.block();
        diaries.get(ann).await(Evasive.class, bob);
        assertCalmFor(EXPIRE.plus(EVASIVE));
        talk(ann, bob);
    }

    @Tag("PRS-05")
    @Test
    void whose_beacons_are_heard_is_not_asked_by_tcp() throws Exception {
        int port = freeUdpPort();
        MeshNode ann = startImpatient("ann", UdpDiscovery.broadcast().withPort(port));
        try (RawPeer raw = new RawPeer(context)) {
            raw.greet(ann);
            assertThat(raw.hear(Duration.ofSeconds(10))).startsWith("aaa101"); // HELLO
            long start = System.nanoTime();
            while (System.nanoTime() - start < EVASIVE.toNanos() * 4) {
                raw.beacon(port);
                assertThat(raw.hear(EVASIVE.dividedBy(6))).isNull();
            }
            assertThat(diaries.get(ann).events()).hasOnlyElementsOfType(Entered.class);

            String asked = raw.hear(Duration.ofSeconds(10)); // without beacons, all else the same
            assertThat(asked).startsWith("aaa106"); // PING
            raw.say(2, new ZreCommand.PingOk());
        }
    }

    @Test
    void multicast_carries_a_mesh() throws Exception {
        UdpDiscovery udp = UdpDiscovery.multicast().withPort(freeUdpPort());
        MeshNode ann = start("ann", udp);
        MeshNode bob = start("bob", udp);
        start("cid", udp);
        awaitAll();
        talk(ann, bob);
        assertCalm();
    }

    @Test
    void a_list_of_endpoints_carries_a_mesh_and_nobody_is_met_twice() throws Exception {
        int[] ports = {freeTcpPort(), freeTcpPort(), freeTcpPort()};
        LookupDiscovery list = LookupDiscovery.of(
                "tcp://localhost:" + ports[0], "tcp://localhost:" + ports[1], "tcp://127.0.0.1:" + ports[2]);
        for (int port : ports) {
            start(
                    "node" + port,
                    list,
                    each -> each.port(port).evasiveAfter(EVASIVE).expireAfter(EXPIRE));
        }
        awaitAll();
        assertCalmFor(Duration.ofSeconds(5)); // everybody is looked up several times meanwhile
    }

    @Test
    void it_is_enough_that_one_of_two_can_look_the_other_up() throws Exception {
        int port = freeTcpPort();
        MeshNode ann = start("ann", LookupDiscovery.of(), each -> each.port(port));
        List<String> registry = List.of("tcp://127.0.0.1:" + port);
        MeshNode bob = start("bob", LookupDiscovery.of(() -> registry, Duration.ofMillis(50)));
        awaitAll();
        talk(ann, bob);
        talk(bob, ann);
        assertCalm();
    }

    @Test
    void a_chain_of_gossips_carries_a_mesh_and_nobody_is_met_twice() throws Exception {
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            endpoints.add("tcp://127.0.0.1:" + freeTcpPort());
        }
        for (int i = 0; i < 4; i++) {
            GossipDiscovery alone = GossipDiscovery.of(context).bind(endpoints.get(i));
            start("node" + i, i == 0 ? alone : alone.connect(endpoints.get(i - 1)));
        }
        awaitAll();
        assertCalmFor(Duration.ofSeconds(6)); // all are mentioned again meanwhile
        MeshNode last = List.copyOf(diaries.keySet()).get(3);
        last.stop();
        MeshNode first = List.copyOf(diaries.keySet()).get(0);
        assertThat(diaries.get(first).await(Exited.class, last).reason()).isEqualTo(ExitReason.LEFT);
    }

    @Test
    void nodes_that_are_found_in_different_ways_are_one_mesh() throws Exception {
        UdpDiscovery udp = UdpDiscovery.broadcast().withPort(freeUdpPort());
        String gossip = "tcp://127.0.0.1:" + freeTcpPort();
        int annsPort = freeTcpPort();
        int bobsPort = freeTcpPort();
        MeshNode ann = start("ann", udp, each -> each.port(annsPort));
        MeshNode bob = start("bob", GossipDiscovery.of(context).bind(gossip), each -> each.port(bobsPort));
        start("cid", udp);
        start("dan", GossipDiscovery.of(context).connect(gossip));
        MeshNode eve = start("eve", LookupDiscovery.of("tcp://127.0.0.1:" + annsPort, "tcp://127.0.0.1:" + bobsPort));
        diaries.get(eve).await(Entered.class, ann);
        diaries.get(eve).await(Entered.class, bob);
        diaries.get(ann).await(Entered.class, eve);
        diaries.get(bob).await(Entered.class, eve);
        ann.join("all");
        bob.join("all");
        await().until(() -> eve.members("all").size() == 2);
        assertThat(eve.shout("all", "both of you")).isEqualTo(2);
    }
}
