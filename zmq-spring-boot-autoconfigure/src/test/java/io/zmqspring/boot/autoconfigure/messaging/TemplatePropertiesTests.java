package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqLateReplyEvent;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.core.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** What properties make of the template, over real sockets. */
class TemplatePropertiesTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class, JacksonAutoConfiguration.class))
            .withUserConfiguration(Desk.class)
            .withPropertyValues(
                    "zmq.sockets.desk.bind=inproc://desk",
                    "zmq.sockets.shop.connect.orders=inproc://desk",
                    "zmq.sockets.shop.connect.other=inproc://nobody");

    record Order(String item) {}

    record Receipt(String item) {}

    @Configuration(proxyBeanMethods = false)
    static class Desk {
        private final List<ZmqLateReplyEvent> late = new CopyOnWriteArrayList<>();
        private final CompletableFuture<String> slow = new CompletableFuture<>();

        @ZmqListener(sockets = "desk")
        Object accept(String order) {
            return order.equals("\"slow\"") || order.equals("slow") ? slow : new Receipt(order);
        }

        @EventListener
        void on(ZmqLateReplyEvent event) {
            late.add(event);
        }
    }

    @Test
    @Tag("SPR-79")
    void types_have_their_destinations() {
        runner.withPropertyValues(
                        "zmq.template.type-mappings[0].message-type=" + Order.class.getName(),
                        "zmq.template.type-mappings[0].destination=shop/orders",
                        "zmq.template.default-destination=shop/other")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    assertThat(template.body(new Order("tea")).request(Receipt.class))
                            .isEqualTo(new Receipt("{\"item\":\"tea\"}"));
                });
    }

    @Test
    void a_mapping_needs_both_its_sides() {
        runner.withPropertyValues("zmq.template.type-mappings[0].destination=shop/orders")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("an entry of zmq.template.type-mappings needs a message-type"));
        runner.withPropertyValues(
                        "zmq.template.type-mappings[0].message-type=java.lang.String",
                        "zmq.template.type-mappings[0].destination=/")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("'/' is no destination"));
    }

    @Test
    @Tag("SPR-76")
    void what_could_not_be_sent_is_sent_again_as_configured() {
        runner.run(context ->
                assertThat(timeToFail(context.getBean(ZmqTemplate.class))).isLessThan(Duration.ofSeconds(1)));
        runner.withPropertyValues(
                        "zmq.template.retry.enabled=true",
                        "zmq.template.retry.max-retries=2",
                        "zmq.template.retry.delay=500ms")
                .run(context -> assertThat(timeToFail(context.getBean(ZmqTemplate.class)))
                        .isGreaterThanOrEqualTo(Duration.ofMillis(990)));
        runner.withPropertyValues("zmq.template.retry.max-retries=-1")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("zmq.template.retry.max-retries"));
    }

    private static Duration timeToFail(ZmqTemplate template) {
        long before = System.nanoTime();
        assertThatExceptionOfType(ZmqDestinationException.class)
                .isThrownBy(() -> template.convertAndSend("nobody", "x"));
        return Duration.ofNanos(System.nanoTime() - before);
    }

    @Test
    @Tag("SPR-74")
    void a_reply_that_comes_too_late_is_an_event() {
        runner.run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            Desk desk = context.getBean(Desk.class);
            assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                    .isThrownBy(() -> template.to("shop/orders")
                            .body("slow")
                            .replyTimeout(Duration.ofMillis(50))
                            .request(String.class));

            desk.slow.complete("too late");

            // Without a listener the socket is read while a request is open.
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                template.to("shop/orders").body("tea").request(Receipt.class);
                assertThat(desk.late).singleElement().satisfies(event -> {
                    assertThat(event.socket()).isEqualTo("shop");
                    assertThat(event.routingId()).isNotZero();
                    assertThat(event.requestId()).isNotNull();
                });
            });
        });
    }
}
