package io.zmqspring.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpFamilyTests {
    private final TcpFamily family = new TcpFamily();

    @Test
    @Tag("Z-209")
    void turnsNagleOffOnBothEnds() throws IOException {
        StreamFamily.Listener listener = family.listen(new Endpoint("tcp", "127.0.0.1:*"), SocketOptions.defaults());
        try (var server = listener.channel();
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            server.configureBlocking(true);
            try (SocketChannel accepted = server.accept()) {
                family.configure(client);
                family.configure(accepted);
                assertThat(client.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
                assertThat(accepted.getOption(StandardSocketOptions.TCP_NODELAY))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "255.255.255.255:1", "0.0.0.0:1", "[::1]:1", "::1:1", "[fe80::1%eth0]:1"})
    void looksUpNoAddresses(String address) {
        assertThat(family.isNamed(new Endpoint("tcp", address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:1", "a.example:1", "300.1.2.3:1", "1.2.3.256:1", "1.2.3:1", "1.2.3.4.5:1", "h.1:1"})
    void looksUpNamesAndWhatOnlyResemblesAnAddress(String address) {
        assertThat(family.isNamed(new Endpoint("tcp", address))).isTrue();
    }

    @Test
    void findsTheAddressOfALiteral() throws UnknownHostException {
        assertThat(family.resolve(new Endpoint("tcp", "[::1]:7")))
                .containsExactly(new InetSocketAddress(InetAddress.getByName("::1"), 7));
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
        assertThat(family.describe(new InetSocketAddress(InetAddress.getByName(address), 9)))
                .isEqualTo(text);
    }

    @Test
    void writesAnAddressThatIsNotLookedUpAsItIs() {
        assertThat(family.describe(InetSocketAddress.createUnresolved("host.example", 9)))
                .isEqualTo("host.example:9");
    }
}
