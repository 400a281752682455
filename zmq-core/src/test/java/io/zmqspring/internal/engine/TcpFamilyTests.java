package io.zmqspring.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import io.zmqspring.TcpKeepAlive;
import io.zmqspring.TcpOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpFamilyTests {
    private final TcpFamily family = new TcpFamily();

    private static StreamFamily.Destination destination(String address, TcpOptions options) {
        return new TcpFamily()
                .destination(
                        new Endpoint("tcp", address),
                        SocketOptions.builder().tcp(options).build());
    }

    private static StreamFamily.Destination destination(String address) {
        return destination(address, TcpOptions.DEFAULT);
    }

    /** Both ends of a connection, as the options want them. */
    private void withBothEnds(TcpOptions tcp, BiConsumer<SocketChannel, SocketChannel> test) throws IOException {
        SocketOptions options = SocketOptions.builder().tcp(tcp).build();
        StreamFamily.Listener listener = family.listen(new Endpoint("tcp", "127.0.0.1:*"), options);
        try (var server = listener.channel();
                SocketChannel client =
                        family.destination(listener.endpoint(), options).open()) {
            server.configureBlocking(true);
            family.configure(client, options);
            client.connect(server.getLocalAddress());
            try (SocketChannel accepted = server.accept()) {
                family.configure(accepted, options);
                test.accept(client, accepted);
            }
        }
    }

    private static <T> T get(SocketChannel channel, SocketOption<T> option) {
        try {
            return channel.getOption(option);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One host has 2^64 addresses of IPv6 to come from, and is one source all the same. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "2001:db8:1:2::1, 2001:db9:1:2::1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.1, ::ffff:192.0.2.1, true",
        "::1, 127.0.0.1, false"
    })
    @Tag("A-03")
    void oneSourceIsOneHostOrOneNetworkOfIpv6(String one, String other, boolean same) throws IOException {
        String source = TcpFamily.source(InetAddress.getByName(one));
        assertThat(source.equals(TcpFamily.source(InetAddress.getByName(other))))
                .isEqualTo(same);
    }

    @Test
    @Tag("Z-209")
    void turnsNagleOffOnBothEnds() throws IOException {
        withBothEnds(TcpOptions.DEFAULT, (client, accepted) -> {
            assertThat(get(client, StandardSocketOptions.TCP_NODELAY)).isTrue();
            assertThat(get(accepted, StandardSocketOptions.TCP_NODELAY)).isTrue();
        });
    }

    /** Linux doubles what it is told, and what it gives by itself is neither. */
    @Test
    @Tag("T-TCP-31")
    @Tag("O-007")
    @Tag("O-008")
    void setsTheBuffersOfBothEndsOrLeavesThem() throws IOException {
        withBothEnds(TcpOptions.DEFAULT.withBuffers(20_000, 30_000), (client, accepted) -> {
            for (SocketChannel end : new SocketChannel[] {client, accepted}) {
                assertThat(get(end, StandardSocketOptions.SO_SNDBUF)).isBetween(20_000, 40_000);
                assertThat(get(end, StandardSocketOptions.SO_RCVBUF)).isBetween(30_000, 60_000);
            }
        });
        withBothEnds(TcpOptions.DEFAULT, (client, accepted) -> {
            assertThat(get(client, StandardSocketOptions.SO_SNDBUF)).isGreaterThan(60_000);
            assertThat(get(client, StandardSocketOptions.SO_RCVBUF)).isGreaterThan(60_000);
        });
    }

    @Test
    @Tag("T-TCP-31")
    @Tag("O-008")
    void setsTheReceiveBufferBeforeItListens() throws IOException {
        SocketOptions options = SocketOptions.builder()
                .tcp(TcpOptions.DEFAULT.withBuffers(0, 30_000))
                .build();
        try (var server =
                family.listen(new Endpoint("tcp", "127.0.0.1:*"), options).channel()) {
            assertThat(server.getOption(StandardSocketOptions.SO_RCVBUF)).isBetween(30_000, 60_000);
        }
    }

    /** Linux holds one connection more than it is told. */
    @Test
    @Tag("T-TCP-30")
    void tellsTheSystemHowManyConnectionsItMayHoldBeforeTheyAreAccepted() throws IOException {
        assertThat(heldUnaccepted(2, 40)).isBetween(2, 39);
        assertThat(heldUnaccepted(100, 40)).isEqualTo(40);
    }

    private int heldUnaccepted(int backlog, int most) throws IOException {
        SocketOptions options = SocketOptions.builder().backlog(backlog).build();
        List<SocketChannel> clients = new ArrayList<>();
        try (var server =
                family.listen(new Endpoint("tcp", "127.0.0.1:*"), options).channel()) {
            boolean held = true;
            while (held && clients.size() < most) {
                SocketChannel client = SocketChannel.open();
                clients.add(client);
                client.configureBlocking(false);
                held = client.connect(server.getLocalAddress()) || isConnectedSoon(client);
            }
            return held ? clients.size() : clients.size() - 1;
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static boolean isConnectedSoon(SocketChannel client) throws IOException {
        try (Selector selector = Selector.open()) {
            client.register(selector, SelectionKey.OP_CONNECT);
            return selector.select(200) > 0 && client.finishConnect();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("T-TCP-32")
    @Tag("O-049")
    void setsTheTrafficClassOfBothEnds(boolean ipv6) throws IOException {
        TcpOptions options = TcpOptions.DEFAULT.withIpv6(ipv6);
        withBothEnds(options.withTrafficClass(0x28), (client, accepted) -> {
            assertThat(get(client, StandardSocketOptions.IP_TOS)).isEqualTo(0x28);
            assertThat(get(accepted, StandardSocketOptions.IP_TOS)).isEqualTo(0x28);
        });
        withBothEnds(
                options,
                (client, accepted) ->
                        assertThat(get(client, StandardSocketOptions.IP_TOS)).isZero());
    }

    @Test
    @Tag("T-TCP-33")
    @Tag("O-026")
    void probesSilentConnectionsOnlyIfToldTo() throws IOException {
        withBothEnds(TcpOptions.DEFAULT, (client, accepted) -> {
            assertThat(get(client, StandardSocketOptions.SO_KEEPALIVE)).isFalse();
            assertThat(get(accepted, StandardSocketOptions.SO_KEEPALIVE)).isFalse();
        });
        withBothEnds(TcpOptions.DEFAULT.withKeepAlive(TcpKeepAlive.ON), (client, accepted) -> {
            assertThat(get(client, StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(get(accepted, StandardSocketOptions.SO_KEEPALIVE)).isTrue();
        });
    }

    @Test
    @Tag("T-TCP-33")
    @Tag("O-027")
    @Tag("O-028")
    @Tag("O-029")
    void setsWhenAndHowOftenItProbes() throws IOException {
        TcpKeepAlive keepAlive = TcpKeepAlive.ON.withProbes(Duration.ofSeconds(61), Duration.ofSeconds(7), 3);
        withBothEnds(TcpOptions.DEFAULT.withKeepAlive(keepAlive), (client, accepted) -> {
            assumeTrue(client.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE), "no such options here");
            for (SocketChannel end : new SocketChannel[] {client, accepted}) {
                assertThat(get(end, ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(61);
                assertThat(get(end, ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(7);
                assertThat(get(end, ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "255.255.255.255:1", "0.0.0.0:1", "[::1]:1", "::1:1", "[fe80::1%eth0]:1"})
    void looksUpNoAddresses(String address) {
        assertThat(destination(address).isNamed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:1", "a.example:1", "300.1.2.3:1", "1.2.3.256:1", "1.2.3:1", "1.2.3.4.5:1", "h.1:1"})
    void looksUpNamesAndWhatOnlyResemblesAnAddress(String address) {
        assertThat(destination(address).isNamed()).isTrue();
    }

    @Test
    void findsTheAddressOfALiteral() throws IOException {
        assertThat(destination("[::1]:7").resolve())
                .containsExactly(new InetSocketAddress(InetAddress.getByName("::1"), 7));
    }

    @Test
    @Tag("T-TCP-22")
    void findsOnlyTheIpv4AddressesOfANameWhereIpv6IsOff() throws IOException {
        assertThat(destination("localhost:7", TcpOptions.DEFAULT.withIpv6(false))
                        .resolve())
                .containsExactly(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 7));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:9",
        "::1, [::1]:9",
        "::, [::]:9",
        "fe80::1, [fe80::1]:9",
        "2001:db8::, [2001:db8::]:9",
        "2001:db8:1:2:3:4:5:6, [2001:db8:1:2:3:4:5:6]:9"
    })
    @Tag("T-TCP-19")
    void writesAddressesAsPeopleDo(String address, String text) throws UnknownHostException {
        assertThat(TcpFamily.text(new InetSocketAddress(InetAddress.getByName(address), 9)))
                .isEqualTo(text);
    }
}
