package io.zmqspring.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.integration.dsl.Zmq;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.MessageBuilder;

@Timeout(60)
class ZmqGatewaysTests {
    private static final int PEER = 7;
    private static final int CLIENT = 8;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final List<Integer> receivers = new CopyOnWriteArrayList<>();

    record Order(int id) {}

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Base {
        @Bean
        FakePeerSocket orders() {
            Map<String, String> announced = Map.of("X-Envelope", "1");
            return new FakePeerSocket(
                            SocketOptions.builder().envelope(EnvelopeMode.AUTO).build())
                    .peer(PEER, PeerState.CONNECTED, Map.of("X-Envelope", "1", "X-Peer-Name", "stock"))
                    .peer(CLIENT, PeerState.CONNECTED, announced);
        }

        @Bean
        ZmqSockets sockets(FakePeerSocket orders) {
            ZmqSockets sockets = new ZmqSockets();
            sockets.add("orders", orders);
            return sockets;
        }

        @Bean
        ZmqTemplate template(ZmqSockets sockets) {
            ZmqTemplate template = new ZmqTemplate(sockets);
            template.setReplyTimeout(Duration.ofSeconds(10));
            return template;
        }

        @Bean
        QueueChannel replies() {
            return new QueueChannel();
        }

        @Bean
        QueueChannel failures() {
            return new QueueChannel();
        }
    }

    @AfterEach
    void close() {
        context.close();
    }

    private void run(Class<?>... components) {
        context.register(Base.class);
        context.register(components);
        context.refresh();
        socket().onSend((routingId, message) -> receivers.add(routingId));
    }

    private FakePeerSocket socket() {
        return context.getBean(FakePeerSocket.class);
    }

    private Message nextSent(int already) {
        await().atMost(Duration.ofSeconds(20)).until(() -> receivers.size() > already);
        return socket().sent.get(already);
    }

    private void reply(Message request, String body) {
        socket().arrive(PEER, Message.of(body).withHeaders(Map.of("in-reply-to", request.header("request-id"))));
    }

    private org.springframework.messaging.Message<?> next(String channel) {
        return context.getBean(channel, QueueChannel.class).receive(20_000);
    }

    @Configuration(proxyBeanMethods = false)
    static class Asking {
        @Bean
        IntegrationFlow ask() {
            return flow -> flow.handle(
                            Zmq.outboundGateway("stock").replyType(Order.class).async(true))
                    .channel("replies");
        }
    }

    private void ask(Object payload, Map<String, Object> headers) {
        context.getBean("ask.input", MessageChannel.class)
                .send(MessageBuilder.withPayload(payload)
                        .copyHeaders(headers)
                        .setErrorChannelName("failures")
                        .build());
    }

    @Test
    @Tag("SPR-105")
    void asks_without_waiting_and_goes_on_with_each_reply_as_it_comes() {
        run(Asking.class);

        ask("first", Map.of("n", 1));
        ask("second", Map.of("n", 2));
        reply(nextSent(1), "{\"id\":2}");
        var second = next("replies");
        reply(nextSent(0), "{\"id\":1}");
        var first = next("replies");

        assertThat(second.getPayload()).isEqualTo(new Order(2));
        assertThat(second.getHeaders()).containsEntry("n", 2);
        assertThat(first.getPayload()).isEqualTo(new Order(1));
        assertThat(first.getHeaders()).containsEntry("n", 1);
    }

    @Test
    @Tag("SPR-105")
    @Tag("SPR-65")
    void failures_of_asynchronous_requests_go_to_the_error_channel() {
        run(Asking.class);

        context.getBean(ZmqTemplate.class).setReplyTimeout(Duration.ofMillis(50));
        ask("unanswered", Map.of());
        assertThat(cause("failures")).isInstanceOf(ZmqReplyTimeoutException.class);

        context.getBean(ZmqTemplate.class).setReplyTimeout(Duration.ofSeconds(10));
        ask("misunderstood", Map.of());
        reply(nextSent(1), "no order");
        assertThat(cause("failures")).isInstanceOf(MessageConversionException.class);
    }

    private Throwable cause(String channel) {
        return ((MessagingException) next(channel).getPayload()).getMostSpecificCause();
    }

    @Configuration(proxyBeanMethods = false)
    static class Relaying {
        @Bean
        IntegrationFlow relay(ZmqTemplate template) {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter("orders"))
                    .handle(Zmq.outboundGateway("stock").async(true))
                    .handle(Zmq.outboundChannelAdapter(template).toSender())
                    .get();
        }
    }

    @Test
    @Tag("SPR-105")
    void a_reply_goes_back_to_who_asked_first_and_not_to_who_replied() {
        run(Relaying.class);

        socket().arrive(CLIENT, Message.of("order").withHeaders(Map.of("request-id", "of the client")));
        reply(nextSent(0), "in stock");

        Message answer = nextSent(1);
        assertThat(answer.text()).isEqualTo("in stock");
        assertThat(receivers.get(1)).isEqualTo(CLIENT);
        assertThat(answer.header("in-reply-to")).isEqualTo("of the client");
    }

    @Configuration(proxyBeanMethods = false)
    static class Serving {
        @Bean
        IntegrationFlow serve() {
            return IntegrationFlow.from(Zmq.inboundGateway("orders")
                            .id("desk")
                            .payloadType(Order.class)
                            .errorChannel("problems.input"))
                    .<Order, Order>transform(order -> {
                        if (order.id() < 0) {
                            throw new IllegalStateException("negative");
                        }
                        return new Order(order.id() + 1);
                    })
                    .get();
        }

        @Bean
        IntegrationFlow problems() {
            return flow -> flow.<Throwable, String>transform(failure -> failure instanceof MessageConversionException
                    ? "no order"
                    : ((MessagingException) failure).getRootCause().getMessage());
        }
    }

    private void request(String body, String id) {
        socket().arrive(CLIENT, Message.of(body).withHeaders(Map.of("request-id", id)));
    }

    private void assertAnswered(int index, String body, String id) {
        Message answer = nextSent(index);
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.header("in-reply-to")).isEqualTo(id);
    }

    @Test
    @Tag("SPR-104")
    @Tag("SPR-65")
    void the_error_flow_answers_requests_that_fail_or_cannot_be_read() {
        run(Serving.class);

        request("{\"id\":3}", "good");
        assertAnswered(0, "{\"id\":4}", "good");
        request("{\"id\":-3}", "bad");
        assertAnswered(1, "negative", "bad");
        request("garbage", "unreadable");
        assertAnswered(2, "no order", "unreadable");
        request("{\"id\":5}", "good again");
        assertAnswered(3, "{\"id\":6}", "good again");
    }

    @Test
    @Tag("SPR-49")
    void a_gateway_pauses_and_resumes() {
        run(Serving.class);
        Pausable desk = context.getBean("desk", Pausable.class);

        desk.pause();
        request("{\"id\":3}", "waits");
        assertThat(desk.isPaused()).isTrue();
        await().during(Duration.ofMillis(150)).until(() -> socket().sent.isEmpty());
        desk.resume();

        assertAnswered(0, "{\"id\":4}", "waits");
    }

    @Configuration(proxyBeanMethods = false)
    static class Strict {
        @Bean
        ZmqHeaderMapper headerMapper() {
            DefaultZmqHeaderMapper usual = new DefaultZmqHeaderMapper();
            return new ZmqHeaderMapper() {
                @Override
                public Map<String, String> toWire(MessageHeaders headers) {
                    return usual.toWire(headers);
                }

                @Override
                public Map<String, Object> fromWire(Map<String, String> headers) {
                    if (headers.containsKey("forged")) {
                        throw new IllegalArgumentException("forged");
                    }
                    return usual.fromWire(headers);
                }
            };
        }

        @Bean
        IntegrationFlow in() {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter("orders").errorChannel("failures"))
                    .channel("replies")
                    .get();
        }
    }

    @Test
    @Tag("SPR-65")
    @Tag("SPR-102")
    void what_the_header_mapper_refuses_goes_to_the_error_channel_with_the_message() {
        run(Strict.class);

        socket().arrive(CLIENT, Message.of("x").withHeaders(Map.of("forged", "1")));
        socket().arrive(CLIENT, Message.of("y"));

        ErrorMessage failure = (ErrorMessage) next("failures");
        assertThat(failure.getPayload()).isInstanceOfSatisfying(MessageConversionException.class, unreadable -> {
            assertThat(unreadable).hasRootCauseMessage("forged");
            assertThat(unreadable.getFailedMessage().getPayload()).isEqualTo("x".getBytes());
            assertThat(unreadable.getFailedMessage().getHeaders())
                    .containsEntry(ZmqHeaders.SOCKET, "orders")
                    .containsEntry(ZmqHeaders.ROUTING_ID, CLIENT);
        });
        assertThat(next("replies").getPayload()).isEqualTo("y".getBytes());
    }

    @Test
    @Tag("SPR-103")
    void a_message_to_nobody_fails_at_the_sender_to_the_channel() {
        run(Sending.class);

        assertThatThrownBy(() -> context.getBean("send.input", MessageChannel.class)
                        .send(MessageBuilder.withPayload("x")
                                .setHeader("to", "orders/#99")
                                .build()))
                .hasCauseInstanceOf(ZmqUnroutableException.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Sending {
        @Bean
        IntegrationFlow send(ZmqTemplate template) {
            return flow -> flow.handle(Zmq.outboundChannelAdapter(template).destinationExpression("headers['to']"));
        }

        @Bean
        IntegrationFlow fixed() {
            return flow -> flow.handle(Zmq.outboundChannelAdapter("orders/stock"));
        }
    }

    @Test
    @Tag("SPR-103")
    void an_adapter_finds_the_template_of_the_application() {
        run(Sending.class);

        context.getBean("fixed.input", MessageChannel.class)
                .send(MessageBuilder.withPayload(new Order(1)).build());

        assertThat(nextSent(0).text()).isEqualTo("{\"id\":1}");
        assertThat(receivers).containsExactly(PEER);
    }
}
