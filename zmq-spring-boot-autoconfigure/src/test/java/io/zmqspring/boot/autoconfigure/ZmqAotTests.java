package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqEndpoint;
import io.zmqspring.boot.autoconfigure.endpoint.ZmqEndpointAutoConfiguration;
import io.zmqspring.boot.autoconfigure.health.ZmqHealthContributorAutoConfiguration;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetrics;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetricsAutoConfiguration;
import io.zmqspring.boot.autoconfigure.observation.ZmqObservationAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ReflectionUtils;

/** An application that is processed ahead of time, as for a native image: its beans come from generated code. */
@CompileWithForkedClassLoader
class ZmqAotTests {

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @ZmqListener("orders")
        String on(String order) {
            return order + " accepted";
        }

        @ZmqListener("returns")
        Refund on(Return given) {
            return new Refund(given.article().name(), true);
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        ObservationRegistry observations() {
            return TestObservationRegistry.create();
        }
    }

    record Article(String name) {}

    record Return(Article article) {}

    record Refund(String name, boolean granted) {}

    @Test
    void sockets_and_listeners_work_with_the_addresses_of_the_run_time() {
        TestGenerationContext generated = new TestGenerationContext();
        ClassName initializer = generate(generated);

        TestCompiler.forSystem().with(generated).compile(compiled -> {
            GenericApplicationContext application = new GenericApplicationContext();
            configure(application, "tcp://127.0.0.1:*");
            initialize(application, compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()));
            application.refresh();
            try (application;
                    ZmqContext other = ZmqContext.create();
                    PeerSocket trader = other.peer()) {
                PeerSocket orders = application.getBean("orders", PeerSocket.class);
                trader.send(trader.connect(orders.boundEndpoints().get(0).toString()), Message.of("tea"));
                assertThat(trader.tryReceive(Duration.ofSeconds(30)).text()).isEqualTo("tea accepted");
            }
        });
    }

    @Test
    @Tag("SPR-93")
    @Tag("SPR-99")
    @Tag("SPR-100")
    void template_observations_health_endpoint_and_meters_work_too() {
        TestGenerationContext generated = new TestGenerationContext();
        ClassName initializer = generate(generated);

        TestCompiler.forSystem().with(generated).compile(compiled -> {
            GenericApplicationContext application = new GenericApplicationContext();
            configure(application, "inproc://aot", "zmq.sockets.trader.connect.desk=inproc://aot");
            initialize(application, compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()));
            application.refresh();
            try (application) {
                assertThat(application.getBean(ZmqTemplate.class).convertSendAndReceive("desk", "tea", String.class))
                        .isEqualTo("tea accepted");
                assertThat(application.getBean("zmqHealthContributor", CompositeHealthContributor.class).stream()
                                .map(HealthContributors.Entry::name))
                        .containsExactly("orders", "returns", "trader");
                assertThat(application.getBean(ZmqEndpoint.class).zmq().sockets())
                        .containsKeys("orders", "returns", "trader");
                ZmqMetrics metrics = application.getBean(ZmqMetrics.class);
                MeterRegistry meters = application.getBean(MeterRegistry.class);
                metrics.bindTo(meters);
                assertThat(meters.get("zmq.messages.received")
                                .tag("socket", "orders")
                                .functionCounter()
                                .count())
                        .isOne();
                TestObservationRegistryAssert.assertThat(
                                (TestObservationRegistry) application.getBean(ObservationRegistry.class))
                        .hasAnObservation(observation -> observation.hasContextualNameEqualTo("request desk"));
            }
        });
    }

    @Test
    @Tag("SPR-95")
    void what_is_observed_is_decided_at_run_time() {
        TestGenerationContext generated = new TestGenerationContext();
        ClassName initializer = generate(generated);

        TestCompiler.forSystem().with(generated).compile(compiled -> {
            GenericApplicationContext application = new GenericApplicationContext();
            configure(
                    application,
                    "inproc://quiet",
                    "zmq.sockets.trader.connect.desk=inproc://quiet",
                    "zmq.template.observation-enabled=false",
                    "zmq.listener.observation-enabled=false");
            initialize(application, compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()));
            application.refresh();
            try (application) {
                application.getBean(ZmqTemplate.class).convertSendAndReceive("desk", "tea", String.class);
                TestObservationRegistryAssert.assertThat(
                                (TestObservationRegistry) application.getBean(ObservationRegistry.class))
                        .doesNotHaveAnyObservation();
            }
        });
    }

    @Test
    void a_socket_that_is_not_configured_any_more_is_named() {
        TestGenerationContext generated = new TestGenerationContext();
        ClassName initializer = generate(generated);

        TestCompiler.forSystem().with(generated).compile(compiled -> {
            GenericApplicationContext application = new GenericApplicationContext();
            initialize(application, compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()));
            assertThatThrownBy(application::refresh).rootCause().hasMessageContaining("processed ahead of time");
            assertThat(application.isActive()).isFalse();
        });
    }

    @Test
    @Tag("SPR-115")
    void listener_methods_their_arguments_and_results_can_be_reached_in_a_native_image() {
        TestGenerationContext generated = new TestGenerationContext();
        generate(generated);

        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(ReflectionUtils.findMethod(Application.class, "on", Return.class)))
                .accepts(generated.getRuntimeHints());
        for (Class<?> bound : new Class<?>[] {Return.class, Article.class, Refund.class}) {
            for (RecordComponent component : bound.getRecordComponents()) {
                assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
                        .accepts(generated.getRuntimeHints());
            }
        }
    }

    @Test
    @Tag("SPR-114")
    void what_the_endpoint_shows_can_be_written_in_a_native_image() {
        TestGenerationContext generated = new TestGenerationContext();
        generate(generated);

        for (Class<?> shown : new Class<?>[] {
            ZmqEndpoint.ZmqDescriptor.class,
            ZmqEndpoint.SocketDescriptor.class,
            ZmqEndpoint.ListenerDescriptor.class,
            ZmqEndpoint.PeerDescriptor.class,
            ZmqEndpoint.ProxyDescriptor.class,
            Traffic.class
        }) {
            for (RecordComponent component : shown.getRecordComponents()) {
                assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
                        .accepts(generated.getRuntimeHints());
            }
        }
    }

    @Test
    void limits_are_read_in_a_native_image() {
        TestGenerationContext generated = new TestGenerationContext();
        generate(generated);

        for (Class<?> written : new Class<?>[] {String.class, Integer.class, Long.class}) {
            Method of = ReflectionUtils.findMethod(ZmqLimit.class, "of", written);
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(of))
                    .accepts(generated.getRuntimeHints());
        }
    }

    private static ClassName generate(TestGenerationContext generated) {
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        configure(application, "inproc://not-known-yet");
        application.register(
                Application.class,
                ZmqAutoConfiguration.class,
                ZmqObservationAutoConfiguration.class,
                ZmqMessagingAutoConfiguration.class,
                ZmqHealthContributorAutoConfiguration.class,
                ZmqMetricsAutoConfiguration.class,
                ZmqEndpointAutoConfiguration.class);
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(application, generated);
        generated.writeGeneratedContent();
        return initializer;
    }

    private static void configure(GenericApplicationContext application, String endpoint, String... more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "zmq.sockets.orders.bind", endpoint,
                "zmq.sockets.returns.bind", "inproc://returns",
                "zmq.sockets.trader.type", "peer",
                "management.endpoints.web.exposure.include", "zmq"));
        for (String property : more) {
            int equals = property.indexOf('=');
            properties.put(property.substring(0, equals), property.substring(equals + 1));
        }
        application.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
    }

    @SuppressWarnings("unchecked")
    private static void initialize(
            GenericApplicationContext application, ApplicationContextInitializer<?> initializer) {
        ((ApplicationContextInitializer<GenericApplicationContext>) initializer).initialize(application);
    }
}
