package io.zmqspring.sample.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.zmqspring.sample.NextSteps;
import io.zmqspring.sample.TestApp;
import io.zmqspring.sample.mesh.MeshLog.Kind;
import io.zmqspring.spring.core.ZmqSockets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** Three processes of the profile {@code mesh}, as far as one JVM can be three. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MeshSampleTests {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext two;
    private static ConfigurableApplicationContext three;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        int port = TestApp.freeUdpPort();
        one = TestApp.mesh(port, 1);
        two = TestApp.mesh(port, 2);
        three = TestApp.mesh(port, 3);
        for (ConfigurableApplicationContext each : List.of(one, two, three)) {
            await().atMost(LONGEST)
                    .until(() -> each.getBean(ZmqSockets.class)
                                    .meshes()
                                    .counts(Neighbour.MESH)
                                    .peers()
                            == 2);
        }
    }

    @AfterAll
    static void stop() {
        three.close();
        two.close();
        one.close();
    }

    @Test
    void whatOneSaysTheOthersHear() throws Exception {
        assertThat(say(one, "all", "good morning").statusCode()).isEqualTo(200);
        assertThat(say(one, "odd", "psst").statusCode()).isEqualTo(200);

        awaitEntry(two, "good morning");
        awaitEntry(three, "good morning");
        awaitEntry(three, "psst");
        assertThat(two.getBean(MeshLog.class).entries())
                .noneMatch(entry -> entry.text().equals("psst"));
    }

    @Test
    void oneCanBeSpokenToAlone() throws Exception {
        String three = JsonPath.read(get(TestApp.url(one, "/api/mesh")).body(), "$.nodes[?(@.name == 'house-3')].id")
                .toString()
                .replaceAll("[\\[\\]\"]", "");

        assertThat(say(one, three, "only you").statusCode()).isEqualTo(200);

        awaitEntry(MeshSampleTests.three, "only you");
        assertThat(one.getBean(MeshLog.class).entries())
                .anyMatch(entry -> entry.kind() == Kind.SENT && "house-3".equals(entry.to()));
    }

    @Test
    void thePageShowsNodesAndGroups() throws Exception {
        await().atMost(LONGEST).untilAsserted(() -> {
            String view = get(TestApp.url(one, "/api/mesh")).body();
            assertThat(JsonPath.<List<String>>read(view, "$.nodes[*].name"))
                    .containsExactly("house-1", "house-2", "house-3");
            assertThat(JsonPath.<List<String>>read(view, "$.groups.odd")).containsExactly("house-1", "house-3");
            assertThat(JsonPath.<List<String>>read(view, "$.groups.even")).containsExactly("house-2");
        });
        assertThat(get(TestApp.url(one, "/")).body()).contains("mesh.js");
        assertThat(get(TestApp.url(one, "/actuator/health")).body()).contains("\"street\"", "\"peers\":2");
        assertThat(get(TestApp.url(one, "/actuator/zmq")).body()).contains("\"meshes\"", "\"house-2\"");
        assertThat(get(TestApp.url(one, "/actuator/prometheus")).body()).contains("zmq_mesh_peers{mesh=\"street\"} 2");
    }

    @Test
    void whatCannotBeSaidGetsAnError() throws Exception {
        assertThat(say(one, "nobody", "hello"))
                .returns(409, HttpResponse::statusCode)
                .satisfies(answer -> assertThat(answer.body()).contains("house-2", "groups: [all, even, odd]"));
        assertThat(say(one, "all", "")).returns(400, HttpResponse::statusCode);
    }

    @Test
    void theNextStepIsOneMore() {
        assertThat(one.getBean(NextSteps.class).steps())
                .first()
                .satisfies(step -> assertThat(step.command()).contains("--spring.profiles.active=mesh"));
    }

    private static void awaitEntry(ConfigurableApplicationContext application, String text) {
        await().atMost(LONGEST)
                .until(() -> application.getBean(MeshLog.class).entries().stream()
                        .anyMatch(entry ->
                                entry.kind() == Kind.RECEIVED && entry.text().equals(text)));
    }

    private HttpResponse<String> get(URI url) throws Exception {
        return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> say(ConfigurableApplicationContext application, String to, String text)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(TestApp.url(application, "/api/mesh"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"to\":\"" + to + "\",\"text\":\"" + text + "\"}"))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
