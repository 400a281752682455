package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqTemplate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
                        "--management.endpoint.health.group.readiness.include=readinessState,zmq",
                        "--management.endpoint.health.group.orders.include=zmq/desk",
                        "--management.endpoint.health.group.orders.show-components=always",
                        "--management.endpoint.health.probes.enabled=true",
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
    @Tag("SPR-99")
    void health_groups_have_all_sockets_or_one_of_them() throws Exception {
        JsonNode readiness =
                JsonMapper.shared().readTree(get("/health/readiness").body());
        JsonNode orders = JsonMapper.shared().readTree(get("/health/orders").body());

        assertThat(readiness.path("status").asString()).isEqualTo("UP");
        assertThat(readiness.path("components").path("zmq").path("components").propertyNames())
                .containsExactly("desk", "trader");
        assertThat(orders.path("components").path("zmq").path("components").propertyNames())
                .containsExactly("desk");
    }

    @Test
    @Tag("SPR-92")
    void a_scrape_of_prometheus_has_the_meters_and_the_timers() throws Exception {
        String scraped = get("/prometheus").body();

        assertThat(scraped)
                .contains(
                        "zmq_messages_sent_messages_total{socket=\"trader\",type=\"peer\"} 1.0",
                        "zmq_messages_received_messages_total{socket=\"desk\",type=\"peer\"} 1.0",
                        "zmq_bytes_sent_bytes_total{socket=\"trader\",type=\"peer\"}",
                        "zmq_bytes_received_bytes_total{socket=\"desk\",type=\"peer\"}",
                        "zmq_messages_dropped_messages_total{reason=\"late_reply\",socket=\"trader\",type=\"peer\"} 0.0",
                        "zmq_connections{socket=\"desk\",type=\"peer\"} 1.0",
                        "zmq_reconnects_connections_total{socket=\"trader\",type=\"peer\"}",
                        "zmq_handshake_failures_connections_total{socket=\"trader\",type=\"peer\"}",
                        "zmq_queue_size_messages{direction=\"incoming\",socket=\"desk\",type=\"peer\"}");
        assertThat(scraped.lines().filter(line -> line.startsWith("zmq_template_seconds_count")))
                .anyMatch(line -> line.contains("messaging_operation_name=\"request\"")
                        && line.contains("messaging_destination_name=\"desk\"")
                        && line.endsWith(" 1"));
        assertThat(scraped.lines().filter(line -> line.startsWith("zmq_listener_seconds_count")))
                .anyMatch(line -> line.contains("zmq_listener_id=\"orders\"") && line.endsWith(" 1"));
    }

    @Test
    @Tag("SPR-100")
    void nothing_can_be_changed_unless_that_is_allowed() throws Exception {
        assertThat(post(application, "/zmq/listeners/orders", "paused").statusCode())
                .isBetween(404, 405);
        assertThat(application
                        .getBean(ZmqListenerEndpointRegistry.class)
                        .getListenerContainer("orders")
                        .isPaused())
                .isFalse();
    }

    @Test
    @Tag("SPR-100")
    void a_listener_is_paused_and_resumed_where_that_is_allowed() throws Exception {
        try (ConfigurableApplicationContext open = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--management.endpoints.web.exposure.include=zmq",
                        "--management.endpoint.zmq.access=unrestricted",
                        "--zmq.sockets.desk.bind=inproc://open-desk")) {
            HttpResponse<String> paused = post(open, "/zmq/listeners/orders", "paused");
            assertThat(paused.statusCode()).isEqualTo(200);
            assertThat(JsonMapper.shared()
                            .readTree(paused.body())
                            .path("paused")
                            .asBoolean())
                    .isTrue();
            assertThat(open.getBean(ZmqListenerEndpointRegistry.class)
                            .getListenerContainer("orders")
                            .isPaused())
                    .isTrue();

            HttpResponse<String> running = post(open, "/zmq/listeners/orders", "running");
            assertThat(JsonMapper.shared()
                            .readTree(running.body())
                            .path("paused")
                            .asBoolean())
                    .isFalse();

            HttpResponse<String> unknown = post(open, "/zmq/listeners/unknown", "paused");
            assertThat(unknown.statusCode()).isEqualTo(400);
            assertThat(post(open, "/zmq/sockets/desk", "paused").statusCode()).isEqualTo(400);
            assertThat(post(open, "/zmq/listeners/orders", "dancing").statusCode())
                    .isEqualTo(400);
        }
    }

    private static HttpResponse<String> post(ConfigurableApplicationContext to, String path, String state)
            throws IOException, InterruptedException {
        String port = to.getEnvironment().getRequiredProperty("local.server.port");
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator" + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"state\": \"" + state + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
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
