package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.Endpoint;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.security.Authenticator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

class EndpointFuzzTests {
    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-10")
    void parse(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        try {
            Endpoint endpoint = Endpoint.parse(text);
            assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
            endpoint.port().ifPresent(port -> assertThat(port).isBetween(0, 65_535));
        } catch (ZmqEndpointException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            Authenticator.addresses(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
