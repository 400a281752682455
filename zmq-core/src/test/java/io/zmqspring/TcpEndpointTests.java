package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tcp endpoint may say besides host and port, and what either side learns of the other. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class TcpEndpointTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder events = new EventRecorder();

    private PeerSocket peer() {
        return context.peer(TestOptions.quick().eventListener(events).build());
    }

    private static int freePort() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            return ((InetSocketAddress) server.getLocalAddress()).getPort();
        }
    }

    private static String target(RawPeer.Listener listener) {
        return listener.endpoint().substring("tcp://".length());
    }

    // ---- source --------------------------------------------------------------------------------------------------

    @Test
    @Tag("T-TCP-26")
    @Tag("T-TCP-27")
    void aConnectionComesFromTheSourceAlsoToSeveralDestinations() throws IOException {
        int port = freePort();
        PeerSocket client = peer();
        for (int i = 0; i < 2; i++) {
            PeerSocket binder = context.peer(TestOptions.quick().build());
            Endpoint bound = binder.bind("tcp://127.0.0.1:*");
            int id = client.connect("tcp://127.0.0.1:" + port + ";" + bound.address());
            client.send(id, Message.of("hello"));
            binder.receive();
            assertThat(binder.peers())
                    .singleElement()
                    .satisfies(info -> assertThat(info.remoteAddress()).isEqualTo("127.0.0.1:" + port));
        }
        assertThat(client.stats().connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2:0", "127.0.0.2:*", "*:0"})
    @Tag("T-TCP-26")
    void aSourceMayLeaveThePortOrTheHostToTheSystem(String source) {
        PeerSocket binder = peer();
        Endpoint bound = binder.bind("tcp://127.0.0.1:*");
        PeerSocket client = context.peer(TestOptions.quick().build());
        client.send(client.connect("tcp://" + source + ";" + bound.address()), Message.of("hello"));
        assertThat(binder.receive().sender().properties())
                .containsEntry("Peer-Address", source.startsWith("*") ? "127.0.0.1" : "127.0.0.2");
    }

    @Test
    @Tag("T-TCP-26")
    void aSourceMayBeAnInterface() throws IOException {
        String loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"))
                .getName();
        PeerSocket binder = peer();
        Endpoint bound = binder.bind("tcp://127.0.0.1:*");
        PeerSocket client = context.peer(TestOptions.quick().build());
        client.send(client.connect("tcp://" + loopback + ":0;" + bound.address()), Message.of("hello"));
        assertThat(binder.receive().sender().properties()).containsEntry("Peer-Address", "127.0.0.1");
    }

    /** An interface may come, and an address may be given to this host later. */
    @ParameterizedTest
    @ValueSource(strings = {"no-such0:0", "192.0.2.1:0", "[::1]:0"})
    @Tag("T-TCP-26")
    void aSourceThatCannotBeUsedNowIsTriedAgain(String source) {
        try (RawPeer.Listener listener = RawPeer.listen(TestTransport.TCP)) {
            PeerSocket client = peer();
            client.connect("tcp://" + source + ";" + target(listener));
            events.await(SocketEvent.ConnectRetried.class, 2);
            listener.expectNobody(Duration.ofMillis(20));
        }
    }

    @Test
    void aSourceCannotBeBound() {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> peer().bind("tcp://127.0.0.1:1;127.0.0.1:*"))
                .withMessageContaining("for connect");
    }

    // ---- resource ------------------------------------------------------------------------------------------------

    @Test
    @Tag("Z-135")
    void aResourceIsAskedForWhereTheEndpointNamesOne() {
        try (RawPeer.Listener listener = RawPeer.listen(TestTransport.TCP)) {
            PeerSocket client = peer();
            client.connect(listener.endpoint() + "/a-b/c$_@.&+");
            try (RawPeer peer = listener.accept()) {
                peer.send(Wire.GREETING)
                        .expect(Wire.GREETING, Wire.ready("Socket-Type", "PEER", "Resource", "a-b/c$_@.&+"));
            }
            assertThat(Endpoint.parse(listener.endpoint() + "/a").port())
                    .isEqualTo(Endpoint.parse(listener.endpoint()).port());
        }
    }

    @Test
    @Tag("Z-137")
    @Tag("Z-138")
    void whoBindsReadsWhatIsAskedForAndRefusesNothing() {
        PeerSocket binder = peer();
        Endpoint bound = binder.bind("tcp://127.0.0.1:*");
        PeerSocket client = context.peer(TestOptions.quick().build());
        int id = client.connect(bound + "/orders");
        client.send(id, Message.of("hello"));
        Message message = binder.receive();
        assertThat(message.sender().properties()).containsEntry("Resource", "orders");
        binder.send(message.routingId(), message);
        assertThat(client.receive().sender().properties()).doesNotContainKey("Resource");
        client.disconnect(bound + "/orders");
    }

    @Test
    @Tag("T-TCP-29")
    void aResourceCannotBeBound() {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> peer().bind("tcp://127.0.0.1:*/orders"))
                .withMessageContaining("property Resource");
    }

    // ---- addresses -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    @Tag("T-TCP-52")
    void bothSidesSeeTheOthersAddressWithoutItsPort(String host) throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null, "no " + host + " here");
        PeerSocket binder = peer();
        Endpoint bound = binder.bind("tcp://" + host + ":*");
        PeerSocket client = context.peer(TestOptions.quick().build());
        client.send(client.connect(bound.toString()), Message.of("hello"));
        Message message = binder.receive();
        assertThat(message.sender().properties()).containsEntry("peer-address", host);
        binder.send(message.routingId(), message);
        assertThat(client.receive().sender().properties()).containsEntry("Peer-Address", host);
        assertThat(binder.peers().get(0).properties()).containsEntry("Peer-Address", host);
    }

    @Test
    @Tag("T-TCP-52")
    void whatAPeerSaysOfItsAddressDoesNotCount() {
        PeerSocket binder = peer();
        Endpoint bound = binder.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(bound)) {
            peer.send(Wire.GREETING, Wire.ready("Socket-Type", "PEER", "peer-address", "192.0.2.1"), Wire.HELLO);
            assertThat(binder.receive().sender().properties())
                    .containsEntry("Peer-Address", "127.0.0.1")
                    .hasSize(2);
        }
    }

    /** IPv4 in the clothes of IPv6 is the same address, whichever way it is written. */
    @Test
    @Tag("T-TCP-23")
    @Tag("T-TCP-25")
    void anIpv4AddressWrittenAsIpv6IsTheIpv4Address() {
        PeerSocket binder = peer();
        Endpoint bound = binder.bind("tcp://[::ffff:127.0.0.1]:*");
        int port = bound.port().orElseThrow();
        assertThat(bound).hasToString("tcp://127.0.0.1:" + port);
        PeerSocket client = context.peer(TestOptions.quick().build());
        String mapped = "tcp://[::ffff:127.0.0.1]:" + port;
        client.send(client.connect(mapped), Message.of("hello"));
        assertThat(binder.receive().sender().properties()).containsEntry("Peer-Address", "127.0.0.1");
        client.disconnect("tcp://127.0.0.1:" + port);
        assertThat(client.peers()).isEmpty();
        binder.unbind(mapped);
        assertThat(binder.boundEndpoints()).isEmpty();
    }
}
