package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.integration.ZmqInboundChannelAdapter;
import io.zmqspring.spring.integration.dsl.Zmq;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.ObjectUtils;

/** Flows of Spring Integration need no configuration of their own: adapters find what the application has. */
class IntegrationFlowTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMessagingAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    IntegrationAutoConfiguration.class))
            .withUserConfiguration(Flows.class)
            .withPropertyValues(
                    "spring.jackson.property-naming-strategy=SNAKE_CASE",
                    "zmq.headers.allow=tenant",
                    "zmq.sockets.desk.bind=tcp://127.0.0.1:*",
                    "zmq.sockets.trader.type=peer");

    record Order(String itemName) {}

    @Configuration(proxyBeanMethods = false)
    static class Flows {
        @Bean
        QueueChannel orders() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow inbound() {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter("desk").payloadType(Order.class))
                    .channel("orders")
                    .get();
        }

        @Bean
        IntegrationFlow outbound(ZmqTemplate template) {
            return flow -> flow.handle(Zmq.outboundChannelAdapter(template).destination("desk"));
        }
    }

    @Test
    void flows_talk_with_the_json_mapper_and_the_headers_of_the_application() {
        runner.run(desk -> {
            String port = desk.getEnvironment().getRequiredProperty("local.zmq.desk.port");
            runner.withPropertyValues(
                            "zmq.sockets.desk.bind=inproc://unused",
                            "zmq.sockets.trader.connect.desk=tcp://127.0.0.1:" + port)
                    .run(trader -> {
                        trader.getBean("outbound.input", MessageChannel.class)
                                .send(MessageBuilder.withPayload(new Order("tea"))
                                        .setHeader("tenant", "north")
                                        .setHeader("other", "x")
                                        .build());

                        Message<?> received = desk.getBean(QueueChannel.class).receive(30_000);
                        assertThat(received.getPayload()).isEqualTo(new Order("tea"));
                        assertThat(received.getHeaders())
                                .containsEntry("tenant", "north")
                                .doesNotContainKey("other");
                    });
        });
    }

    @Test
    @Tag("SPR-108")
    void adapters_are_steered_by_jmx() {
        runner.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class))
                .withPropertyValues("spring.jmx.enabled=true", "spring.jmx.unique-names=true")
                .run(application -> {
                    MBeanServer server = application.getBean(MBeanServer.class);
                    String identity =
                            ObjectUtils.getIdentityHexString(application.getBean(ZmqInboundChannelAdapter.class));
                    ObjectName adapter = server.queryNames(
                                    new ObjectName("io.zmqspring.spring.integration:identity=" + identity + ",*"), null)
                            .iterator()
                            .next();

                    server.invoke(adapter, "pause", null, null);
                    assertThat(server.getAttribute(adapter, "Paused")).isEqualTo(true);
                    server.invoke(adapter, "resume", null, null);
                    assertThat(server.getAttribute(adapter, "Paused")).isEqualTo(false);
                    assertThat(server.getAttribute(adapter, "FailedCount")).isEqualTo(0L);
                });
    }
}
