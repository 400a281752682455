package io.zmqspring.patterns.mesh.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.ZmqBindException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the real network of this machine, which may be nothing but its loopback interface. */
@Timeout(60)
@SuppressWarnings("try") // a search may be closed again
class UdpDiscoveryTests {
    private static final UUID ANN = UUID.fromString("aaaaaaaa-0000-0000-0000-00000000000a");
    private static final UUID BOB = UUID.fromString("bbbbbbbb-0000-0000-0000-00000000000b");
    private static final String BOB_ID = "bbbbbbbb00000000000000000000000b";

    private final Told toAnn = new Told();
    private final Told toBob = new Told();

    private static int freePort() throws IOException {
        try (DatagramSocket any = new DatagramSocket(0)) {
            return any.getLocalPort();
        }
    }

    private static OwnNode node(UUID id, int port) {
        return new OwnNode(id, "tcp://127.0.0.1:" + port, port, null, null);
    }

    /** Somebody else at the same port. */
    private static DatagramSocket neighbour(int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(null);
        socket.setReuseAddress(true);
        if (socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        socket.setBroadcast(true);
        socket.bind(new InetSocketAddress(port));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String hear(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        socket.receive(packet);
        return HexFormat.of().formatHex(Arrays.copyOf(packet.getData(), packet.getLength()));
    }

    private static void shout(DatagramSocket socket, String hex, int port) throws IOException {
        byte[] octets = HexFormat.of().parseHex(hex);
        socket.send(new DatagramPacket(octets, octets.length, InetAddress.getByName("127.255.255.255"), port));
    }

    @Tag("UDP-02")
    @Test
    void two_nodes_on_one_port_hear_each_other_and_not_themselves_and_say_goodbye() throws Exception {
        UdpDiscovery discovery = UdpDiscovery.broadcast().withPort(freePort()).withInterval(Duration.ofMillis(50));
        assertThat(discovery.isContinuous()).isTrue();
        try (MeshDiscovery.Search ann = discovery.start(node(ANN, 4001), toAnn);
                MeshDiscovery.Search bob = discovery.start(node(BOB, 4002), toBob)) {
            for (int i = 0; i < 20; i++) {
                Sighting seen = toAnn.next(Sighting.class);
                assertThat(seen.id()).isEqualTo(BOB);
                assertThat(seen.endpoint()).startsWith("tcp://").endsWith(":4002");
                assertThat(toBob.next(Sighting.class).id()).isEqualTo(ANN);
            }
            bob.close();
            toAnn.await(new Told.Left(BOB));
            toBob.all.clear();
            ann.close();
            assertThat(toBob.all).isEmpty();
        }
    }

    @Tag("UDP-11")
    @Test
    void a_hundred_and_fifty_nodes_all_hear_each_other() throws Exception {
        int nodes = 150;
        UdpDiscovery discovery = UdpDiscovery.broadcast().withPort(freePort());
        List<MeshDiscovery.Search> searches = new ArrayList<>();
        CountDownLatch meetings = new CountDownLatch(nodes * (nodes - 1));
        try {
            for (int i = 0; i < nodes; i++) {
                Set<UUID> met = ConcurrentHashMap.newKeySet();
                Told told = new Told() {
                    @Override
                    public void seen(Sighting other) {
                        if (met.add(other.id())) {
                            meetings.countDown();
                        }
                    }
                };
                searches.add(discovery.start(node(new UUID(150, i), 10_000 + i), told));
            }
            assertThat(meetings.await(30, TimeUnit.SECONDS))
                    .as("%s are missing", meetings.getCount())
                    .isTrue();
        } finally {
            searches.forEach(MeshDiscovery.Search::close);
        }
    }

    @Test
    void what_we_send_is_what_the_protocol_says() throws Exception {
        int port = freePort();
        try (DatagramSocket socket = neighbour(port);
                MeshDiscovery.Search bob =
                        UdpDiscovery.broadcast().withPort(port).start(node(BOB, 4002), toBob)) {
            assertThat(bob).isNotNull();
            assertThat(hear(socket)).isEqualTo("5a5245" + "01" + BOB_ID + "0fa2");
        }
    }

    @Tag("UDP-04")
    @Test
    void foreign_datagrams_do_no_harm() throws Exception {
        int port = freePort();
        try (DatagramSocket socket = neighbour(port);
                MeshDiscovery.Search ann =
                        UdpDiscovery.broadcast().withPort(port).start(node(ANN, 4001), toAnn)) {
            assertThat(ann).isNotNull();
            hear(socket);
            shout(socket, "", port);
            shout(socket, "00".repeat(1000), port);
            shout(socket, "5a5245" + "01" + BOB_ID + "0fa2" + "00".repeat(100), port);
            shout(socket, "5a5245" + "07" + BOB_ID + "0fa2", port);
            shout(socket, "5a5245" + "01" + BOB_ID + "0fa2", port);
            assertThat(toAnn.next()).isEqualTo(new Sighting(BOB, "tcp://127.0.0.1:4002", null));
        }
    }

    @Test
    void multicast_reaches_the_nodes_of_one_machine() throws Exception {
        UdpDiscovery discovery = UdpDiscovery.multicast().withPort(freePort()).withInterval(Duration.ofMillis(50));
        try (MeshDiscovery.Search ann = discovery.start(node(ANN, 4001), toAnn);
                MeshDiscovery.Search bob = discovery.start(node(BOB, 4002), toBob)) {
            assertThat(ann).isNotNull();
            assertThat(toAnn.next(Sighting.class).id()).isEqualTo(BOB);
            assertThat(toBob.next(Sighting.class).id()).isEqualTo(ANN);
            bob.close();
            toAnn.await(new Told.Left(BOB));
        }
    }

    @Test
    void a_port_that_is_not_shared_is_an_error_which_says_what_to_do() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(null)) {
            taken.setReuseAddress(false);
            taken.bind(new InetSocketAddress(0));
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> UdpDiscovery.broadcast().withPort(port).start(node(ANN, 4001), toAnn))
                    .isInstanceOfSatisfying(
                            ZmqBindException.class,
                            e -> assertThat(e.reason()).isEqualTo(ZmqBindException.Reason.ADDRESS_IN_USE))
                    .hasMessageContainingAll("udp://*:" + port, "does not share it", "another port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.1.2.3", "fd00::1", "example.org", "239.0.0.300", "ff02::g"})
    void a_group_is_a_multicast_address(String text) {
        assertThatThrownBy(() -> UdpDiscovery.multicast(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("group=" + text, "239.255.56.70");
    }

    @Test
    void ports_and_intervals_have_limits() {
        UdpDiscovery udp = UdpDiscovery.multicast("ff02::5670");
        assertThatThrownBy(() -> udp.withPort(0)).hasMessageContainingAll("port=0", "1 to 65535");
        assertThatThrownBy(() -> udp.withPort(65_536)).hasMessageContaining("port=65536");
        assertThatThrownBy(() -> udp.withInterval(Duration.ZERO)).hasMessageContainingAll("interval=PT0S", "PT0.01S");
        assertThatThrownBy(() -> udp.withInterval(Duration.ofDays(1))).hasMessageContaining("interval=PT24H");
    }
}
