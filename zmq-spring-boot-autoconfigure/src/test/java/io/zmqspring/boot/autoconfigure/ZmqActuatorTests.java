package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators see of an application over HTTP. */
class ZmqActuatorTests {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @ZmqListener(id = "orders", sockets = "desk")
        String on(String order) {
            return order + " accepted";
        }
    }

    @BeforeAll
    static void start() {
        application = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--spring.application.name=shop",
                        "--management.endpoints.web.exposure.include=*",
                        "--management.endpoint.health.show-details=always",
                        "--zmq.sockets.desk.bind=inproc://desk",
                        "--zmq.sockets.trader.connect.desk=inproc://desk",
                        "--zmq.sockets.trader.connect.nobody=tcp://127.0.0.1:1");
        assertThat(application.getBean(ZmqTemplate.class).convertSendAndReceive("desk", "tea", String.class))
                .isEqualTo("tea accepted");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void all_sockets() throws Exception {
        JsonNode sockets = JsonMapper.shared().readTree(get("/zmq").body()).path("sockets");

        assertThat(sockets.propertyNames()).containsExactly("desk", "trader");
        JsonNode desk = sockets.path("desk");
        assertThat(desk.path("type").asString()).isEqualTo("PEER");
        assertThat(desk.path("bound").path(0).asString()).isEqualTo("inproc://desk");
        assertThat(desk.path("traffic").path("receivedMessages").asInt()).isEqualTo(1);
        assertThat(desk.path("listeners").path(0).path("id").asString()).isEqualTo("orders");
        assertThat(desk.path("listeners").path(0).path("received").asInt()).isEqualTo(1);
        assertThat(desk.path("peers").path(0).path("routingId").isString()).isTrue();
        assertThat(desk.path("peers").path(0).path("since").asString()).endsWith("Z");
        assertThat(sockets.path("trader").path("peerCount").asInt()).isEqualTo(2);
    }

    @Test
    void one_socket() throws Exception {
        JsonNode peers = JsonMapper.shared().readTree(get("/zmq/trader").body()).path("peers");

        assertThat(peers.findValuesAsString("name")).containsExactlyInAnyOrder("desk", "nobody");
        assertThat(get("/zmq/unknown").statusCode()).isEqualTo(404);
    }

    @Test
    void health() throws Exception {
        HttpResponse<String> response = get("/health");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode zmq =
                JsonMapper.shared().readTree(response.body()).path("components").path("zmq");
        assertThat(zmq.path("status").asString()).isEqualTo("UP");
        JsonNode trader = zmq.path("components").path("trader").path("details");
        assertThat(trader.path("connections").findValuesAsString("name")).containsExactlyInAnyOrder("desk", "nobody");
        assertThat(trader.path("connections").findValuesAsString("state"))
                .containsExactlyInAnyOrder("CONNECTED", "CONNECTING");
    }

    @Test
    void metrics() throws Exception {
        JsonNode sent = JsonMapper.shared()
                .readTree(get("/metrics/zmq.messages.sent?tag=socket:trader&tag=type:peer")
                        .body());

        assertThat(sent.path("baseUnit").asString()).isEqualTo("messages");
        assertThat(sent.path("measurements").path(0).path("value").asInt()).isEqualTo(1);
        assertThat(get("/metrics").body())
                .contains(
                        "zmq.messages.sent",
                        "zmq.messages.received",
                        "zmq.messages.dropped",
                        "zmq.bytes.sent",
                        "zmq.bytes.received",
                        "zmq.connections",
                        "zmq.reconnects",
                        "zmq.handshake.failures",
                        "zmq.queue.size");
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator" + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
