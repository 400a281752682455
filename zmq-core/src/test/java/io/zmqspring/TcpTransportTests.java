package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Link;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Role;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tcp listens and connects to. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class TcpTransportTests {
    private final EventRecorder events = new EventRecorder();
    private final ZmqContext context = ZmqContext.create();
    private final PeerSocket socket = context.peer(SocketOptions.builder()
            .eventListener(events)
            .linger(Duration.ZERO)
            .receiveTimeout(Duration.ofSeconds(5))
            .reconnect(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(20)))
            .connectTimeout(Duration.ofMillis(300))
            .build());

    @AfterEach
    void close() {
        context.close();
    }

    // ---- binding -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "tcp://127.0.0.1:0"})
    @Tag("T-TCP-01")
    @Tag("T-TCP-03")
    @Tag("T-TCP-04")
    @Tag("T-EP-09")
    @Tag("T-EP-10")
    void aWildcardPortIsAFreeOneAndTheEndpointTellsWhich(String wildcard) {
        Endpoint endpoint = socket.bind(wildcard);
        assertThat(endpoint.toString()).matches("tcp://127\\.0\\.0\\.1:[1-9][0-9]*");
        assertThat(endpoint.port().getAsInt()).isPositive();
        assertThat(socket.boundEndpoints()).containsExactly(endpoint);
        assertThat(events.await(SocketEvent.Listening.class).endpoint()).isEqualTo(endpoint);
        assertServes(endpoint);
        socket.unbind(endpoint.toString());
        assertThat(socket.boundEndpoints()).isEmpty();
        Endpoint again = socket.bind(endpoint.toString());
        assertThat(again).isEqualTo(endpoint);
        assertServes(again);
    }

    @Test
    @Tag("T-TCP-02")
    void aWildcardHostIsEveryInterface() {
        Endpoint endpoint = socket.bind("tcp://*:*");
        assertThat(endpoint.toString()).matches("tcp://(\\[::]|0\\.0\\.0\\.0):[1-9][0-9]*");
        assertServes(new Endpoint("tcp", "127.0.0.1:" + endpoint.port().getAsInt()));
    }

    @Test
    @Tag("T-TCP-05")
    void aNameOfAnInterfaceIsItsAddress() throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
        Endpoint endpoint = socket.bind("tcp://" + loopback.getName() + ":*");
        assertThat(endpoint.toString()).startsWith("tcp://127.0.0.1:");
        assertServes(endpoint);
    }

    @Test
    @Tag("T-TCP-06")
    void aHostNameCanBeBoundAndConnectedTo() {
        Endpoint endpoint = socket.bind("tcp://localhost:*");
        socket.connect("tcp://localhost:" + endpoint.port().getAsInt());
        assertThat(events.await(SocketEvent.HandshakeSucceeded.class, 2)).hasSize(2);
    }

    @Test
    @Tag("T-TCP-07")
    @Tag("T-EP-07")
    @Tag("O-131")
    void aNameThatDoesNotExistCannotBeBound() {
        assertRefused("tcp://no-such-host.invalid:5555", ZmqBindException.Reason.ADDRESS_NOT_AVAILABLE, "no-such-host");
    }

    @Test
    @Tag("T-TCP-08")
    @Tag("T-EP-07")
    @Tag("O-131")
    void anAddressOfAnotherMachineCannotBeBound() {
        assertRefused(
                "tcp://192.0.2.1:5555", ZmqBindException.Reason.ADDRESS_NOT_AVAILABLE, "must belong to this machine");
    }

    @Test
    @Tag("T-TCP-09")
    @Tag("T-EP-07")
    @Tag("O-131")
    @Tag("O-ERR-02")
    void aPortInUseCannotBeBoundNotEvenByTheSameSocket() {
        Endpoint endpoint = socket.bind("tcp://127.0.0.1:*");
        assertRefused(endpoint.toString(), ZmqBindException.Reason.ADDRESS_IN_USE, "stop what listens there");
        PeerSocket other = context.peer();
        assertThatExceptionOfType(ZmqBindException.class).isThrownBy(() -> other.bind(endpoint.toString()));
        assertServes(endpoint);
    }

    private void assertRefused(String endpoint, ZmqBindException.Reason reason, String wayOut) {
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> socket.bind(endpoint))
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.endpoint()).isEqualTo(endpoint);
                })
                .withMessageStartingWith("cannot bind " + endpoint + ": ")
                .withMessageContaining(wayOut);
        SocketEvent.BindFailed event = events.await(SocketEvent.BindFailed.class);
        assertThat(event.endpoint()).hasToString(endpoint);
        assertThat(event.reason()).isEqualTo(reason);
        assertThat(event.detail()).contains(wayOut);
    }

    @Test
    @Tag("T-TCP-10")
    void aPortThatHadConnectionsCanBeBoundAgainAtOnce() {
        Endpoint endpoint = socket.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.handshake();
            socket.close(); // the server closes first: its end of the connection stays in TIME_WAIT
            peer.expectEnd();
        }
        PeerSocket next = context.peer();
        assertThat(next.bind(endpoint.toString())).isEqualTo(endpoint);
    }

    @Test
    @Tag("T-TCP-19")
    @Tag("T-TCP-20")
    void ipv6AddressesAreWrittenWithOrWithoutBrackets() {
        assumeTrue(hasIpv6(), "no IPv6 here");
        Endpoint endpoint = socket.bind("tcp://[::1]:*");
        assertThat(endpoint.toString()).matches("tcp://\\[::1\\]:[1-9][0-9]*");
        assertServes(endpoint);
        socket.connect("tcp://[::1]:" + endpoint.port().getAsInt());
        socket.connect("tcp://::1:" + endpoint.port().getAsInt());
        socket.connect("tcp://[0:0:0:0:0:0:0:1]:" + endpoint.port().getAsInt());
        Until.isTrue("three connections, both ends", () -> socket.stats().connections() == 6);
        assertThat(socket.peers())
                .allSatisfy(info -> assertThat(info.remoteAddress()).startsWith("[::1]:"));
        PeerSocket bare = context.peer();
        assertThat(bare.bind("tcp://::1:*").toString()).startsWith("tcp://[::1]:");
    }

    private static boolean hasIpv6() {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.bind(new InetSocketAddress("::1", 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A scripted peer can talk to the socket there. */
    private void assertServes(Endpoint endpoint) {
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.handshake().send(Wire.HELLO);
            assertThat(socket.receive().text()).isEqualTo("Hello");
        }
    }

    // ---- connecting ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://host_1.example-2.invalid:5555",
                "tcp://1host.invalid:1",
                "tcp://h:65535",
                "tcp://300.1.2.3:5555",
                "tcp://a-.invalid:80"
            })
    @Tag("T-TCP-16")
    @Tag("T-TCP-18")
    @Tag("S-ALL-02")
    void aNameThatDoesNotResolveNowIsNoErrorOfConnect(String endpoint) {
        int id = socket.connect(endpoint);
        assertThat(socket.peers()).singleElement().satisfies(info -> {
            assertThat(info.routingId()).isEqualTo(id);
            assertThat(info.state()).isEqualTo(PeerState.CONNECTING);
            assertThat(info.endpoint()).hasToString(endpoint);
        });
        socket.send(id, Message.of("later"));
    }

    @Test
    @Tag("O-129")
    @Tag("O-MON-13")
    @Tag("T-TCP-47")
    @Tag("Z-204")
    void aRefusedConnectionIsTriedAgainWithGrowingWaits() throws IOException {
        PeerSocket patient = context.peer(SocketOptions.builder()
                .eventListener(events)
                .reconnect(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(60)))
                .build());
        String endpoint;
        try (RawPeer.Listener listener = RawPeer.listen(io.zmqspring.testkit.TestTransport.TCP)) {
            endpoint = listener.endpoint();
        }
        patient.connect(endpoint);
        List<SocketEvent.ConnectRetried> retries = events.await(SocketEvent.ConnectRetried.class, 6);
        int[] waits = {10, 20, 40, 60, 60, 60};
        for (int i = 0; i < waits.length; i++) {
            assertThat(retries.get(i).endpoint()).hasToString(endpoint);
            assertThat(retries.get(i).detail()).isEqualTo("Connection refused");
            assertThat(retries.get(i).delay())
                    .isBetween(Duration.ofNanos(waits[i] * 800_000L), Duration.ofNanos(waits[i] * 1_200_000L));
        }
        assertThat(patient.peers()).singleElement().satisfies(info -> {
            assertThat(info.state()).isEqualTo(PeerState.CONNECTING);
            assertThat(info.lastError()).isEqualTo("Connection refused");
            assertThat(info.remoteAddress()).isNull();
            assertThat(info.lastTraffic()).isNull();
        });
        assertThat(events.events(SocketEvent.Connected.class)).isEmpty();
    }

    @Test
    @Tag("T-TCP-35")
    void anAttemptThatIsNotAnsweredIsGivenUpAndTriedAgain() throws IOException {
        try (ServerSocketChannel deaf = ServerSocketChannel.open()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            List<SocketChannel> fillers = new ArrayList<>();
            try {
                for (int i = 0; i < 8; i++) { // fills the queue of connections that nobody accepts
                    SocketChannel filler = SocketChannel.open();
                    fillers.add(filler);
                    filler.configureBlocking(false);
                    filler.connect(deaf.getLocalAddress());
                }
                socket.connect("tcp://127.0.0.1:" + ((InetSocketAddress) deaf.getLocalAddress()).getPort());
                assertThat(events.await(SocketEvent.ConnectRetried.class).detail())
                        .isEqualTo("no answer after PT0.3S (connectTimeout)");
            } finally {
                for (SocketChannel filler : fillers) {
                    filler.close();
                }
            }
        }
    }

    @Test
    @Tag("S-ALL-04")
    @Tag("T-TCP-39")
    @Tag("T-TCP-47")
    @Tag("O-MON-12")
    void theWaitsStartAnewAfterASuccess() {
        try (Link link = Link.open(Role.TCP_CONNECTS)) {
            for (int i = 0; i < 6; i++) {
                try (RawPeer peer = link.peer()) {
                    peer.handshake().expectSilence(Duration.ofMillis(45)); // longer than the longest wait
                }
            }
            assertThat(link.events().await(SocketEvent.ConnectRetried.class, 6))
                    .allSatisfy(event -> assertThat(event.delay()).isLessThanOrEqualTo(Duration.ofMillis(12)));
            Until.isTrue("five were counted", () -> link.socket().stats().reconnects() >= 5);
        }
    }

    @Test
    @Tag("Z-204")
    @Tag("F-22")
    @Tag("N-18")
    void whoIsPutOutRightAfterTheHandshakeWaitsLongerEachTime() {
        try (Link link = Link.open(Role.TCP_CONNECTS)) {
            for (int i = 0; i < 4; i++) {
                try (RawPeer peer = link.peer()) {
                    peer.handshake();
                }
            }
            assertThat(link.events()
                            .await(SocketEvent.ConnectRetried.class, 4)
                            .get(3)
                            .delay())
                    .isGreaterThan(Duration.ofMillis(30));
        }
    }
}
