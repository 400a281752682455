package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.config.ZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.core.ZmqSocketTakenException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.core.ZmqUnknownSocketException;
import io.zmqspring.spring.integration.ZmqInboundChannelAdapter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;

class ListenerConfigurationTests {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMessagingAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    ValidationAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.desk.bind=inproc://desk", "zmq.sockets.trader.connect.desk=inproc://desk");

    record Order(@Positive int quantity) {}

    record Receipt(int left) {}

    static class Desk {
        final List<String> threads = new CopyOnWriteArrayList<>();
        final List<String> groups = new CopyOnWriteArrayList<>();
        volatile int failures;

        @ZmqListener(id = "desk", value = "desk")
        Receipt on(@Valid Order order) {
            threads.add(Thread.currentThread().getName());
            groups.add(Thread.currentThread().getThreadGroup().getName());
            if (failures-- > 0) {
                throw new IllegalStateException("not yet");
            }
            return new Receipt(10 - order.quantity());
        }
    }

    private static Receipt ask(ApplicationContext context, int quantity, Duration timeout) {
        return context.getBean(ZmqTemplate.class)
                .convertSendAndReceive("desk", new Order(quantity), Receipt.class, timeout);
    }

    @Test
    void a_listener_answers_a_request() {
        runner.withBean(Desk.class)
                .run(context -> assertThat(ask(context, 3, SOON)).isEqualTo(new Receipt(7)));
    }

    @Test
    void arguments_are_validated() {
        runner.withBean(Desk.class).run(context -> {
            context.getBean(ZmqTemplate.class).convertAndSend("desk", new Order(-1));
            assertThat(ask(context, 1, SOON)).isEqualTo(new Receipt(9));
            assertThat(context.getBean(Desk.class).threads).hasSize(1);
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class)
                            .getListenerContainer("desk")
                            .getFailedCount())
                    .isEqualTo(1);
        });
    }

    @Test
    void nothing_is_validated_without_a_validator() {
        runner.withClassLoader(new FilteredClassLoader("jakarta.validation"))
                .withBean(Desk.class)
                .run(context -> assertThat(ask(context, -1, SOON)).isEqualTo(new Receipt(11)));
    }

    @Test
    void a_failure_is_not_tried_again_by_default() {
        runner.withBean(Desk.class).run(context -> {
            context.getBean(Desk.class).failures = 1;
            assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                    .isThrownBy(() -> ask(context, 1, Duration.ofMillis(200)));
        });
    }

    @Test
    @Tag("SPR-60")
    @Tag("SPR-118")
    void a_failure_is_tried_again_as_configured() {
        runner.withBean(Desk.class)
                .withPropertyValues("zmq.listener.retry.enabled=true", "zmq.listener.retry.delay=1ms")
                .run(context -> {
                    context.getBean(Desk.class).failures = 3;
                    assertThat(ask(context, 1, SOON)).isEqualTo(new Receipt(9));
                    assertThat(context.getBean(Desk.class).threads).hasSize(4);
                });
    }

    @Test
    @Tag("SPR-28")
    void listeners_do_not_start_if_told_so() {
        runner.withBean(Desk.class)
                .withPropertyValues("zmq.listener.auto-startup=false")
                .run(context -> {
                    ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
                    assertThat(registry.getListenerContainer("desk").isRunning())
                            .isFalse();
                    registry.start("desk");
                    assertThat(ask(context, 1, SOON)).isEqualTo(new Receipt(9));
                });
    }

    @Test
    @Tag("SPR-27")
    void a_listener_has_as_many_threads_as_configured() {
        runner.withBean(Desk.class)
                .withPropertyValues("zmq.listener.concurrency=3")
                .run(context -> await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(Thread.getAllStackTraces().keySet())
                                        .filteredOn(thread -> thread.getName().startsWith("desk-"))
                                        .hasSize(3)));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @Tag("SPR-55")
    void listeners_run_on_virtual_threads_if_the_application_wants_them() {
        runner.withBean(Desk.class)
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> {
                    ask(context, 1, SOON);
                    assertThat(context.getBean(Desk.class).threads).allMatch(name -> name.startsWith("zmq-listener-"));
                    assertThat(context.getBean(Desk.class).groups).containsOnly("VirtualThreads");
                });
    }

    @Test
    @Tag("SPR-1")
    void a_container_factory_of_the_application_replaces_ours() {
        runner.withUserConfiguration(OwnFactory.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(ZmqListenerContainerFactory.class)
                        .getBean(ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN)
                        .isSameAs(context.getBean(OwnFactory.class).made));
    }

    @Configuration
    static class OwnFactory {
        private ZmqListenerContainerFactory made;

        @Bean
        ZmqListenerContainerFactory zmqListenerContainerFactory(ZmqSockets sockets) {
            made = new DefaultZmqListenerContainerFactory(sockets);
            return made;
        }
    }

    @Test
    void customizers_have_the_last_word() {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        runner.withBean(Desk.class)
                .withBean(
                        ZmqListenerContainerFactoryCustomizer.class,
                        () -> factory -> factory.setErrorHandler(failures::add))
                .run(context -> {
                    context.getBean(ZmqTemplate.class).convertAndSend("desk", "no order");
                    assertThat(ask(context, 1, SOON)).isEqualTo(new Receipt(9));
                    assertThat(failures).hasSize(1);
                });
    }

    @Test
    void a_listener_to_an_unknown_socket_stops_the_start() {
        runner.withUserConfiguration(Misspelt.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZmqUnknownSocketException.class)
                        .hasMessageContaining("'dseks'")
                        .hasMessageContaining("[desk, trader]"));
    }

    static class Misspelt {
        @ZmqListener("dseks")
        void on(String message) {}
    }

    @Test
    void two_listeners_to_one_socket_stop_the_start() {
        runner.withBean(Desk.class)
                .withUserConfiguration(Second.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZmqSocketTakenException.class)
                        .hasMessageContaining("Desk.on")
                        .hasMessageContaining("Second.on"));
    }

    static class Second {
        @ZmqListener("desk")
        void on(String message) {}
    }

    @Test
    void a_listener_and_an_adapter_on_one_socket_stop_the_start() {
        runner.withConfiguration(AutoConfigurations.of(IntegrationAutoConfiguration.class))
                .withBean(Desk.class)
                .withUserConfiguration(Adapter.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ZmqSocketTakenException.class)
                        .hasMessageContaining("listener 'desk' (Desk.on)")
                        .hasMessageContaining("inbound adapter 'audit'"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Adapter {
        @Bean
        ZmqInboundChannelAdapter audit() {
            ZmqInboundChannelAdapter adapter = new ZmqInboundChannelAdapter("desk");
            adapter.setOutputChannel(new QueueChannel());
            return adapter;
        }
    }

    @Test
    @Tag("SPR-22")
    void there_are_no_listeners_when_switched_off() {
        runner.withBean(Desk.class)
                .withPropertyValues("zmq.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZmqListenerEndpointRegistry.class));
    }
}
