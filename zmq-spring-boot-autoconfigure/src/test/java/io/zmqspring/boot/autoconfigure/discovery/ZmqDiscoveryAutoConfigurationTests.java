package io.zmqspring.boot.autoconfigure.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.boot.autoconfigure.FakeZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.health.ZmqHealthContributorAutoConfiguration;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.discovery.ZmqDiscovery;
import io.zmqspring.spring.discovery.ZmqEndpointResolver;
import io.zmqspring.spring.discovery.ZmqInstancesChangedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

@ExtendWith(OutputCaptureExtension.class)
class ZmqDiscoveryAutoConfigurationTests {
    private final FakeClient registry = new FakeClient();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqDiscoveryAutoConfiguration.class,
                    ZmqHealthContributorAutoConfiguration.class))
            .withBean(ZmqContext.class, FakeZmqContext::new)
            .withPropertyValues("zmq.sockets.shop.connect.stock=discovery://stock", "zmq.discovery.interval=1h");

    private final ApplicationContextRunner withClient = runner.withBean(DiscoveryClient.class, () -> registry);

    /** A registry in a map. */
    private static final class FakeClient implements DiscoveryClient {
        private final Map<String, List<ServiceInstance>> services = new ConcurrentHashMap<>();

        @Override
        public String description() {
            return "fake";
        }

        @Override
        public List<ServiceInstance> getInstances(String serviceId) {
            return services.getOrDefault(serviceId, List.of());
        }

        @Override
        public List<String> getServices() {
            return List.copyOf(services.keySet());
        }
    }

    private static ServiceInstance instance(String host, int port, Map<String, String> metadata) {
        return new DefaultServiceInstance("stock-" + host, "stock", host, port, false, metadata);
    }

    private static List<String> endpoints(ApplicationContext context) {
        return context.getBean(ZmqSockets.class).connections("shop").stream()
                .map(NamedConnection::endpoint)
                .toList();
    }

    @Test
    void ports_are_those_of_the_metadata_and_else_of_the_instance() {
        registry.services.put(
                "stock",
                List.of(
                        instance("10.0.0.1", 8080, Map.of("zmq.port", "5555")),
                        instance("10.0.0.2", 5556, Map.of()),
                        instance("fd00::3", 8080, Map.of("zmq.port", "5557"))));

        withClient.run(context -> assertThat(endpoints(context))
                .containsExactly("tcp://10.0.0.1:5555", "tcp://10.0.0.2:5556", "tcp://[fd00::3]:5557"));
    }

    @Test
    void one_of_several_sockets_is_found_by_its_name(CapturedOutput output) {
        registry.services.put(
                "stock",
                List.of(
                        instance("10.0.0.1", 8080, Map.of("zmq.port", "1", "zmq.prices.port", "6666")),
                        instance("10.0.0.2", 8080, Map.of("zmq.port", "5555")),
                        instance("10.0.0.3", 8080, Map.of("zmq.prices.port", "70000"))));

        withClient
                .withPropertyValues("zmq.sockets.shop.connect.stock=discovery://stock/prices")
                .run(context -> assertThat(endpoints(context)).containsExactly("tcp://10.0.0.1:6666"));
        assertThat(output)
                .contains("An instance of 'stock' at 10.0.0.2 is left out: its metadata has no port under"
                        + " 'zmq.prices.port' but null")
                .contains("at 10.0.0.3 is left out: its metadata has no port under 'zmq.prices.port' but 70000");
    }

    @Test
    void an_application_is_no_peer_of_itself() {
        registry.services.put(
                "stock", List.of(instance("10.0.0.1", 8080, Map.of()), instance("10.0.0.2", 8080, Map.of())));

        withClient
                .withBean(Registration.class, () -> new Self("10.0.0.1", 8080))
                .run(context -> assertThat(endpoints(context)).containsExactly("tcp://10.0.0.2:8080"));
    }

    private static final class Self extends DefaultServiceInstance implements Registration {
        Self(String host, int port) {
            super("self", "STOCK", host, port, false);
        }
    }

    @Test
    @Tag("SPR-21")
    void a_heartbeat_of_the_registry_is_followed_at_once(CapturedOutput output) {
        Changes changes = new Changes();
        withClient.withBean(Changes.class, () -> changes).run(context -> {
            assertThat(endpoints(context)).isEmpty();

            registry.services.put("stock", List.of(instance("10.0.0.1", 5555, Map.of())));
            context.publishEvent(new HeartbeatEvent(registry, 1));

            await().untilAsserted(() -> assertThat(endpoints(context)).containsExactly("tcp://10.0.0.1:5555"));
            await().untilAsserted(() -> assertThat(changes.seen)
                    .last()
                    .isEqualTo(new ZmqInstancesChangedEvent(
                            "shop",
                            "stock",
                            "discovery://stock",
                            List.of("tcp://10.0.0.1:5555"),
                            List.of(),
                            List.of("tcp://10.0.0.1:5555"))));
            assertThat(output)
                    .contains("Socket 'shop': 'stock' (discovery://stock) is now at [tcp://10.0.0.1:5555],"
                            + " new [tcp://10.0.0.1:5555], gone []");
        });
    }

    static final class Changes {
        private final List<ZmqInstancesChangedEvent> seen = new CopyOnWriteArrayList<>();

        @EventListener
        void on(ZmqInstancesChangedEvent event) {
            seen.add(event);
        }
    }

    @Test
    void the_health_shows_what_was_found() {
        registry.services.put("stock", List.of(instance("10.0.0.1", 5555, Map.of())));
        withClient.run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().get("discovered"))
                    .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                    .singleElement()
                    .satisfies(stock -> assertThat(Objects.requireNonNull(stock).toString())
                            .contains("name=stock")
                            .contains("service=discovery://stock")
                            .contains("endpoints=[tcp://10.0.0.1:5555]")
                            .doesNotContain("lastError"));
        });
    }

    @Test
    void a_required_service_without_instances_is_down() {
        withClient
                .withPropertyValues("zmq.health.require=any")
                .run(context -> assertThat(health(context).getDetails())
                        .containsEntry("reason", "0 of 1 connections are up, and zmq.health.require is ANY"));
    }

    private static Health health(ApplicationContext context) {
        CompositeHealthContributor zmq = (CompositeHealthContributor) context.getBean("zmqHealthContributor");
        HealthIndicator shop = (HealthIndicator) Objects.requireNonNull(zmq.getContributor("shop"));
        return Objects.requireNonNull(shop.health(true));
    }

    @Test
    void a_resolver_of_the_application_comes_first() {
        registry.services.put("stock", List.of(instance("10.0.0.1", 5555, Map.of())));
        withClient
                .withBean(ZmqEndpointResolver.class, Own::new)
                .run(context -> assertThat(endpoints(context)).containsExactly("tcp://10.9.9.9:1"));
    }

    static final class Own implements ZmqEndpointResolver {
        @Override
        public String scheme() {
            return "discovery";
        }

        @Override
        public List<String> resolve(io.zmqspring.Endpoint service) {
            return List.of("tcp://10.9.9.9:1");
        }
    }

    @Test
    void addresses_of_a_name_need_no_spring_cloud() {
        runner.withPropertyValues("zmq.sockets.shop.connect.stock=dns://localhost:5555")
                .run(context -> assertThat(endpoints(context)).contains("tcp://127.0.0.1:5555"));
    }

    @Test
    void a_service_needs_a_client() {
        runner.run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .hasRootCauseInstanceOf(ZmqEndpointException.class)
                .hasStackTraceContaining("zmq.sockets.shop.connect.stock")
                .hasStackTraceContaining("no DiscoveryClient"));
    }

    @Test
    void what_is_no_name_of_a_service_is_refused() {
        for (String endpoint : List.of("discovery://stock:5555", "discovery://stock/a/b", "discovery:///prices")) {
            withClient
                    .withPropertyValues("zmq.sockets.shop.connect.stock=" + endpoint)
                    .run(context -> assertThat(context)
                            .hasFailed()
                            .getFailure()
                            .hasRootCauseInstanceOf(ZmqEndpointException.class)
                            .hasStackTraceContaining(endpoint));
        }
    }

    @Test
    void the_times_are_properties() {
        withClient
                .withPropertyValues("zmq.discovery.interval=0s")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessage("zmq.discovery.interval=0ms must be more than zero; write for instance 10s"));
        Stream.of("drain", "first-lookup")
                .forEach(property -> withClient
                        .withPropertyValues("zmq.discovery." + property + "=-1s")
                        .run(context -> assertThat(context)
                                .hasFailed()
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("zmq.discovery." + property + "=-1000ms is negative")));
    }

    @Test
    void instances_are_looked_up_by_the_interval() {
        withClient.withPropertyValues("zmq.discovery.interval=10ms").run(context -> {
            registry.services.put("stock", List.of(instance("10.0.0.1", 5555, Map.of())));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(endpoints(context)).containsExactly("tcp://10.0.0.1:5555"));
        });
    }

    @Test
    void nothing_is_looked_up_after_the_end() {
        registry.services.put("stock", List.of(instance("10.0.0.1", 5555, Map.of())));
        ZmqDiscovery[] discovery = new ZmqDiscovery[1];
        withClient.run(context -> discovery[0] = context.getBean(ZmqDiscovery.class));
        assertThat(discovery[0].services("shop")).isEmpty();
    }
}
