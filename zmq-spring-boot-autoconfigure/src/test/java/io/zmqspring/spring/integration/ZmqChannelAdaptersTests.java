package io.zmqspring.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.annotation.EnableZmq;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqSocketTakenException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.integration.dsl.Zmq;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqMessageConverters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SimpleMessageConverter;
import org.springframework.messaging.support.MessageBuilder;

class ZmqChannelAdaptersTests {
    private static final int PEER = 7;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    record Order(int id) {}

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Base {
        @Bean
        FakePeerSocket orders() {
            return new FakePeerSocket(
                            SocketOptions.builder().envelope(EnvelopeMode.AUTO).build())
                    .peer(PEER, PeerState.CONNECTED, Map.of("X-Envelope", "1", "X-Peer-Name", "trader"));
        }

        @Bean
        ZmqSockets sockets(FakePeerSocket orders) {
            ZmqSockets sockets = new ZmqSockets();
            sockets.add("orders", orders);
            return sockets;
        }

        @Bean
        ZmqTemplate template(ZmqSockets sockets) {
            return new ZmqTemplate(sockets);
        }

        @Bean
        QueueChannel received() {
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
    }

    private void arrive(String body, Map<String, String> headers) {
        context.getBean(FakePeerSocket.class).arrive(PEER, Message.of(body).withHeaders(headers));
    }

    private org.springframework.messaging.Message<?> next(String channel) {
        return context.getBean(channel, QueueChannel.class).receive(5000);
    }

    private List<Message> sent() {
        return context.getBean(FakePeerSocket.class).sent;
    }

    @Configuration(proxyBeanMethods = false)
    static class Inbound {
        @Bean
        IntegrationFlow flow() {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter("orders")
                            .id("ordersIn")
                            .payloadType(Order.class)
                            .errorChannel("failures"))
                    .<Order>filter(order -> {
                        if (order.id() < 0) {
                            throw new IllegalStateException("negative");
                        }
                        return true;
                    })
                    .channel("received")
                    .get();
        }
    }

    @Test
    @Tag("SPR-102")
    @Tag("SPR-107")
    void sendsMessagesOfASocketToAFlow() {
        run(Inbound.class);

        arrive("{\"id\":3}", Map.of("replyChannel", "nullChannel", "errorChannel", "nullChannel"));

        var message = next("received");
        assertThat(message.getPayload()).isEqualTo(new Order(3));
        assertThat(message.getHeaders())
                .containsEntry(ZmqHeaders.SOCKET, "orders")
                .containsEntry(ZmqHeaders.ROUTING_ID, PEER)
                .containsEntry(ZmqHeaders.PEER_NAME, "trader")
                .doesNotContainKeys("replyChannel", "errorChannel");
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        ZmqHeaderMapper headerMapper() {
            return new DefaultZmqHeaderMapper(Set.of("tenant"));
        }

        @Bean(ZmqMessageConverters.BEAN_NAME)
        MessageConverter converter() {
            return new SimpleMessageConverter() {
                @Override
                public Object fromMessage(org.springframework.messaging.Message<?> message, Class<?> type) {
                    return type == Order.class ? new Order(99) : super.fromMessage(message, type);
                }
            };
        }
    }

    @Test
    void usesTheApplicationsHeaderMapperAndConverter() {
        run(Inbound.class, Beans.class);

        arrive("whatever", Map.of("tenant", "acme"));

        var message = next("received");
        assertThat(message.getPayload()).isEqualTo(new Order(99));
        assertThat(message.getHeaders()).containsEntry("tenant", "acme");
    }

    @Test
    @Tag("SPR-102")
    @Tag("SPR-65")
    void sendsFailuresToTheErrorChannelAndGoesOn() {
        run(Inbound.class);

        arrive("no order", Map.of());
        arrive("{\"id\":-1}", Map.of());
        arrive("{\"id\":3}", Map.of());

        assertThat(next("failures").getPayload()).isInstanceOf(MessageConversionException.class);
        assertThat(next("failures").getPayload())
                .isInstanceOfSatisfying(
                        MessagingException.class,
                        e -> assertThat(e.getRootCause()).hasMessage("negative"));
        assertThat(next("received").getPayload()).isEqualTo(new Order(3));
    }

    @Test
    @Tag("SPR-102")
    @Tag("SPR-49")
    void pausesAndResumes() {
        run(Inbound.class);
        Pausable adapter = context.getBean("ordersIn", Pausable.class);

        adapter.pause();
        assertThat(adapter.isPaused()).isTrue();
        arrive("{\"id\":3}", Map.of());
        assertThat(context.getBean("received", QueueChannel.class).receive(150)).isNull();
        adapter.resume();

        assertThat(next("received")).isNotNull();
        assertThat(adapter.isPaused()).isFalse();
    }

    @Test
    void stopsAndStartsAgainWithoutLoss() {
        run(Inbound.class);
        ZmqInboundChannelAdapter adapter = context.getBean(ZmqInboundChannelAdapter.class);

        adapter.stop();
        arrive("{\"id\":3}", Map.of());
        assertThat(context.getBean("received", QueueChannel.class).receive(150)).isNull();
        adapter.start();

        assertThat(next("received")).isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    static class InboundWithoutErrorChannel {
        @Bean
        IntegrationFlow flow(ZmqSockets sockets) {
            return IntegrationFlow.from(
                            Zmq.inboundChannelAdapter(sockets, "orders").concurrency(1))
                    .handle(byte[].class, (payload, headers) -> {
                        if (payload.length == 0) {
                            throw new NoClassDefFoundError("on purpose");
                        }
                        if (payload[0] == 'x') {
                            throw new IllegalStateException("poison");
                        }
                        return payload;
                    })
                    .channel("received")
                    .get();
        }
    }

    @Test
    @Tag("SPR-63")
    void losesOnlyThePoisonWithoutAnErrorChannel() {
        run(InboundWithoutErrorChannel.class);

        arrive("x", Map.of());
        arrive("good", Map.of());

        assertThat(next("received").getPayload()).isEqualTo("good".getBytes());
        assertThat(context.getBean(ZmqInboundChannelAdapter.class).getFailedCount())
                .isEqualTo(1);
    }

    @Test
    @Tag("SPR-66")
    void stopsOnAnErrorAndTellsWhy() {
        run(InboundWithoutErrorChannel.class);
        ZmqInboundChannelAdapter adapter = context.getBean(ZmqInboundChannelAdapter.class);

        arrive("", Map.of());

        await().until(() -> !adapter.isRunning());
        assertThat(adapter.getStopReason()).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void stopsWhenTheSocketIsClosed() {
        run(InboundWithoutErrorChannel.class);
        ZmqInboundChannelAdapter adapter = context.getBean(ZmqInboundChannelAdapter.class);

        context.getBean(FakePeerSocket.class).close();

        await().until(() -> !adapter.isRunning());
        assertThat(adapter.getStopReason()).isInstanceOf(io.zmqspring.ZmqClosedException.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Concurrent {
        final CountDownLatch release = new CountDownLatch(1);

        @Bean
        CountDownLatch release() {
            return release;
        }

        @Bean
        IntegrationFlow flow() {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter("orders")
                            .payloadType(String.class)
                            .concurrency(2))
                    .<String>filter(text -> {
                        try {
                            return !text.equals("first") || release.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException stopped) {
                            return false;
                        }
                    })
                    .channel("received")
                    .get();
        }
    }

    @Test
    @Tag("SPR-27")
    @Tag("SPR-102")
    void severalThreadsKeepTheOrderOfEachSender() {
        run(Concurrent.class);
        FakePeerSocket socket = context.getBean(FakePeerSocket.class).peer(8, PeerState.CONNECTED, Map.of());

        socket.arrive(PEER, Message.of("first"));
        socket.arrive(PEER, Message.of("second"));
        socket.arrive(8, Message.of("of another"));

        assertThat(next("received").getPayload()).isEqualTo("of another");
        context.getBean(CountDownLatch.class).countDown();
        assertThat(next("received").getPayload()).isEqualTo("first");
        assertThat(next("received").getPayload()).isEqualTo("second");
    }

    @Configuration(proxyBeanMethods = false)
    static class Outbound {
        @Bean
        IntegrationFlow fixed(ZmqTemplate template) {
            return IntegrationFlow.from("toTrader")
                    .handle(Zmq.outboundChannelAdapter(template).destination("trader"))
                    .get();
        }

        @Bean
        IntegrationFlow byExpression(ZmqTemplate template) {
            return IntegrationFlow.from("toHeader")
                    .handle(Zmq.outboundChannelAdapter(template).destinationExpression("headers['to']"))
                    .get();
        }

        @Bean
        IntegrationFlow byFunction(ZmqTemplate template) {
            return IntegrationFlow.from("toFunction")
                    .handle(Zmq.outboundChannelAdapter(template)
                            .destinationFunction(message -> ZmqDestination.of("orders", PEER)))
                    .get();
        }
    }

    private void send(String channel, Object payload, Map<String, Object> headers) {
        context.getBean(channel, MessageChannel.class)
                .send(MessageBuilder.withPayload(payload).copyHeaders(headers).build());
    }

    @Test
    @Tag("SPR-103")
    @Tag("SPR-107")
    void sendsMessagesOfAFlowToPeers() {
        run(Outbound.class);

        send("toTrader", new Order(1), Map.of());
        send("toHeader", "two", Map.of("to", "orders/trader"));
        send("toFunction", "three", Map.of());

        assertThat(sent()).extracting(Message::text).containsExactly("{\"id\":1}", "two", "three");
    }

    @Test
    @Tag("SPR-103")
    void tellsTheSenderWhyAMessageCouldNotBeSent() {
        run(Outbound.class);

        assertThatExceptionOfType(MessageHandlingException.class)
                .isThrownBy(() -> send("toHeader", "x", Map.of("to", "orders/#99")))
                .withCauseInstanceOf(ZmqUnroutableException.class);
        assertThatExceptionOfType(MessageHandlingException.class)
                .isThrownBy(() -> send("toHeader", "x", Map.of("to", 99)))
                .withStackTraceContaining("headers['to']");
    }

    @Configuration(proxyBeanMethods = false)
    static class Echo {
        @Bean
        IntegrationFlow echo(ZmqTemplate template) {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter("orders"))
                    .transform(byte[].class, body -> new String(body) + "!")
                    .handle(Zmq.outboundChannelAdapter(template).toSender())
                    .get();
        }
    }

    @Test
    @Tag("SPR-103")
    void answersTheSenderOutOfAFlow() {
        run(Echo.class);

        arrive("a", Map.of("request-id", "r1"));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(sent()).hasSize(1));
        assertThat(sent().get(0).text()).isEqualTo("a!");
        assertThat(sent().get(0).header("in-reply-to")).isEqualTo("r1");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableZmq
    static class Listening {
        @ZmqListener(id = "orderListener", sockets = "orders")
        void on(String text) {}
    }

    @Test
    void refusesAListenerAndAnAdapterOnOneSocketAndNamesBoth() {
        assertThatThrownBy(() -> run(Inbound.class, Listening.class))
                .hasRootCauseInstanceOf(ZmqSocketTakenException.class)
                .rootCause()
                .hasMessageContaining("inbound adapter 'ordersIn'")
                .hasMessageContaining("listener 'orderListener' (Listening.on)");
    }
}
