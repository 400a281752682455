package io.zmqspring.boot.autoconfigure.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqEndpoint;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetrics;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqMeshes;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.mesh.ZmqMeshEvent;
import io.zmqspring.spring.mesh.ZmqMeshListener;
import io.zmqspring.spring.support.ZmqHeaders;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.Header;

/** Applications that find each other on this machine, and what their beans then can do. */
@Timeout(120)
class MeshOverTheNetworkTests {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final List<ConfigurableApplicationContext> started = new ArrayList<>();
    private final int port = freeUdpPort();

    record Alert(String what, int level) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Node {
        final Queue<String> got = new ConcurrentLinkedQueue<>();

        @ZmqMeshListener("alerts")
        void alert(Alert alert, MeshPeer from, ZmqDestination sender, @Header(ZmqHeaders.GROUP) String group) {
            got.add(group + " " + alert.what() + " " + alert.level() + " from " + from.name() + " at " + sender);
        }

        @ZmqMeshListener(group = "questions", mesh = "${sample.mesh:fleet}")
        String answer(String question, MeshEvent.Shout shout) {
            return "you asked '" + question + "' in " + shout.group();
        }

        @ZmqMeshListener
        void whisper(String text, @Header(ZmqHeaders.PEER_NAME) String name) {
            if (text.equals("boom")) {
                throw new IllegalStateException("as the test wants");
            }
            got.add(text + " from " + name);
        }

        @EventListener
        void entered(MeshEvent.Entered entered) {
            got.add("entered " + entered.peer().name());
        }

        @EventListener
        void exited(ZmqMeshEvent<MeshEvent.Exited> exited) {
            got.add("exited " + exited.getPayload().peer().name() + " from " + exited.getMesh());
        }
    }

    private static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (SocketException none) {
            throw new AssertionError(none);
        }
    }

    private ConfigurableApplicationContext start(String name) {
        return start(name, "discovery.interval=50ms", "discovery.port=" + port);
    }

    private ConfigurableApplicationContext start(String name, String... properties) {
        Stream<String> all = Stream.concat(
                Stream.of(
                        "interface=loopback",
                        "node-name=" + name,
                        "headers.X-ROOM=" + name + "'s room",
                        "groups=everybody"),
                Stream.of(properties));
        ConfigurableApplicationContext application = new SpringApplicationBuilder(Node.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.jmx.enabled=false")
                .run(all.map(property -> "--zmq.mesh.fleet." + property).toArray(String[]::new));
        started.add(application);
        return application;
    }

    @AfterEach
    void stop() {
        started.forEach(ConfigurableApplicationContext::close);
    }

    private static Queue<String> got(ConfigurableApplicationContext application) {
        return application.getBean(Node.class).got;
    }

    private static ZmqTemplate template(ConfigurableApplicationContext application) {
        return application.getBean(ZmqTemplate.class);
    }

    private static void awaitGroup(ConfigurableApplicationContext application, String group, int members) {
        MeshNode node = application.getBean("fleet", MeshNode.class);
        await().atMost(LONGEST).until(() -> node.members(group).size() == members);
    }

    @Tag("SPR-120")
    @Tag("SPR-121")
    @Tag("SPR-124")
    @Test
    void they_see_each_other_talk_and_notice_who_goes() {
        ConfigurableApplicationContext one = start("one");
        ConfigurableApplicationContext two = start("two");
        ConfigurableApplicationContext three = start("three");
        awaitGroup(one, "alerts", 2);
        awaitGroup(two, "alerts", 2);
        assertThat(got(one)).contains("entered two", "entered three");

        template(one).convertAndSend("mesh:fleet/alerts", new Alert("fire", 3));
        String from = "alerts fire 3 from one at mesh:fleet/"
                + one.getBean(MeshNode.class).id();
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(List.of(got(two), got(three)))
                        .allSatisfy(each -> assertThat(each).contains(from)));
        assertThat(got(one)).noneMatch(text -> text.startsWith("alerts"));

        template(two).convertAndSend("mesh:fleet/one", "psst");
        await().atMost(LONGEST).until(() -> got(one).contains("psst from two"));

        three.close();
        await().atMost(LONGEST)
                .until(() ->
                        got(one).contains("exited three from fleet") && got(two).contains("exited three from fleet"));
    }

    @Tag("SPR-120")
    @Test
    void what_a_listener_returns_is_whispered_to_the_sender_and_what_it_throws_harms_nobody() {
        ConfigurableApplicationContext one = start("one");
        ConfigurableApplicationContext two = start("two");
        awaitGroup(one, "questions", 1);

        template(one).convertAndSend("mesh:fleet/two", "boom");
        template(one).convertAndSend("mesh:fleet/questions", "why?");

        await().atMost(LONGEST).until(() -> got(one).contains("you asked 'why?' in questions from two"));
        assertThat(got(two)).noneMatch(text -> text.contains("boom"));
    }

    @Test
    @Tag("SPR-123")
    void operators_see_who_is_there() {
        ConfigurableApplicationContext one = start("one");
        start("two");
        awaitGroup(one, "everybody", 1);

        ZmqMeshes meshes = one.getBean(ZmqSockets.class).meshes();
        ZmqMeshes.State mesh = meshes.state("fleet");

        assertThat(mesh.running()).isTrue();
        assertThat(mesh.name()).isEqualTo("one");
        assertThat(mesh.groups()).containsExactly("alerts", "everybody", "questions");
        assertThat(mesh.peers()).singleElement().satisfies(peer -> {
            assertThat(peer.name()).isEqualTo("two");
            assertThat(peer.headers()).containsEntry("X-ROOM", "two's room");
            assertThat(peer.groups()).containsExactly("alerts", "everybody", "questions");
        });
        assertThat(meshes.counts("fleet").peers()).isEqualTo(1);
        MeterRegistry meters = new SimpleMeterRegistry();
        new ZmqMetrics(one.getBean(ZmqSockets.class)).bindTo(meters);
        assertThat(meters.get("zmq.mesh.peers").tag("mesh", "fleet").gauge().value())
                .isEqualTo(1);
        HealthIndicator health = (HealthIndicator)
                Objects.requireNonNull(one.getBean("zmqHealthContributor", CompositeHealthContributor.class)
                        .getContributor("fleet"));
        assertThat(health.health())
                .returns(Status.UP, Health::getStatus)
                .satisfies(up -> assertThat(up.getDetails()).containsEntry("peers", 1));
        ZmqEndpoint endpoint = new ZmqEndpoint(one.getBean(ZmqSockets.class), List::of, Map::of);
        assertThat(endpoint.zmq().meshes().get("fleet").peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.headers()).containsEntry("X-ROOM", "two's room"));
        one.getBean(MeshNode.class).stop();
        assertThat(health.health()).returns(Status.DOWN, Health::getStatus);
    }

    @Tag("SPR-124")
    @Test
    void it_is_enough_that_one_knows_where_the_other_is() {
        String nobody = "discovery.endpoints=tcp://127.0.0.1:1";
        ConfigurableApplicationContext one = start("one", "discovery.type=static", nobody);
        String endpoint = one.getBean(MeshNode.class).endpoint();
        ConfigurableApplicationContext two =
                start("two", "discovery.type=static", "discovery.endpoints=" + endpoint, "discovery.interval=50ms");
        awaitGroup(one, "alerts", 1);
        awaitGroup(two, "alerts", 1);
    }
}
