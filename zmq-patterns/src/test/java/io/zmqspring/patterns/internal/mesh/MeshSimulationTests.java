package io.zmqspring.patterns.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.patterns.internal.mesh.SimulatedNetwork.Conversation;
import io.zmqspring.patterns.internal.mesh.SimulatedNetwork.Node;
import io.zmqspring.patterns.mesh.MeshPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many nodes: whatever the order in which things arrive, the promises hold. */
@Timeout(60)
class MeshSimulationTests {
    private static final int ALL = Integer.MAX_VALUE;

    private static void settle(SimulatedNetwork network) {
        for (int i = 0; i < 40; i++) {
            network.beacons();
            network.deliver(ALL);
            network.pass(1, TimeUnit.SECONDS);
            network.deliver(ALL);
        }
    }

    private static void assertEverybodySeesEverybody(SimulatedNetwork network) {
        List<Node> nodes = network.nodes();
        for (Node node : nodes) {
            assertThat(node.mesh.peers()).hasSize(nodes.size() - 1);
            for (Node other : nodes) {
                if (other != node) {
                    Conversation seen = node.conversations.get(other.id);
                    assertThat(seen.groups).isEqualTo(other.mesh.ownGroups());
                    assertThat(seen.hasAllOf(other.conversations.get(node.id)))
                            .as("all has come")
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Tag("HAR-08")
    void nothingIsLostBetweenNodesThatStartAtTheSameInstant(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(seed, 1000, ALL);
        for (int i = 0; i < 30; i++) {
            network.start();
        }
        network.beacons();
        for (int i = 0; i < 5_000; i++) {
            network.deliver(1);
            for (Node node : network.nodes()) {
                List<MeshPeer> peers = node.mesh.peers();
                if (!peers.isEmpty() && i % 10 == 0) {
                    node.whisper(peers.get(peers.size() - 1));
                }
            }
        }
        network.deliver(ALL);
        assertEverybodySeesEverybody(network);
        assertThat(network.events()).isGreaterThan(30 * 29 + 10_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {ALL, 10})
    @Tag("GRP-05")
    void groupsAreNeverSilentlyWrong(int room) {
        SimulatedNetwork network = new SimulatedNetwork(room, 1000, room);
        for (int i = 0; i < 8; i++) {
            network.start();
        }
        settle(network);
        Random random = new Random(room);
        for (int i = 0; i < 300; i++) {
            for (Node node : network.nodes()) {
                String group = "group-" + random.nextInt(10);
                if (random.nextBoolean()) {
                    node.mesh.join(group);
                } else {
                    node.mesh.leave(group);
                }
            }
            network.deliver(random.nextInt(40));
        }
        settle(network);
        assertEverybodySeesEverybody(network);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    @Tag("SIM-01")
    @Tag("HAR-11")
    void promisesHoldWhileNodesComeAndGo(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(seed, 60, ALL); // ports are soon used again
        Random random = new Random(seed);
        for (int i = 0; i < 1_500; i++) {
            toggle(network, random);
            network.beacons();
            network.deliver(random.nextInt(200));
            for (Node node : network.nodes()) {
                List<MeshPeer> peers = node.mesh.peers();
                if (!peers.isEmpty()) {
                    node.whisper(peers.get(random.nextInt(peers.size())));
                    node.mesh.shout("group-" + random.nextInt(10), List.of(), new ArrayList<>());
                }
                if (random.nextInt(4) == 0) {
                    node.mesh.join("group-" + random.nextInt(10));
                } else if (random.nextInt(4) == 0) {
                    node.mesh.leave("group-" + random.nextInt(10));
                }
            }
            network.pass(750, TimeUnit.MILLISECONDS);
        }
        settle(network);
        assertEverybodySeesEverybody(network);
        assertThat(network.delivered()).isGreaterThan(50_000);
    }

    private static void toggle(SimulatedNetwork network, Random random) {
        List<Node> nodes = network.nodes();
        if (nodes.size() < 2 || (nodes.size() < 20 && random.nextBoolean())) {
            network.start();
        } else if (random.nextBoolean()) {
            network.kill(nodes.get(random.nextInt(nodes.size())));
        } else {
            network.sayGoodbye(nodes.get(random.nextInt(nodes.size())));
        }
    }

    @Test
    void aNodeThatIsAloneWaitsForNobody() {
        SimulatedNetwork network = new SimulatedNetwork(1, 10, ALL);
        Node node = network.start();
        network.beacons();
        assertThat(node.mesh.nextTime()).isNull();
    }
}
