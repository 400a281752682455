package io.zmqspring.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.sample.web.Snapshot.History;
import io.zmqspring.sample.web.Snapshot.PeerView;
import io.zmqspring.sample.web.Snapshot.SocketView;
import io.zmqspring.sample.web.Topology.Link;
import io.zmqspring.sample.web.Topology.Node;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTests {
    private static final String DESK = "tcp://127.0.0.1:5555";

    @Test
    void aConnectionWithinTheProcessIsDrawnOnce() {
        Topology topology = Topology.of(List.of(
                socket("desk", DESK, accepted("trader-1", "127.0.0.1:40001"), accepted("trader-7", "127.0.0.1:40002")),
                socket("trader-1", null, made("desk", "127.0.0.1:5555"))));

        assertThat(topology.nodes())
                .containsExactly(
                        new Node("desk", "desk", true, true),
                        new Node("trader-1", "trader-1", true, false),
                        new Node("desk trader-7 127.0.0.1:40002", "trader-7", false, false));
        assertThat(topology.links())
                .containsExactly(
                        new Link("trader-1", "desk", "CONNECTED", 3),
                        new Link("desk trader-7 127.0.0.1:40002", "desk", "CONNECTED", 3));
    }

    @Test
    void anotherProcessOfTheSameNameIsAnotherNode() {
        Topology topology = Topology.of(List.of(
                socket("desk", DESK, accepted("trader-1", "127.0.0.1:40001"), accepted("trader-1", "10.0.0.7:40001")),
                socket("trader-1", null, made("desk", "127.0.0.1:5555"))));

        assertThat(topology.nodes()).hasSize(3);
        assertThat(topology.links()).hasSize(2);
    }

    @Test
    void whatIsElsewhereIsANodeOfItsOwn() {
        Topology topology = Topology.of(List.of(
                socket("trader-1", null, made("desk", "127.0.0.1:5555")),
                socket("trader-2", null, made("desk", "127.0.0.1:5555"))));

        assertThat(topology.nodes()).extracting(Node::name).containsExactly("trader-1", "trader-2", "desk");
        assertThat(topology.nodes().get(2).listens()).isTrue();
        assertThat(topology.links())
                .extracting(Link::to)
                .containsOnly(topology.nodes().get(2).id());
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://0.0.0.0:5555, 127.0.0.1:5555, true",
        "tcp://[0:0:0:0:0:0:0:0]:5555, [0:0:0:0:0:0:0:1]:5555, true",
        "tcp://127.0.0.1:5555, tcp://localhost:5555, true",
        "tcp://0.0.0.0:5555, 10.0.0.7:5555, false",
        "tcp://10.0.0.8:5555, 127.0.0.1:5555, false",
        "tcp://127.0.0.1:5555, 127.0.0.1:5556, false",
        "inproc://desk, inproc://desk, true"
    })
    void whoListensIsFoundByTheAddress(String bound, String address, boolean found) {
        Topology topology = Topology.of(List.of(socket("desk", bound), socket("trader", null, made("desk", address))));

        assertThat(topology.nodes()).hasSize(found ? 2 : 3);
    }

    private static SocketView socket(String name, String bound, PeerView... peers) {
        return new SocketView(
                name,
                name,
                bound == null ? List.of() : List.of(bound),
                0,
                0,
                new History(List.of(), List.of(), List.of(), List.of()),
                0,
                0,
                0,
                peers.length,
                List.of(peers));
    }

    private static PeerView made(String name, String address) {
        return new PeerView(name, false, DESK, address, "CONNECTED", Instant.EPOCH, null, 1, 2);
    }

    private static PeerView accepted(String name, String address) {
        return new PeerView(name, true, DESK, address, "CONNECTED", Instant.EPOCH, null, 1, 2);
    }
}
