package io.zmqspring.spring.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Message;
import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.spring.annotation.EnableZmq;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqSocketTakenException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.integration.dsl.Zmq;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

class ZmqListenerOverTcpTests {
    private final Node desk = new Node("desk", options -> options.receiveHighWaterMark(10));
    private final Node trader =
            new Node("trader", options -> options.sendHighWaterMark(10).sendTimeout(Duration.ofMillis(200)));
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    record Order(int id, String item) {}

    record Receipt(int orderId, String trader) {}

    @Configuration(proxyBeanMethods = false)
    @EnableZmq
    static class Listeners {
        final List<Throwable> errors = new CopyOnWriteArrayList<>();

        @Bean(ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN)
        DefaultZmqListenerContainerFactory factory(ZmqSockets sockets) {
            DefaultZmqListenerContainerFactory factory = new DefaultZmqListenerContainerFactory(sockets);
            factory.setErrorHandler(errors::add);
            return factory;
        }
    }

    @AfterEach
    void close() {
        context.close();
        trader.close();
        desk.close();
    }

    private void run(Class<?>... components) {
        context.registerBean(ZmqSockets.class, () -> desk.sockets);
        context.registerBean("template", io.zmqspring.spring.core.ZmqTemplate.class, () -> desk.template);
        context.register(Listeners.class);
        context.register(components);
        context.refresh();
        trader.connect("desk", desk.bind());
    }

    private ZmqListenerEndpointRegistry registry() {
        return context.getBean(ZmqListenerEndpointRegistry.class);
    }

    static class Orders {
        @ZmqListener(id = "orders", sockets = "desk")
        Receipt on(@Payload Order order, @Header(ZmqHeaders.PEER_NAME) String trader) {
            if (order.id() == 13) {
                throw new IllegalStateException("unlucky");
            }
            return new Receipt(order.id(), trader);
        }
    }

    @Test
    void answersTypedRequests() {
        run(Orders.class);

        assertThat(trader.template.convertSendAndReceive("desk", new Order(3, "tea"), Receipt.class))
                .isEqualTo(new Receipt(3, "trader"));
    }

    @Test
    void answersABarePeer() {
        run(Collecting.class);
        try (Node bare = Node.bare("bare")) {
            int id = bare.connect("desk", desk.socket.boundEndpoints().get(0).toString());

            bare.socket.send(id, Message.of("hello"));

            Message reply = bare.socket.tryReceive(Duration.ofSeconds(5));
            assertThat(reply).isNotNull();
            assertThat(reply.text()).isEqualTo("got hello");
        }
    }

    static class Collecting {
        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        @ZmqListener(id = "collecting", sockets = "desk")
        String on(String text, @Header(name = ZmqHeaders.PEER_NAME, required = false) String peer) {
            seen.add(text);
            return "bare".equals(peer) ? "got " + text : null;
        }
    }

    @Test
    void losesOnlyThePoisonInAThousandMessages() throws Exception {
        run(Orders.class);

        int handled = 0;
        for (int i = 0; i < 1000; i++) {
            if (i == 500) {
                trader.template.convertAndSend("desk", "no order at all");
                trader.template.convertAndSend("desk", new Order(13, "poison"));
            } else if (i != 13) {
                Receipt receipt = trader.template.convertSendAndReceive("desk", new Order(i, "tea"), Receipt.class);
                handled += receipt.orderId() == i ? 1 : 0;
            }
        }

        assertThat(handled).isEqualTo(998);
        ZmqListenerContainer container = registry().getListenerContainer("orders");
        assertThat(container.getFailedCount()).isEqualTo(2);
        assertThat(container.isRunning()).isTrue();
        assertThat(context.getBean(Listeners.class).errors).hasSize(2);
    }

    static class Parallel {
        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final CountDownLatch together = new CountDownLatch(4);

        @ZmqListener(sockets = "desk", concurrency = "4", ordering = "none")
        int on(int number) throws InterruptedException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            together.countDown();
            together.await(5, TimeUnit.SECONDS);
            now.decrementAndGet();
            return number;
        }
    }

    @Test
    void handlesAsManyAtOnceAsItsConcurrency() {
        run(Parallel.class);

        List<CompletableFuture<Integer>> replies = IntStream.range(0, 20)
                .mapToObj(i -> trader.template.convertSendAndReceiveAsync("desk", i, Integer.class))
                .toList();

        for (int i = 0; i < 20; i++) {
            assertThat(replies.get(i)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(i);
        }
        assertThat(context.getBean(Parallel.class).most).hasValue(4);
    }

    static class Busy {
        final CountDownLatch go = new CountDownLatch(1);
        final List<String> seen = new CopyOnWriteArrayList<>();

        @ZmqListener(id = "busy", sockets = "desk", concurrency = "4")
        void on(String text) throws InterruptedException {
            go.await();
            seen.add(text.substring(0, text.indexOf(' ')));
        }
    }

    @Test
    @Tag("SPR-27")
    @Tag("SPR-57")
    void aBusyListenerOfManyThreadsPushesBackToItsSenderAndKeepsTheOrder() {
        run(Busy.class);
        Busy busy = context.getBean(Busy.class);
        String large = " " + "x".repeat(100_000);

        List<String> accepted = new ArrayList<>();
        try {
            while (accepted.size() < 10_000) {
                trader.template.convertAndSend("desk", accepted.size() + large);
                accepted.add("" + accepted.size());
            }
        } catch (ZmqQueueFullException full) {
            assertThat(full).hasMessageContaining("full");
        }
        assertThat(accepted).hasSizeBetween(20, 1000);

        busy.go.countDown();

        await().untilAsserted(() -> assertThat(busy.seen).isEqualTo(accepted));
    }

    @Test
    @Tag("SPR-49")
    @Tag("SPR-57")
    void aPausePushesBackToTheSenderAndLosesNothing() {
        run(Collecting.class);
        registry().pause("collecting");
        String large = "x".repeat(100_000);

        int accepted = 0;
        try {
            while (accepted < 10_000) {
                trader.template.convertAndSend("desk", large);
                accepted++;
            }
        } catch (ZmqQueueFullException full) {
            assertThat(full).hasMessageContaining("full");
        }
        assertThat(accepted).isBetween(20, 1000);
        BlockingQueue<String> seen = context.getBean(Collecting.class).seen;
        assertThat(seen).isEmpty();

        registry().resume("collecting");

        int expected = accepted;
        await().untilAsserted(() -> assertThat(seen).hasSize(expected));
    }

    @Test
    void aRequestOfAPausedListenersSocketIsAnsweredAllTheSame() {
        run(Collecting.class);
        registry().pause("collecting");
        trader.listen(message -> "here");

        assertThat(desk.template.convertSendAndReceive("trader", "?", String.class))
                .isEqualTo("here");
    }

    @Test
    void stopsAndStartsByIdWithoutLoss() throws Exception {
        run(Collecting.class);
        BlockingQueue<String> seen = context.getBean(Collecting.class).seen;
        trader.template.convertAndSend("desk", "a");
        assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("a");

        registry().stop("collecting");
        trader.template.convertAndSend("desk", "b");
        assertThat(seen.poll(150, TimeUnit.MILLISECONDS)).isNull();
        registry().start("collecting");

        assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("b");
    }

    @Test
    void closesWithTheApplicationContextUnderLoad() {
        run(Orders.class);
        AtomicBoolean closed = new AtomicBoolean();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(
                () -> {
                    while (!closed.get()) {
                        try {
                            trader.template.convertSendAndReceive(
                                    "desk", new Order(1, "tea"), Receipt.class, Duration.ofMillis(500));
                        } catch (io.zmqspring.spring.core.ZmqReplyTimeoutException late) {
                            // as it has to be once it is closed
                        }
                    }
                },
                task -> new Thread(task).start());
        await().untilAsserted(() -> assertThat(
                        registry().getListenerContainer("orders").getReceivedCount())
                .isGreaterThan(100));

        context.close();
        closed.set(true);

        assertThat(sender).succeedsWithin(Duration.ofSeconds(5));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Flow {
        @Bean
        IntegrationFlow echo(io.zmqspring.spring.core.ZmqTemplate template) {
            return IntegrationFlow.from(
                            Zmq.inboundChannelAdapter("desk").id("deskIn").payloadType(Order.class))
                    .<Order, Receipt>transform(order -> new Receipt(order.id(), "flow"))
                    .handle(Zmq.outboundChannelAdapter(template).toSender())
                    .get();
        }

        @Bean
        IntegrationFlow noticesFlow(io.zmqspring.spring.core.ZmqTemplate template) {
            return IntegrationFlow.from("notices")
                    .handle(Zmq.outboundChannelAdapter(template).destination("trader"))
                    .get();
        }
    }

    @Test
    void adaptersCarryAFlow() throws Exception {
        run(Flow.class);
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        trader.listen(message -> {
            notices.add(new String(message.getPayload(), java.nio.charset.StandardCharsets.UTF_8));
            return null;
        });

        assertThat(trader.template.convertSendAndReceive("desk", new Order(3, "tea"), Receipt.class))
                .isEqualTo(new Receipt(3, "flow"));
        context.getBean("notices", org.springframework.messaging.MessageChannel.class)
                .send(org.springframework.messaging.support.MessageBuilder.withPayload("closing soon")
                        .build());

        assertThat(notices.poll(5, TimeUnit.SECONDS)).isEqualTo("closing soon");
    }

    @Test
    void aListenerAndAnAdapterOnOneSocketAreRefused() {
        assertThatThrownBy(() -> run(Flow.class, Orders.class))
                .hasRootCauseInstanceOf(ZmqSocketTakenException.class)
                .rootCause()
                .hasMessageContaining("inbound adapter 'deskIn'")
                .hasMessageContaining("listener 'orders' (Orders.on)");
    }
}
