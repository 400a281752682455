package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.KeyGenerator;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.ZmqHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** The configuration of the page "Security". */
class SecurityTests {
    @TempDir
    Path directory;

    @Test
    void bothSidesProveWhoTheyAre() throws IOException {
        CurveKeyPair server = KeyGenerator.write(directory.resolve("warehouse"));
        CurveKeyPair client = KeyGenerator.write(directory.resolve("shop"));
        Files.writeString(directory.resolve("accepted"), client.publicKey() + " shop\n");

        Map<String, String> key = Map.of(
                "zmq.sockets.shop.security.server-key", server.publicKey().toString());
        try (Applications applications = new Applications(directory)) {
            applications.start("security/curve.yml", "warehouse", WarehouseListener.class);
            ZmqTemplate zmq =
                    applications.with(key).start("security/curve.yml", "shop").getBean(ZmqTemplate.class);

            assertThat(zmq.convertSendAndReceive("warehouse", "tea?", String.class))
                    .isEqualTo("12 for shop");
        }
    }
}

// tag::listener[]
@Component
class WarehouseListener {
    @ZmqListener("warehouse")
    String on(String question, @Header(ZmqHeaders.USER_ID) String user) { // the name beside the key
        return "12 for " + user;
    }
}
// end::listener[]
