package io.zmqspring.spring.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmqspring.PeerState;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZmqSocketsTests {
    private final FakePeerSocket orders = new FakePeerSocket();
    private final FakePeerSocket audit = new FakePeerSocket();
    private final ZmqSockets sockets = new ZmqSockets();

    ZmqSocketsTests() {
        sockets.add("orders", orders);
        sockets.add("audit", audit);
    }

    private int route(String destination) {
        return sockets.route(ZmqDestination.parse(destination)).routingId();
    }

    private List<Integer> routes(String destination, int times) {
        return IntStream.range(0, times).mapToObj(i -> route(destination)).toList();
    }

    @Test
    void knowsSocketsByName() {
        assertThat(sockets.names()).containsExactly("audit", "orders");
        assertThat(sockets.get("orders")).isSameAs(orders);
        assertThatExceptionOfType(ZmqUnknownSocketException.class)
                .isThrownBy(() -> sockets.get("oders"))
                .withMessageContaining("'oders'")
                .withMessageContaining("[audit, orders]");
    }

    @Test
    void refusesASecondSocketOfTheSameName() {
        assertThatIllegalStateException().isThrownBy(() -> sockets.add("orders", audit));
    }

    @Test
    void refusesNamesThatDestinationsCannotWrite() {
        assertThatIllegalArgumentException().isThrownBy(() -> sockets.add("a/b", audit));
        assertThatIllegalArgumentException().isThrownBy(() -> sockets.addConnection("orders", "#1", "tcp://x:1", 1));
    }

    @Test
    void routesAConnectionNameEvenWhileItIsDown() {
        int id = orders.connect("tcp://x:1");
        sockets.addConnection("orders", "billing", "tcp://x:1", id);

        ZmqRoute route = sockets.route(ZmqDestination.name("billing"));

        assertThat(route.socketName()).isEqualTo("orders");
        assertThat(route.socket()).isSameAs(orders);
        assertThat(route.routingId()).isEqualTo(id);
    }

    @Test
    void takesSeveralConnectionsOfOneNameInTurn() {
        for (int id = 1; id <= 3; id++) {
            orders.peer(id, PeerState.CONNECTED, Map.of());
            sockets.addConnection("orders", "billing", "tcp://x:" + id, id);
        }

        assertThat(routes("billing", 6)).containsExactly(1, 2, 3, 1, 2, 3);
    }

    @Test
    void prefersConnectedOnesAndGoesBackToAllWhenNoneIs() {
        orders.peer(1, PeerState.CONNECTING, Map.of()).peer(2, PeerState.CONNECTED, Map.of());
        sockets.addConnection("orders", "billing", "tcp://x:1", 1);
        sockets.addConnection("orders", "billing", "tcp://x:2", 2);
        assertThat(routes("billing", 3)).containsOnly(2);

        orders.peer(2, PeerState.CONNECTING, Map.of());
        assertThat(routes("billing", 4)).containsExactlyInAnyOrder(1, 2, 1, 2);
    }

    @Test
    void keepsTheTurnWhenTheTopologyChanges() {
        orders.peer(1, PeerState.CONNECTED, Map.of()).peer(2, PeerState.CONNECTED, Map.of());
        sockets.addConnection("orders", "billing", "tcp://x:1", 1);
        sockets.addConnection("orders", "billing", "tcp://x:2", 2);

        int first = route("billing");
        orders.peer(3, PeerState.CONNECTED, Map.of());

        assertThat(route("billing")).isNotEqualTo(first);
    }

    @Test
    void routesAnAnnouncedNameWhileItsPeerIsConnected() {
        orders.peer(9, PeerState.CONNECTED, Map.of("X-Peer-Name", "trader"));
        assertThat(route("trader")).isEqualTo(9);
        assertThat(route("orders/trader")).isEqualTo(9);

        orders.remove(9);
        assertThatExceptionOfType(ZmqDestinationException.class).isThrownBy(() -> route("trader"));
    }

    @Test
    void prefersAConnectionNameToAnAnnouncedOne() {
        audit.peer(9, PeerState.CONNECTED, Map.of("X-Peer-Name", "billing"));
        orders.peer(1, PeerState.CONNECTING, Map.of());
        sockets.addConnection("orders", "billing", "tcp://x:1", 1);

        assertThat(sockets.route(ZmqDestination.name("billing")).socketName()).isEqualTo("orders");
    }

    @Test
    void refusesANameThatSeveralSocketsHave() {
        for (String socket : List.of("orders", "audit")) {
            ((FakePeerSocket) sockets.get(socket)).peer(1, PeerState.CONNECTED, Map.of());
            sockets.addConnection(socket, "billing", "tcp://x:1", 1);
        }

        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> route("billing"))
                .withMessageContaining("orders/billing")
                .withMessageContaining("audit/billing");
        assertThat(sockets.route(ZmqDestination.parse("audit/billing")).socket())
                .isSameAs(audit);
    }

    @Test
    void namesWhatIsKnownWithoutLettingPeersForgeLines() {
        sockets.addConnection("orders", "billing", "tcp://x:1", orders.connect("tcp://x:1"));
        orders.peer(9, PeerState.CONNECTED, Map.of("X-Peer-Name", "evil\nERROR all is lost"));

        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> route("bililng"))
                .withMessageContaining("[billing]")
                .withMessageContaining("[evil?ERROR all is lost]")
                .satisfies(e -> assertThat(e.destination()).isEqualTo("bililng"));
    }

    @Test
    void passesARoutingIdOnUnchecked() {
        assertThat(route("orders/#77")).isEqualTo(77);
        assertThatExceptionOfType(ZmqUnknownSocketException.class).isThrownBy(() -> route("nope/#77"));
    }

    @Test
    void forgetsTheConnectionsOfASocket() {
        sockets.addConnection("orders", "billing", "tcp://x:1", orders.connect("tcp://x:1"));
        assertThat(sockets.connections("orders")).hasSize(1);

        sockets.removeConnections("orders");

        assertThat(sockets.connections("orders")).isEmpty();
        assertThatExceptionOfType(ZmqDestinationException.class).isThrownBy(() -> route("billing"));
    }
}
