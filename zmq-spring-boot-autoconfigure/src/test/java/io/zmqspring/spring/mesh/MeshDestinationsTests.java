package io.zmqspring.spring.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a template sends {@code mesh:fleet/…}. */
class MeshDestinationsTests {
    private final FakeMeshNode node = new FakeMeshNode();
    private final ZmqSockets sockets = new ZmqSockets();
    private final ZmqTemplate template = new ZmqTemplate(sockets);

    MeshDestinationsTests() {
        sockets.setMeshes(new MeshNodes(Map.of("fleet", node), event -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mesh:fleet/alerts", "mesh:fleet/a/b", "mesh:fleet/a:b", "mesh:fleet/#1"})
    void they_are_written_as_they_are_read(String text) {
        ZmqDestination destination = ZmqDestination.parse(text);

        assertThat(destination.mesh()).isEqualTo("fleet");
        assertThat(destination).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mesh:", "mesh:fleet", "mesh:/alerts", "mesh:fleet/"})
    void a_mesh_alone_is_none(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZmqDestination.parse(text))
                .withMessageContaining("mesh:fleet/alerts");
    }

    @Tag("SPR-122")
    @Test
    void an_id_is_a_peer() {
        node.enter("one");
        MeshPeer two = node.enter("two");

        template.convertAndSend("mesh:fleet/" + two.id(), "hello");

        assertThat(node.sent).containsExactly("two: hello");
    }

    @Tag("SPR-122")
    @Test
    void a_group_is_everybody_in_it_and_wins_against_a_name() {
        node.enter("one", "alerts");
        node.enter("two", "alerts");
        node.enter("alerts");

        template.convertAndSend("mesh:fleet/alerts", "fire");

        assertThat(node.sent).containsExactlyInAnyOrder("one: fire", "two: fire");
    }

    @Test
    void peers_of_one_name_take_turns() {
        node.enter("stock");
        node.enter("stock");
        node.enter("other");

        template.convertAndSend("mesh:fleet/stock", "a");
        template.convertAndSend("mesh:fleet/stock", "b");

        assertThat(node.sent).containsExactly("stock: a", "stock: b");
    }

    @Test
    void a_group_in_which_only_we_are_is_no_error() {
        node.join("alerts");

        template.convertAndSend("mesh:fleet/alerts", "fire");

        assertThat(node.sent).isEmpty();
    }

    @Tag("SPR-122")
    @Test
    void what_nobody_has_is_refused_with_what_there_is() {
        MeshPeer one = node.enter("one", "alerts");

        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> template.convertAndSend("mesh:fleet/alarms", "fire"))
                .withMessageContainingAll("mesh:fleet/alarms", "one (" + one.id() + ")", "groups: [alerts]");
        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> template.convertAndSend("mesh:fleet/" + new UUID(3, 4), "fire"))
                .withMessageContaining("no peer has this id");
    }

    @Test
    void an_unknown_mesh_is_refused_with_those_there_are() {
        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> template.convertAndSend("mesh:flotte/alerts", "fire"))
                .withMessageContainingAll("'flotte'", "known: [fleet]", "zmq.mesh.flotte");
        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> new ZmqTemplate(new ZmqSockets()).convertAndSend("mesh:fleet/alerts", "fire"))
                .withMessageContaining("zmq-patterns");
    }

    @Test
    void a_request_is_refused() {
        node.enter("one", "alerts");

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> template.convertSendAndReceive("mesh:fleet/alerts", "x", String.class))
                .withMessageContaining("@ZmqMeshListener");
    }

    @Test
    void sends_that_do_not_wait_keep_their_order() throws Exception {
        MeshPeer one = node.enter("one");
        for (int i = 0; i < 99; i++) {
            template.to("mesh:fleet/" + one.id()).body(String.valueOf(i)).sendAsync();
        }
        template.to("mesh:fleet/" + one.id()).body("99").sendAsync().get(10, TimeUnit.SECONDS);

        assertThat(node.sent).hasSize(100).first().isEqualTo("one: 0");
        assertThat(node.sent.get(99)).isEqualTo("one: 99");
        assertThat(node.sent.get(50)).isEqualTo("one: 50");
    }

    @Test
    void no_socket_has_the_name_that_begins_such_destinations() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sockets.add("mesh", null))
                .withMessageContaining("mesh:");
    }
}
