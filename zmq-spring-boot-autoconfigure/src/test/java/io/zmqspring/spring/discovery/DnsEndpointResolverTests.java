package io.zmqspring.spring.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsEndpointResolverTests {
    private static final Endpoint STOCK = Endpoint.parse("dns://stock:5555");

    @Test
    void each_address_of_the_name_is_an_endpoint() {
        DnsEndpointResolver resolver = new DnsEndpointResolver(host -> new InetAddress[] {
            InetAddress.getByAddress(host, new byte[] {10, 0, 0, 1}),
            InetAddress.getByAddress(host, new byte[] {10, 0, 0, 2}),
            InetAddress.getByName("fd00::7")
        });

        assertThat(resolver.scheme()).isEqualTo("dns");
        assertThat(resolver.resolve(STOCK))
                .containsExactly("tcp://10.0.0.1:5555", "tcp://10.0.0.2:5555", "tcp://[fd00:0:0:0:0:0:0:7]:5555");
    }

    @Test
    void the_system_is_asked() {
        assertThat(new DnsEndpointResolver().resolve(Endpoint.parse("dns://localhost:5555")))
                .contains("tcp://127.0.0.1:5555");
    }

    @Test
    void an_unknown_name_is_a_failure_and_not_an_empty_answer() {
        DnsEndpointResolver resolver = new DnsEndpointResolver(host -> {
            throw new UnknownHostException(host);
        });

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> resolver.resolve(STOCK))
                .withMessageContaining("'stock'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dns://stock",
                "dns://stock:",
                "dns://stock:0",
                "dns://stock:65536",
                "dns://:5555",
                "dns://stock:http",
                "dns://stock:5555/x"
            })
    void what_has_no_host_and_port_is_refused(String endpoint) {
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> new DnsEndpointResolver().check(Endpoint.parse(endpoint)))
                .withMessageContaining(endpoint)
                .withMessageContaining("dns://stock.shop.svc.cluster.local:5555");
    }
}
