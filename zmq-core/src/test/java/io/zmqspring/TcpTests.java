package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of tcp, and what only tcp does. */
@ExtendWith(LeakCheck.class)
class TcpTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder events = new EventRecorder();

    private PeerSocket peer() {
        return context.peer(TestOptions.quick().eventListener(events).build());
    }

    private void assertReachable(PeerSocket binder, String endpoint) {
        PeerSocket client = context.peer(TestOptions.quick().build());
        client.send(client.connect(endpoint), Message.of(endpoint));
        assertThat(binder.receive().text()).isEqualTo(endpoint);
        client.close();
    }

    private static boolean hasIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1"));
        } catch (SocketException e) {
            return false;
        }
    }

    // ---- binding -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"*", "0"})
    @Tag("T-TCP-01")
    @Tag("T-TCP-03")
    @Tag("T-TCP-04")
    @Tag("T-EP-09")
    @Tag("T-EP-10")
    void picksAFreePortAndTellsWhich(String port) {
        PeerSocket binder = peer();
        Endpoint bound = binder.bind("tcp://127.0.0.1:" + port);
        assertThat(bound.scheme()).isEqualTo("tcp");
        assertThat(bound.port().orElseThrow()).isBetween(1, 65_535);
        assertThat(bound).hasToString("tcp://127.0.0.1:" + bound.port().orElseThrow());
        assertThat(binder.boundEndpoints()).containsExactly(bound);
        assertThat(events.await(SocketEvent.Listening.class).endpoint()).isEqualTo(bound);
        assertReachable(binder, bound.toString());
        binder.unbind(bound.toString());
        assertThat(binder.boundEndpoints()).isEmpty();
    }

    @Test
    @Tag("T-TCP-02")
    @Tag("T-TCP-23")
    @Tag("S-ALL-35")
    void bindsAllInterfaces() {
        PeerSocket binder = peer();
        Endpoint bound = binder.bind("tcp://*:*");
        int port = bound.port().orElseThrow();
        String all = hasIpv6() ? "tcp://[::]:" : "tcp://0.0.0.0:";
        assertThat(bound).hasToString(all + port);
        assertReachable(binder, "tcp://127.0.0.1:" + port);
        assertReachable(binder, "tcp://localhost:" + port);
        if (hasIpv6()) {
            assertReachable(binder, "tcp://[::1]:" + port);
        }
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> binder.unbind("tcp://*:" + port))
                .withMessageContaining(all + port);
        binder.unbind(bound.toString());
    }

    @Test
    @Tag("T-TCP-02")
    @Tag("T-TCP-22")
    void bindsAllInterfacesOfIpv4AloneWhereIpv6IsOff() {
        PeerSocket binder = ipv4Only();
        Endpoint bound = binder.bind("tcp://*:*");
        int port = bound.port().orElseThrow();
        assertThat(bound).hasToString("tcp://0.0.0.0:" + port);
        assertReachable(binder, "tcp://127.0.0.1:" + port);
        PeerSocket client =
                context.peer(TestOptions.quick().eventListener(events).build());
        client.connect("tcp://[::1]:" + port);
        events.await(SocketEvent.ConnectRetried.class, 2);
        assertThat(binder.peers()).isEmpty();
    }

    @Test
    @Tag("T-TCP-22")
    void refusesIpv6AddressesWhereIpv6IsOff() {
        PeerSocket socket = ipv4Only();
        for (String endpoint : List.of("tcp://[::1]:5555", "tcp://::1:5555", "tcp://[fe80::1%lo]:5555")) {
            for (Runnable call : List.<Runnable>of(() -> socket.bind(endpoint), () -> socket.connect(endpoint))) {
                assertThatExceptionOfType(ZmqEndpointException.class)
                        .isThrownBy(call::run)
                        .withMessageContaining("IPv6 is switched off")
                        .withMessageContaining("withIpv6(true)");
            }
        }
        assertThat(socket.bind("tcp://localhost:*").address()).startsWith("127.0.0.1:");
    }

    private PeerSocket ipv4Only() {
        return context.peer(
                TestOptions.quick().tcp(TcpOptions.DEFAULT.withIpv6(false)).build());
    }

    @Test
    @Tag("T-TCP-05")
    @Tag("T-TCP-06")
    void bindsAnInterfaceOrAName() throws IOException {
        String loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"))
                .getName();
        PeerSocket binder = peer();
        Endpoint byInterface = binder.bind("tcp://" + loopback + ":*");
        assertThat(byInterface.address()).startsWith("127.0.0.1:");
        assertReachable(binder, byInterface.toString());
        Endpoint byName = binder.bind("tcp://localhost:*");
        assertThat(byName.address()).matches("127\\.0\\.0\\.1:\\d+|\\[::1]:\\d+");
        assertReachable(binder, byName.toString());
    }

    @ParameterizedTest
    @CsvSource({"tcp://[::1]:*", "tcp://::1:*", "tcp://[::1%lo]:*"})
    @Tag("T-TCP-19")
    @Tag("T-TCP-20")
    @Tag("T-TCP-21")
    void bindsAndConnectsIpv6WithAndWithoutBracketsAndWithAZone(String endpoint) throws IOException {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        assumeTrue(!endpoint.contains("%") || NetworkInterface.getByName("lo") != null, "no interface lo");
        PeerSocket binder = peer();
        Endpoint bound = binder.bind(endpoint);
        assertThat(bound.address()).startsWith("[::1");
        assertReachable(binder, bound.toString());
        assertReachable(binder, endpoint.replace("*", "" + bound.port().orElseThrow()));
    }

    @Test
    @Tag("T-TCP-07")
    @Tag("T-EP-07")
    void doesNotBindANameThatDoesNotExist() {
        assertBindFails("tcp://no-such-host.invalid:*", ZmqBindException.Reason.ADDRESS_NOT_AVAILABLE);
    }

    @Test
    @Tag("T-TCP-08")
    @Tag("T-EP-07")
    void doesNotBindAnAddressOfAnotherMachine() {
        assertBindFails("tcp://192.0.2.1:*", ZmqBindException.Reason.ADDRESS_NOT_AVAILABLE);
    }

    private void assertBindFails(String endpoint, ZmqBindException.Reason reason) {
        PeerSocket socket = peer();
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> socket.bind(endpoint))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.endpoint()).isEqualTo(endpoint))
                .withMessageContaining(endpoint);
        assertThat(socket.boundEndpoints()).isEmpty();
    }

    @Test
    @Tag("T-TCP-09")
    @Tag("T-EP-07")
    void doesNotBindAPortInUseByItselfOrAnother() {
        PeerSocket binder = peer();
        String bound = binder.bind("tcp://127.0.0.1:*").toString();
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> binder.bind(bound))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(ZmqBindException.Reason.ADDRESS_IN_USE));
        assertBindFails(bound, ZmqBindException.Reason.ADDRESS_IN_USE);
        assertReachable(binder, bound);
    }

    @Test
    @Tag("T-TCP-10")
    @Tag("F-23")
    void canBeBoundAgainAtOnceAHundredTimes() {
        PeerSocket client = context.peer(TestOptions.quick().build());
        PeerSocket first = peer();
        String endpoint = first.bind("tcp://127.0.0.1:*").toString();
        int id = client.connect(endpoint);
        PeerSocket binder = first;
        for (int i = 0; i < 100; i++) {
            client.send(id, Message.of("" + i));
            assertThat(binder.receive().text()).isEqualTo("" + i);
            if (i % 2 == 0) {
                binder.unbind(endpoint);
            } else {
                binder.close();
                binder = context.peer(TestOptions.quick().build());
            }
            binder.bind(endpoint);
            long reconnects = i + 1L;
            Until.isTrue("reconnected", () -> client.stats().reconnects() == reconnects);
        }
    }

    // ---- malformed -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1",
                "tcp://127.0.0.1:",
                "tcp://127.0.0.1:http",
                "tcp://127.0.0.1:65536",
                "tcp://127.0.0.1:70000",
                "tcp://127.0.0.1:5555x",
                "tcp://127.0.0.1:-1",
                "tcp://127.0.0.1:+80",
                "tcp://:5555",
                "tcp://host name:5555",
                "tcp://-host:5555",
                "tcp://127.0.0.1:5555/",
                "tcp://127.0.0.1:5555/a//b",
                "tcp://127.0.0.1:5555/a?b",
                "tcp://a;127.0.0.1:5555",
                "tcp://;127.0.0.1:5555",
                "tcp://127.0.0.1:x;127.0.0.1:5555"
            })
    @Tag("T-TCP-11")
    @Tag("T-TCP-12")
    @Tag("T-TCP-17")
    @Tag("S-PEER-09")
    void refusesAMalformedAddressWithTheProblemAndAnExample(String endpoint) {
        PeerSocket socket = peer();
        for (Runnable call : List.<Runnable>of(() -> socket.bind(endpoint), () -> socket.connect(endpoint))) {
            assertThatExceptionOfType(ZmqEndpointException.class)
                    .isThrownBy(call::run)
                    .satisfies(e -> assertThat(e.endpoint()).isEqualTo(endpoint))
                    .withMessageContaining(endpoint)
                    .withMessageContaining("tcp://127.0.0.1:5555");
        }
        assertThat(socket.peers()).isEmpty();
        assertThat(socket.boundEndpoints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://*:5555", "tcp://127.0.0.1:*", "tcp://127.0.0.1:0", "tcp://*:*"})
    @Tag("T-TCP-13")
    @Tag("T-TCP-14")
    @Tag("S-PEER-09")
    void connectsToNoWildcard(String endpoint) {
        PeerSocket socket = peer();
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> socket.connect(endpoint))
                .withMessageContaining("can only be bound");
        assertThat(socket.peers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP://127.0.0.1:5555", "udp://127.0.0.1:5555", "http://x", "vmci://1:1", "pgm://a;b:1"})
    @Tag("T-EP-02")
    @Tag("T-EP-03")
    @Tag("T-EP-06")
    @Tag("S-PEER-09")
    void refusesTransportsItDoesNotHave(String endpoint) {
        PeerSocket socket = peer();
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.bind(endpoint));
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.connect(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tcp", "127.0.0.1:5555", "://127.0.0.1:5555", "tcp://"})
    @Tag("T-EP-01")
    void refusesWhatIsNoEndpoint(String endpoint) {
        PeerSocket socket = peer();
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.bind(endpoint));
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.connect(endpoint));
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.unbind(endpoint));
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.disconnect(endpoint));
    }

    // ---- connecting ----------------------------------------------------------------------------------------------

    @Test
    @Tag("T-TCP-16")
    @Tag("T-TCP-18")
    @Tag("S-ALL-02")
    @Tag("F-26")
    void goesOnTryingNamesThatDoNotResolveAndDelaysNobodyByIt() {
        PeerSocket binder = peer();
        String endpoint = binder.bind("tcp://127.0.0.1:*").toString();
        PeerSocket client =
                context.peer(TestOptions.quick().eventListener(events).build());
        for (int i = 0; i < 8; i++) {
            client.connect("tcp://no_such-host-" + i + ".invalid:5555");
        }
        long begin = System.nanoTime();
        client.send(client.connect(endpoint), Message.of("hello"));
        binder.receive();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        SocketEvent.ConnectRetried retried = events.await(
                SocketEvent.ConnectRetried.class,
                event -> event.endpoint().address().startsWith("no_such-host"));
        assertThat(retried.detail()).contains("cannot resolve");
        assertThat(client.peers()).hasSize(9);
    }

    @Test
    @Tag("T-TCP-35")
    void givesUpAnAttemptThatGetsNoAnswerAndTriesAgain() throws IOException {
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocketChannel full = ServerSocketChannel.open()) {
            full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            boolean pending = false;
            while (!pending && fillers.size() < 50) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(full.getLocalAddress());
                fillers.add(filler);
                pending = !connects(filler);
            }
            assumeTrue(pending, "this system accepts connections beyond the backlog");
            PeerSocket socket = context.peer(TestOptions.quick()
                    .connectTimeout(Duration.ofMillis(60))
                    .eventListener(events)
                    .build());
            socket.connect("tcp://127.0.0.1:" + full.socket().getLocalPort());
            List<SocketEvent.ConnectRetried> retries = events.await(SocketEvent.ConnectRetried.class, 2);
            assertThat(retries).allSatisfy(retry -> assertThat(retry.detail()).contains("PT0.06S (connectTimeout)"));
            assertThat(socket.peers().get(0).lastError()).contains("connectTimeout");
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    private static boolean connects(SocketChannel channel) throws IOException {
        long end = System.nanoTime() + Duration.ofMillis(100).toNanos();
        while (System.nanoTime() - end < 0) {
            if (channel.finishConnect()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    @Test
    @Tag("T-TCP-37")
    @Tag("T-TCP-39")
    @Tag("O-MON-13")
    void waitsTwiceAsLongAfterEachRefusalAndStartsAnewAfterASuccess() {
        PeerSocket binder = context.peer(TestOptions.quick().build());
        String endpoint = binder.bind("tcp://127.0.0.1:*").toString();
        binder.close();
        PeerSocket client = context.peer(TestOptions.quick()
                .reconnect(new Reconnect(Duration.ofMillis(20), Duration.ofMillis(80)))
                .eventListener(events)
                .build());
        client.connect(endpoint);
        List<SocketEvent.ConnectRetried> retries = events.await(SocketEvent.ConnectRetried.class, 5);
        long[] expected = {20, 40, 80, 80, 80};
        for (int i = 0; i < expected.length; i++) {
            assertThat(retries.get(i).delay().toNanos() / 1e6)
                    .as("wait " + i)
                    .isBetween(expected[i] * 0.8, expected[i] * 1.2);
            assertThat(retries.get(i).detail()).containsIgnoringCase("refused");
        }
        PeerSocket again = context.peer(TestOptions.quick().build());
        again.bind(endpoint);
        events.await(SocketEvent.HandshakeSucceeded.class);
        Until.stays("connected", Duration.ofMillis(90), () -> again.stats().connections() == 1);
        int before = events.events(SocketEvent.ConnectRetried.class).size();
        again.close();
        SocketEvent.ConnectRetried anew =
                events.await(SocketEvent.ConnectRetried.class, before + 1).get(before);
        assertThat(anew.delay().toNanos() / 1e6).isBetween(16.0, 24.0);
    }
}
