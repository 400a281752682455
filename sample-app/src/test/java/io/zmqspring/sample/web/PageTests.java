package io.zmqspring.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.sample.TestApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** What a browser asks for, of a desk and of a trader. */
class PageTests {
    private static ConfigurableApplicationContext desk;
    private static ConfigurableApplicationContext trader;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        desk = TestApp.desk("tcp://127.0.0.1:*");
        trader = TestApp.trader(TestApp.endpoint(desk), Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        trader.close();
        desk.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/app.css",
                "/app.js",
                "/webjars/chart.js/dist/chart.umd.min.js",
                "/actuator/health",
                "/actuator/metrics",
                "/actuator/zmq"
            })
    void isServed(String path) throws Exception {
        assertThat(get(TestApp.url(desk, path)).statusCode()).isEqualTo(200);
    }

    @Test
    void anOrderGetsItsReceipt() throws Exception {
        HttpResponse<String> answer = post(trader, "{\"item\":\"tea\",\"quantity\":3}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).matches("\\{\"orderId\":\"trader-0-\\d+\",\"accepted\":(true|false),\"left\":\\d+}");
    }

    @Test
    void aWrongOrderGetsAnError() throws Exception {
        HttpResponse<String> invalid = post(trader, "{\"item\":\"\",\"quantity\":0}");
        HttpResponse<String> unreadable = post(trader, "{");
        HttpResponse<String> unknown = post(trader, "{\"item\":\"tea\",\"quantity\":3,\"trader\":\"nobody\"}");

        assertThat(invalid.statusCode()).isEqualTo(400);
        assertThat(invalid.body())
                .isEqualTo("{\"error\":\"item must not be blank, quantity must be greater than or equal to 1\"}");
        assertThat(unreadable.statusCode()).isEqualTo(400);
        assertThat(unreadable.body()).startsWith("{\"error\":\"this is no order");
        assertThat(unknown.statusCode()).isEqualTo(409);
        assertThat(unknown.body()).contains("[trader-0]");
    }

    @Test
    void theDeskAloneSendsNoOrders() throws Exception {
        HttpResponse<String> answer = post(desk, "{\"item\":\"tea\",\"quantity\":3}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("this process has no trader");
    }

    @Test
    void aTraderWithoutDeskSaysSo() throws Exception {
        try (ConfigurableApplicationContext lonely = TestApp.trader(TestApp.freeEndpoint())) {
            HttpResponse<String> answer = post(lonely, "{\"item\":\"tea\",\"quantity\":3}");

            assertThat(answer.statusCode()).isEqualTo(504);
            assertThat(answer.body()).startsWith("{\"error\":\"no reply from 'trader/desk' within 200 ms");
        }
    }

    @Test
    void thePageIsKeptUpToDate() throws Exception {
        LivePages pages = desk.getBean(LivePages.class);
        HttpRequest request =
                HttpRequest.newBuilder(TestApp.url(desk, "/api/stream")).build();
        HttpResponse<Stream<String>> stream = http.send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = stream.body()) {
            Iterator<String> events =
                    lines.filter(line -> line.startsWith("data:")).iterator();
            String first = events.next();
            String later = events.next();
            while (!later.contains("\"orderId\":\"trader-0-") || later.equals(first)) { // until it has sent an order
                later = events.next();
            }

            assertThat(later).contains("\"name\":\"trader-0\"");
        }
        await().until(() -> pages.size() == 0);
    }

    @Test
    void thePageKnowsWhatThisProcessHas() throws Exception {
        assertThat(get(TestApp.url(desk, "/api/about")).body())
                .contains("\"desk\":true", "\"traders\":[]", "--spring.profiles.active=trader", TestApp.endpoint(desk));
        assertThat(get(TestApp.url(trader, "/api/about")).body())
                .contains("\"desk\":false", "\"traders\":[\"trader-0\"]", "--spring.profiles.active=desk");
        assertThat(get(TestApp.url(trader, "/api/snapshot")).body()).contains("\"name\":\"trader\"", "\"stock\":[]");
    }

    private HttpResponse<String> get(URI url) throws Exception {
        return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(ConfigurableApplicationContext application, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(TestApp.url(application, "/api/orders"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
