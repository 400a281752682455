package io.zmqspring.patterns.internal.discovery;

import static io.zmqspring.patterns.internal.discovery.FakeNetwork.ethernet;
import static io.zmqspring.patterns.internal.discovery.FakeNetwork.ip;
import static io.zmqspring.patterns.internal.discovery.FakeNetwork.loopback;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.patterns.internal.discovery.FakeNetwork.Sent;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery.Search;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import io.zmqspring.patterns.mesh.discovery.Told;
import io.zmqspring.security.CurveKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpSearchTests {
    private static final UUID OWN = UUID.fromString("99999999-0000-0000-0000-000000000009");
    private static final String OWN_ID = "99999999000000000000000000000009";
    private static final String KEY = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    private static final byte[] SOMEBODY =
            HexFormat.of().parseHex("5a5245" + "01" + "00112233445566778899aabbccddeeff" + "1388");
    private static final Nic ETH0 = ethernet("eth0", 2, "10.1.2.3", "10.1.2.255");

    private final Told told = new Told();

    private UdpSearch start(FakeNetwork network, Duration interval, @Nullable CurveKey key, @Nullable String nic) {
        return start(network, interval, key, nic, told);
    }

    private static UdpSearch start(
            FakeNetwork network, Duration interval, @Nullable CurveKey key, @Nullable String nic, Sightings sightings) {
        return UdpSearch.start(
                new BeaconSettings(5670, interval.toNanos(), null),
                new OwnNode(OWN, "tcp://10.1.2.3:4000", 4000, key, nic),
                sightings,
                network);
    }

    private static String hex(Sent sent) {
        return HexFormat.of().formatHex(sent.beacon());
    }

    @Tag("UDP-01")
    @Test
    void the_first_beacon_is_sent_at_once_and_the_last_says_goodbye() throws Exception {
        FakeNetwork network = new FakeNetwork(loopback(), ETH0);
        try (Search search = start(network, Duration.ofHours(1), null, null)) {
            assertThat(search).isNotNull();
            assertThat(hex(network.nextTo("10.1.2.255"))).isEqualTo("5a5245" + "01" + OWN_ID + "0fa0");
        }
        assertThat(hex(network.nextTo("10.1.2.255"))).isEqualTo("5a5245" + "01" + OWN_ID + "0000");
        assertThat(network.sent).isEmpty();
    }

    @Tag("UDP-01")
    @Test
    void beacons_are_sent_each_interval() throws Exception {
        FakeNetwork network = new FakeNetwork(ETH0);
        long before = System.nanoTime();
        try (Search search = start(network, Duration.ofMillis(50), null, null)) {
            assertThat(search).isNotNull();
            for (int i = 0; i < 5; i++) {
                network.nextTo("10.1.2.255");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(4 * 50));
        }
    }

    @Test
    void with_a_key_the_key_is_sent_along() throws Exception {
        FakeNetwork network = new FakeNetwork(ETH0);
        CurveKey key = CurveKey.of(HexFormat.of().parseHex(KEY));
        try (Search search = start(network, Duration.ofHours(1), key, null)) {
            assertThat(search).isNotNull();
            assertThat(hex(network.nextTo("10.1.2.255"))).isEqualTo("5a5245" + "03" + OWN_ID + "0fa0" + KEY);
        }
        assertThat(hex(network.nextTo("10.1.2.255"))).isEqualTo("5a5245" + "03" + OWN_ID + "0000" + KEY);
        assertThat(network.sent).isEmpty();
    }

    @Tag("UDP-10")
    @Test
    void no_network_carries_more_than_54_octets_of_a_node_an_interval() throws Exception {
        CurveKey key = CurveKey.of(HexFormat.of().parseHex(KEY));
        assertThat(octetsOfOneInterval(null)).isEqualTo(22);
        assertThat(octetsOfOneInterval(key)).isEqualTo(54);
    }

    private int octetsOfOneInterval(@Nullable CurveKey key) throws InterruptedException {
        FakeNetwork network = new FakeNetwork(ETH0);
        Search search = start(network, Duration.ofHours(1), key, null);
        int octets = network.nextTo("10.1.2.255").beacon().length;
        search.close(); // of which the goodbye is a proof that nothing else was sent
        assertThat(network.sent).hasSize(1);
        return octets;
    }

    @Test
    void on_a_named_interface_nothing_is_sent_to_others() throws Exception {
        FakeNetwork network = new FakeNetwork(loopback(), ETH0, ethernet("eth1", 3, "10.9.9.9", "10.9.9.255"));
        try (Search search = start(network, Duration.ofHours(1), null, "eth1")) {
            assertThat(search).isNotNull();
            network.nextTo("10.9.9.255");
        }
        assertThat(network.sent).extracting(Sent::to).containsExactly("10.9.9.255");
    }

    @Tag("UDP-05")
    @Test
    void an_unreachable_network_is_told_once_and_tried_again_with_each_beacon() throws Exception {
        FakeNetwork network = new FakeNetwork(loopback(), ETH0);
        network.unreachable("10.1.2.255", "Network is unreachable");
        Log log = new Log();
        try (Search search = start(network, Duration.ofMillis(20), null, null)) {
            assertThat(search).isNotNull();
            for (int i = 0; i < 5; i++) {
                network.nextTo("127.255.255.255"); // the others do not suffer
            }
            network.reachable("10.1.2.255");
            network.nextTo("10.1.2.255");
            for (int i = 0; i < 5; i++) {
                network.nextTo("10.1.2.255");
            }
        } finally {
            log.close();
        }
        assertThat(log.lines)
                .extracting(LogRecord::getMessage)
                .filteredOn(line -> line.contains("unreachable"))
                .singleElement()
                .asString()
                .contains("10.1.2.255 on eth0");
    }

    @Tag("PRS-08")
    @Test
    void an_interface_may_go_and_come_again_with_another_address() throws Exception {
        FakeNetwork network = new FakeNetwork(loopback(), ETH0);
        try (Search search = start(network, Duration.ofMillis(20), null, null)) {
            assertThat(search).isNotNull();
            network.nextTo("10.1.2.255");

            network.up(loopback());
            assertThat(told.next()).isEqualTo(new Told.Moved(ip("127.0.0.1")));
            network.sent.clear();
            for (int i = 0; i < 3; i++) {
                assertThat(network.sent.take().to()).isEqualTo("127.255.255.255");
            }

            network.up(loopback(), ethernet("eth0", 7, "10.5.6.7", "10.5.6.255"));
            assertThat(told.next()).isEqualTo(new Told.Moved(ip("10.5.6.7")));
            network.nextTo("10.5.6.255");
            assertThat(network.opened).as("groups must be joined anew").hasValue(3);

            network.bring(SOMEBODY, "10.5.6.8");
            assertThat(told.next(Sighting.class).endpoint()).isEqualTo("tcp://10.5.6.8:5000");
        }
    }

    @Tag("PRS-08")
    @Test
    void a_named_interface_may_be_absent_for_a_while() throws Exception {
        FakeNetwork network = new FakeNetwork(loopback());
        try (Search search = start(network, Duration.ofMillis(20), null, "eth0")) {
            assertThat(search).isNotNull();
            network.up(loopback(), ETH0);
            network.nextTo("10.1.2.255");
        }
        assertThat(network.sent).extracting(Sent::to).doesNotContain("127.255.255.255");
    }

    @Test
    void a_node_that_stumbles_over_a_sighting_goes_on_to_be_told() throws Exception {
        FakeNetwork network = new FakeNetwork(ETH0);
        Told stumbling = new Told();
        CountDownLatch both = new CountDownLatch(2);
        Sightings sightings = new Forwarding(stumbling) {
            @Override
            public void seen(Sighting other) {
                both.countDown();
                throw new IllegalStateException("stumbles, as this test wants");
            }
        };
        try (Search search = start(network, Duration.ofHours(1), null, null, sightings)) {
            assertThat(search).isNotNull();
            network.nextTo("10.1.2.255");
            network.bring(SOMEBODY, "10.1.2.8");
            network.bring(SOMEBODY, "10.1.2.8");
            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void it_may_be_closed_by_the_thread_that_it_tells() throws Exception {
        FakeNetwork network = new FakeNetwork(ETH0);
        AtomicReference<Search> search = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        Sightings sightings = new Forwarding(told) {
            @Override
            public void seen(Sighting other) {
                search.get().close();
                closed.countDown();
            }
        };
        search.set(start(network, Duration.ofHours(1), null, null, sightings));
        network.nextTo("10.1.2.255");
        network.bring(SOMEBODY, "10.1.2.8");
        network.bring(SOMEBODY, "10.1.2.8");
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(hex(network.nextTo("10.1.2.255"))).endsWith("0000");
        search.get().close();
        assertThat(closed.getCount()).isZero();
    }

    /** To be overridden in part. */
    private static class Forwarding implements Sightings {
        private final Told told;

        Forwarding(Told told) {
            this.told = told;
        }

        @Override
        public void seen(Sighting other) {
            told.seen(other);
        }

        @Override
        public void reachable(String endpoint) {
            told.reachable(endpoint);
        }

        @Override
        public void left(UUID id) {
            told.left(id);
        }

        @Override
        public void moved(java.net.InetAddress own) {
            told.moved(own);
        }
    }

    /** What the search logs. */
    private static final class Log extends Handler {
        final LinkedBlockingQueue<LogRecord> lines = new LinkedBlockingQueue<>();
        private final Logger logger = Logger.getLogger(UdpSearch.class.getName());

        Log() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {
            // kept in memory
        }

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
