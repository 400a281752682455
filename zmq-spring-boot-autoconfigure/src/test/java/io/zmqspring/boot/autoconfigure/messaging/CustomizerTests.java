package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** How an application changes what is made from properties. */
class CustomizerTests {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class))
            .withPropertyValues(
                    "zmq.sockets.desk.bind=inproc://desk",
                    "zmq.sockets.store.bind=inproc://store",
                    "zmq.sockets.trader.connect.desk=inproc://desk");

    static class Listeners {
        final List<String> received = new CopyOnWriteArrayList<>();

        @ZmqListener(id = "desk", value = "desk", containerFactory = "${test.factory:}")
        String on(String order) {
            received.add(order);
            if (order.equals("bad") && received.size() < 4) {
                throw new IllegalStateException("not yet");
            }
            return order + " done";
        }

        @ZmqListener(id = "store", value = "store")
        void store(String item) {}
    }

    @Test
    @Tag("SPR-13")
    void the_template_is_changed_by_its_customizers_in_their_order() {
        runner.withUserConfiguration(TemplateCustomizers.class)
                .withPropertyValues("zmq.template.reply-timeout=3s")
                .run(context -> assertThat(context.getBean(ZmqTemplate.class).getReplyTimeout())
                        .isEqualTo(Duration.ofSeconds(7)));
    }

    @Configuration(proxyBeanMethods = false)
    static class TemplateCustomizers {
        @Bean
        @Order(2)
        ZmqTemplateCustomizer plusOne() {
            return template ->
                    template.setReplyTimeout(template.getReplyTimeout().plusSeconds(1));
        }

        @Bean
        @Order(1)
        ZmqTemplateCustomizer twice() {
            return template ->
                    template.setReplyTimeout(template.getReplyTimeout().multipliedBy(2));
        }
    }

    @Test
    @Tag("SPR-13")
    void each_container_is_changed_by_its_customizers_in_their_order() {
        runner.withBean(Listeners.class)
                .withUserConfiguration(ContainerCustomizers.class)
                .run(context -> {
                    ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
                    assertThat(registry.getListenerContainer("desk").isRunning())
                            .as("the second customizer starts what the first does not")
                            .isTrue();
                    assertThat(registry.getListenerContainer("store").isRunning())
                            .isFalse();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class ContainerCustomizers {
        @Bean
        @Order(2)
        ZmqListenerContainerCustomizer deskAfterAll() {
            return container -> container.setAutoStartup(container.getId().equals("desk"));
        }

        @Bean
        @Order(1)
        ZmqListenerContainerCustomizer none() {
            return container -> container.setAutoStartup(false);
        }
    }

    @Test
    @Tag("SPR-14")
    void a_factory_of_the_application_can_be_configured_like_ours() {
        runner.withBean(Listeners.class)
                .withUserConfiguration(OwnFactory.class)
                .withPropertyValues(
                        "zmq.listener.retry.enabled=true",
                        "zmq.listener.retry.max-retries=5",
                        "zmq.listener.retry.delay=1ms",
                        "test.factory=patient")
                .run(context -> {
                    assertThat(context.getBean(ZmqTemplate.class)
                                    .convertSendAndReceive("desk", "bad", String.class, SOON))
                            .isEqualTo("bad done");
                    assertThat(context.getBean(Listeners.class).received)
                            .as("called again as the properties say")
                            .hasSize(4);
                    assertThat(context).hasBean(ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN);
                    assertThat(context.getBean(OwnFactory.class).customized).contains("desk", "store");
                });
    }

    @Configuration
    static class OwnFactory {
        final List<String> customized = new CopyOnWriteArrayList<>();

        @Bean
        DefaultZmqListenerContainerFactory patient(
                ZmqSockets sockets, ZmqListenerContainerFactoryConfigurer configurer) {
            DefaultZmqListenerContainerFactory factory = new DefaultZmqListenerContainerFactory(sockets);
            configurer.configure(factory);
            return factory;
        }

        @Bean
        ZmqListenerContainerCustomizer witness() {
            return container -> customized.add(container.getId());
        }
    }
}
