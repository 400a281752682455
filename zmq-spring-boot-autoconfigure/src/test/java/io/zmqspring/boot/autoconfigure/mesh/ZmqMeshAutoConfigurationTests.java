package io.zmqspring.boot.autoconfigure.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ZmqEndpointException;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.ZmqSecurityException;
import io.zmqspring.boot.autoconfigure.ZmqSocketNameException;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.spring.annotation.ZmqListenerDefinitionException;
import io.zmqspring.spring.discovery.ZmqEndpointResolver;
import io.zmqspring.spring.mesh.MeshNodes;
import io.zmqspring.spring.mesh.ZmqMeshListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What properties make of nodes, without anybody else in the mesh. */
@Timeout(120)
class ZmqMeshAutoConfigurationTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class, ZmqMeshAutoConfiguration.class));

    /** Finds nobody, and needs no port. */
    @Configuration(proxyBeanMethods = false)
    static class Alone {
        @Bean
        MeshNodeCustomizer alone() {
            return (mesh, node) -> node.discovery((own, sightings) -> () -> {});
        }
    }

    private ApplicationContextRunner alone() {
        return runner.withUserConfiguration(Alone.class).withPropertyValues("zmq.mesh.fleet.interface=loopback");
    }

    @Test
    void without_properties_there_is_no_node() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(MeshNodes.class)
                .doesNotHaveBean(MeshNode.class));
        alone().withPropertyValues("zmq.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MeshNode.class));
    }

    @Tag("SPR-119")
    @Test
    void properties_make_a_node_that_runs() {
        alone().withPropertyValues(
                        "zmq.mesh.fleet.node-name=me",
                        "zmq.mesh.fleet.groups=a,b",
                        "zmq.mesh.fleet.headers.X-ROOM=12",
                        "zmq.mesh.fleet.high-water-mark=7",
                        "zmq.mesh.other.interface=loopback")
                .run(context -> {
                    MeshNode node = context.getBean("fleet", MeshNode.class);
                    assertThat(node.isRunning()).isTrue();
                    assertThat(node.name()).isEqualTo("me");
                    assertThat(node.groups()).containsExactlyInAnyOrder("a", "b");
                    assertThat(node.headers()).containsEntry("X-ROOM", "12");
                    assertThat(node.endpoint()).startsWith("tcp://127.0.0.1:");
                    assertThat(context.getBean(MeshNodes.class).names()).containsExactly("fleet", "other");
                });
    }

    @Test
    void a_node_has_the_name_of_the_application_unless_told_otherwise() {
        alone().withPropertyValues("spring.application.name=shop")
                .run(context ->
                        assertThat(context.getBean(MeshNode.class).name()).isEqualTo("shop"));
        alone().withPropertyValues("spring.application.name=shop", "zmq.mesh.fleet.node-name=")
                .run(context -> {
                    MeshNode node = context.getBean(MeshNode.class);
                    assertThat(node.id().toString()).startsWith(node.name());
                });
    }

    @Test
    void a_node_stops_with_the_application() {
        MeshNode[] node = new MeshNode[1];
        alone().run(context -> node[0] = context.getBean(MeshNode.class));

        assertThat(node[0].isRunning()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                port=65536                       | port             | 65535
                evasive-after=0s                 | evasive-after    | 1ms
                expire-after=5s                  | expire-after     | evasive-after
                send-timeout=-1s                 | send-timeout     | 0s
                linger=-1s                       | linger           | 0s
                high-water-mark=0                | high-water-mark  | at least 1
                max-peers=0                      | max-peers        | at least 1
                interface=nowhere7               | interface        | no such interface
                discovery.port=0                 | discovery.port   | 65535
                discovery.interval=1ns           | discovery.interval | must be
                discovery.multicast-group=host   | discovery.multicast-group | 239.255
                discovery.service=stock          | discovery.service | no use
                discovery.type=static            | discovery.endpoints | tcp://
                discovery.type=gossip            | discovery.connect | tcp://
                discovery.bind=tcp://127.0.0.1:* | discovery.bind | no use
                discovery.type=client            | discovery.service | name of a service
                """)
    void a_value_that_cannot_be_names_property_limit_and_way_out(String property, String named, String words) {
        runner.withPropertyValues("zmq.mesh.fleet.interface=loopback", "zmq.mesh.fleet." + property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, invalid -> {
                            assertThat(invalid.getName()).isEqualTo("zmq.mesh.fleet." + named);
                            assertThat(invalid.getReason()).contains(words);
                        }));
    }

    @Test
    void who_is_not_encrypted_stays_on_this_machine_unless_somebody_says_otherwise() {
        runner.withUserConfiguration(Alone.class)
                .withPropertyValues("zmq.mesh.fleet.groups=a")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZmqSecurityException.class)
                        .hasMessageContainingAll(
                                "zmq.mesh.fleet.interface=loopback",
                                "zmq.mesh.fleet.security.key-file",
                                "zmq.mesh.fleet.allow-insecure-bind=true"));
        runner.withUserConfiguration(Alone.class)
                .withPropertyValues("zmq.mesh.fleet.groups=a", "zmq.mesh.fleet.allow-insecure-bind=true")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withUserConfiguration(Alone.class)
                .withPropertyValues("zmq.mesh.fleet.groups=a", "zmq.allow-insecure-bind=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void gossip_stays_on_this_machine_too() {
        runner.withPropertyValues(
                        "zmq.mesh.fleet.interface=loopback",
                        "zmq.mesh.fleet.discovery.type=gossip",
                        "zmq.mesh.fleet.discovery.bind=tcp://*:*")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZmqSecurityException.class)
                        .hasMessageContainingAll("zmq.mesh.fleet.discovery.bind", "allow-insecure-bind"));
        runner.withPropertyValues(
                        "zmq.mesh.fleet.interface=loopback",
                        "zmq.mesh.fleet.discovery.type=gossip",
                        "zmq.mesh.fleet.discovery.bind=tcp://127.0.0.1:*")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void keys_come_from_a_file_and_an_encrypted_node_may_be_anywhere(@TempDir Path directory) throws Exception {
        CurveKeyPair own = CurveKeyPair.generate();
        Path file = Files.writeString(directory.resolve("own.key"), own.secretText());
        runner.withUserConfiguration(Alone.class)
                .withPropertyValues(
                        "zmq.mesh.fleet.security.key-file=" + file,
                        "zmq.mesh.fleet.security.accept="
                                + CurveKeyPair.generate().publicKey())
                .run(context -> assertThat(context).hasNotFailed());
        alone().withPropertyValues("zmq.mesh.fleet.security.key-file=" + file)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZmqSecurityException.class)
                        .hasMessageContainingAll("zmq.mesh.fleet.security", ".accept-file"));
        runner.withPropertyValues(
                        "zmq.mesh.fleet.interface=loopback",
                        "zmq.mesh.fleet.discovery.type=static",
                        "zmq.mesh.fleet.discovery.endpoints=tcp://127.0.0.1:5671",
                        "zmq.mesh.fleet.security.key-file=" + file)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContainingAll("zmq.mesh.fleet.discovery.type", "'udp' or 'gossip' alone"));
    }

    @Test
    void another_bean_of_the_name_is_refused_unless_it_is_a_node() {
        alone().withBean("fleet", String.class, () -> "a text")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ZmqSocketNameException.class)
                        .hasMessageContainingAll("zmq.mesh.fleet", "java.lang.String"));
        alone().withPropertyValues("zmq.sockets.fleet.bind=tcp://127.0.0.1:*")
                .run(context -> assertThat(context).getFailure().isInstanceOf(ZmqSocketNameException.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {
        @ZmqMeshListener("late")
        void on(String text) {}
    }

    @Test
    void a_listener_joins_its_group() {
        alone().withUserConfiguration(Listening.class)
                .run(context ->
                        assertThat(context.getBean(MeshNode.class).groups()).containsExactly("late"));
    }

    @Test
    void a_listener_without_a_mesh_to_listen_to_is_refused() {
        runner.withUserConfiguration(Listening.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ZmqListenerDefinitionException.class)
                        .hasMessageContainingAll("Listening.on", "zmq.mesh.fleet.groups"));
        alone().withUserConfiguration(Listening.class)
                .withPropertyValues("zmq.mesh.other.interface=loopback")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(ZmqListenerDefinitionException.class)
                        .hasMessageContainingAll("[fleet, other]", "'mesh'"));
    }

    @Test
    void services_that_nothing_looks_up_stop_the_start() {
        runner.withPropertyValues(
                        "zmq.mesh.fleet.interface=loopback",
                        "zmq.mesh.fleet.discovery.type=client",
                        "zmq.mesh.fleet.discovery.service=stock")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZmqEndpointException.class)
                        .hasMessageContaining("Spring Cloud"));
    }

    /** Knows where the service is as soon as the test does. */
    @Configuration(proxyBeanMethods = false)
    static class Registry {
        final CompletableFuture<String> asked = new CompletableFuture<>();

        @Bean
        ZmqEndpointResolver services() {
            return new ZmqEndpointResolver() {
                @Override
                public String scheme() {
                    return "discovery";
                }

                @Override
                public List<String> resolve(io.zmqspring.Endpoint service) {
                    asked.complete(service.toString());
                    return List.of();
                }
            };
        }
    }

    @Tag("SPR-124")
    @Test
    void the_registry_of_the_application_is_asked_for_the_service() {
        runner.withUserConfiguration(Registry.class)
                .withPropertyValues(
                        "zmq.mesh.fleet.interface=loopback",
                        "zmq.mesh.fleet.discovery.type=client",
                        "zmq.mesh.fleet.discovery.service=stock/fleet")
                .run(context -> assertThat(context.getBean(Registry.class).asked.get(10, TimeUnit.SECONDS))
                        .isEqualTo("discovery://stock/fleet"));
    }

    @Tag("SPR-119")
    @Test
    void customizers_have_the_last_word() {
        MeshDiscovery nobody = (own, sightings) -> () -> {};
        runner.withPropertyValues("zmq.mesh.fleet.interface=loopback", "zmq.mesh.fleet.node-name=me")
                .withBean(
                        MeshNodeCustomizer.class,
                        () -> (mesh, node) -> node.discovery(nobody).name(mesh + "-1"))
                .run(context ->
                        assertThat(context.getBean(MeshNode.class).name()).isEqualTo("fleet-1"));
    }
}
