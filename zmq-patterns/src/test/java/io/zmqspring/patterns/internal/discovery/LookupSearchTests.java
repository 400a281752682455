package io.zmqspring.patterns.internal.discovery;

import static io.zmqspring.patterns.internal.discovery.FakeNetwork.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.ZmqEndpointException;
import io.zmqspring.patterns.mesh.discovery.LookupDiscovery;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery.Search;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Told;
import io.zmqspring.patterns.mesh.discovery.Told.Reachable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LookupSearchTests {
    private static final OwnNode OWN = new OwnNode(new UUID(9, 9), "tcp://10.1.2.3:4000", 4000, null, null);

    private final Told told = new Told();
    private final Dns dns = new Dns();

    /** Names a test gives. */
    private static final class Dns implements Names {
        final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();

        void name(String host, String... literals) {
            addresses.put(host, Stream.of(literals).map(FakeNetwork::ip).toList());
        }

        @Override
        public List<InetAddress> addresses(String host) throws UnknownHostException {
            List<InetAddress> known = addresses.get(host);
            if (known == null) {
                throw new UnknownHostException(host);
            }
            return known;
        }

        @Override
        public boolean isOurs(InetAddress address) {
            return address.equals(ip("10.1.2.3")) || address.isLoopbackAddress();
        }
    }

    private Search start(Supplier<? extends Collection<String>> lookup, Duration interval) {
        return LookupSearch.start(lookup, interval.toNanos(), OWN, told, dns);
    }

    @Test
    void a_name_may_stand_for_many_nodes_one_of_which_is_ourselves() throws Exception {
        dns.name("orders", "10.1.2.2", "10.1.2.3", "10.1.2.4");
        try (Search search = start(() -> List.of("tcp://orders:4000"), Duration.ofHours(1))) {
            assertThat(search).isNotNull();
            assertThat(told.next()).isEqualTo(new Reachable("tcp://10.1.2.2:4000"));
            assertThat(told.next()).isEqualTo(new Reachable("tcp://10.1.2.4:4000"));
        }
        assertThat(told.all).isEmpty();
    }

    @Test
    void who_has_addresses_of_both_kinds_is_not_met_twice() throws Exception {
        dns.name("both", "fd00::5", "10.1.2.5");
        dns.name("ipv6", "fd00::6", "fd00::7");
        try (Search search = start(() -> List.of("tcp://both:4000", "tcp://ipv6:4000"), Duration.ofHours(1))) {
            assertThat(search).isNotNull();
            assertThat(told.next()).isEqualTo(new Reachable("tcp://10.1.2.5:4000"));
            assertThat(told.next()).isEqualTo(new Reachable("tcp://[fd00:0:0:0:0:0:0:6]:4000"));
            assertThat(told.next()).isEqualTo(new Reachable("tcp://[fd00:0:0:0:0:0:0:7]:4000"));
        }
    }

    @Test
    void another_port_of_our_machine_is_another_node() throws Exception {
        dns.name("localhost", "127.0.0.1");
        List<String> both = List.of("tcp://localhost:4000", "tcp://localhost:4001");
        try (Search search = start(() -> both, Duration.ofHours(1))) {
            assertThat(search).isNotNull();
            assertThat(told.next()).isEqualTo(new Reachable("tcp://10.1.2.3:4001")); // as that node says, too
        }
        assertThat(told.all).isEmpty();
    }

    @Test
    void what_is_known_of_names_later_is_found_later() throws Exception {
        dns.name("there", "10.1.2.7");
        List<String> both = List.of("tcp://not-yet:4000", "tcp://there:4000");
        try (Search search = start(() -> both, Duration.ofMillis(10))) {
            assertThat(search).isNotNull();
            assertThat(told.next()).isEqualTo(new Reachable("tcp://10.1.2.7:4000"));
            dns.name("not-yet", "10.1.2.6");
            told.await(new Reachable("tcp://10.1.2.6:4000"));
            dns.name("there", "10.1.2.8");
            told.await(new Reachable("tcp://10.1.2.8:4000"));
        }
    }

    @Test
    void whoever_cannot_answer_or_answers_nonsense_is_asked_again() throws Exception {
        dns.name("there", "10.1.2.7");
        AtomicInteger asked = new AtomicInteger();
        Supplier<List<String>> lookup = () -> switch (asked.getAndIncrement()) {
            case 0 -> throw new IllegalStateException("the registry is down, as this test wants");
            case 1 -> List.of("nonsense", "udp://there:4000", "tcp://there:4000");
            default -> List.of("tcp://there:5000");
        };
        try (Search search = start(lookup, Duration.ofMillis(10))) {
            assertThat(search).isNotNull();
            assertThat(told.next()).isEqualTo(new Reachable("tcp://10.1.2.7:4000"));
            assertThat(told.next()).isEqualTo(new Reachable("tcp://10.1.2.7:5000"));
        }
    }

    @Test
    void the_end_does_not_wait_for_a_lookup_that_hangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Search search = start(
                () -> {
                    hanging.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return List.of("tcp://there:4000");
                },
                Duration.ofHours(1));
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
        dns.name("there", "10.1.2.7");
        search.close();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(told.all).isEmpty();
    }

    @Test
    void a_list_of_addresses_needs_no_names() throws Exception {
        LookupDiscovery discovery = LookupDiscovery.of("tcp://192.0.2.77:4000", "tcp://[2001:db8::7]:4000");
        assertThat(discovery.isContinuous()).isFalse();
        try (Search search = discovery.start(OWN, told)) {
            assertThat(search).isNotNull();
            assertThat(told.next()).isEqualTo(new Reachable("tcp://192.0.2.77:4000"));
            assertThat(told.next()).isEqualTo(new Reachable("tcp://[2001:db8:0:0:0:0:0:7]:4000"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders:4000",
                "udp://orders:4000",
                "tcp://orders",
                "tcp://orders:0",
                "tcp://orders:*",
                "tcp://*:4000",
                "tcp://:4000",
                "tcp://fd00::7:4000",
                "tcp://[orders]:4000",
                "tcp://orders:70000",
                "inproc://orders"
            })
    void an_endpoint_is_tcp_with_a_host_and_a_port(String text) {
        assertThatThrownBy(() -> LookupDiscovery.of(text))
                .isInstanceOf(ZmqEndpointException.class)
                .hasMessageContaining(text);
    }

    @Test
    void intervals_have_limits() {
        Supplier<List<String>> none = List::of;
        assertThatThrownBy(() -> LookupDiscovery.of(none, Duration.ZERO)).hasMessageContaining("interval=PT0S");
        assertThatThrownBy(() -> LookupDiscovery.of(none, Duration.ofDays(1))).hasMessageContaining("interval=PT24H");
    }
}
