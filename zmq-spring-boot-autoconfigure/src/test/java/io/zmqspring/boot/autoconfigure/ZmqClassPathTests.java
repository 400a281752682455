package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.boot.autoconfigure.discovery.ZmqDiscoveryAutoConfiguration;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqEndpointAutoConfiguration;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqSanitizingAutoConfiguration;
import io.zmqspring.boot.autoconfigure.health.ZmqHealthContributorAutoConfiguration;
import io.zmqspring.boot.autoconfigure.mesh.ZmqMeshAutoConfiguration;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetricsAutoConfiguration;
import io.zmqspring.boot.autoconfigure.observation.ZmqObservationAutoConfiguration;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** What an application gets that lacks some of the optional libraries. */
class ZmqClassPathTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withBean(ZmqContext.class, FakeZmqContext::new)
            .withPropertyValues(
                    "zmq.sockets.orders.bind=tcp://127.0.0.1:*", "management.endpoints.web.exposure.include=*");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Everything {}

    /** Ours alone, filtered by class path as Spring Boot does it before it loads any of them. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ZmqAutoConfiguration.class,
        ZmqDiscoveryAutoConfiguration.class,
        ZmqEndpointAutoConfiguration.class,
        ZmqHealthContributorAutoConfiguration.class,
        ZmqMeshAutoConfiguration.class,
        ZmqMessagingAutoConfiguration.class,
        ZmqMetricsAutoConfiguration.class,
        ZmqObservationAutoConfiguration.class,
        ZmqSanitizingAutoConfiguration.class
    })
    static class Ours {}

    private ApplicationContextRunner without(String... packages) {
        return runner.withUserConfiguration(Ours.class).withClassLoader(new FilteredClassLoader(packages));
    }

    @Test
    @Tag("SPR-1")
    void all_of_ours_are_found_by_spring_boot() {
        List<String> found =
                ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates().stream()
                        .filter(name -> name.startsWith("io.zmqspring."))
                        .toList();
        List<String> ours = Arrays.stream(
                        Ours.class.getAnnotation(ImportAutoConfiguration.class).value())
                .map(Class::getName)
                .toList();

        assertThat(found).containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    @Tag("SPR-1")
    void with_everything() {
        runner.withUserConfiguration(Everything.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ZmqSockets.class)
                        .hasBean("zmqHealthContributor")
                        .hasBean("zmqMetrics")
                        .hasBean("zmqEndpoint")
                        .hasBean("zmqTemplateObservation"));
    }

    @Test
    void without_observations() {
        without("org.springframework.boot.micrometer.observation", "io.micrometer.tracing")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("zmqTemplateObservation"));
    }

    @Test
    void without_health() {
        without("org.springframework.boot.health")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("zmqHealthContributor")
                        .hasBean("zmqEndpoint"));
    }

    @Test
    void without_metrics() {
        without("org.springframework.boot.micrometer.metrics", "io.micrometer.core")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("zmqMetrics")
                        .hasBean("zmqEndpoint"));
    }

    @Test
    void without_actuator() {
        without("org.springframework.boot.actuate")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("zmqEndpoint")
                        .hasBean("zmqHealthContributor"));
    }

    @Test
    void without_patterns() {
        without("io.zmqspring.patterns")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ZmqMeshAutoConfiguration.class)
                        .doesNotHaveBean("zmqMeshNodes")
                        .hasBean("zmqTemplate")
                        .hasBean("zmqEndpoint"));
        without("io.zmqspring.patterns")
                .run(context -> assertThatExceptionOfType(ZmqDestinationException.class)
                        .isThrownBy(() -> context.getBean(ZmqTemplate.class).convertAndSend("mesh:fleet/alerts", "x"))
                        .withMessageContaining("zmq-patterns"));
    }

    @Test
    void without_spring_cloud() {
        without("org.springframework.cloud")
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(ZmqDiscoveryAutoConfiguration.class));
        without("org.springframework.cloud")
                .withPropertyValues("zmq.sockets.orders.connect.stock=discovery://stock")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasRootCauseInstanceOf(ZmqEndpointException.class)
                        .hasStackTraceContaining("spring-cloud-starter-zookeeper-discovery"));
    }

    @Test
    void with_nothing_optional_at_all() {
        without(
                        "org.springframework.boot.health",
                        "org.springframework.boot.micrometer",
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.integration",
                        "org.springframework.boot.jackson",
                        "org.springframework.cloud",
                        "org.springframework.integration",
                        "reactor",
                        "io.micrometer",
                        "jakarta.validation",
                        "com.google.protobuf",
                        "io.zmqspring.patterns",
                        "tools.jackson")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ZmqSockets.class)
                        .doesNotHaveBean("zmqHealthContributor")
                        .doesNotHaveBean("zmqMetrics")
                        .doesNotHaveBean("zmqEndpoint"));
    }
}
