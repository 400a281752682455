package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.Header;

/** The examples of the page "Sending". */
class SendingTests {
    private static final Duration SOON = Duration.ofSeconds(20);

    record Order(String item, int quantity) {}

    record Receipt(String item, String tenant) {}

    static class Desk {
        final Queue<Order> orders = new ConcurrentLinkedQueue<>();

        @ZmqListener("orders")
        Receipt on(Order order, @Header(name = "tenant", defaultValue = "nobody") String tenant) {
            orders.add(order);
            return new Receipt(order.item(), tenant);
        }
    }

    private Applications applications;
    private Queue<Order> received;
    private ZmqTemplate zmq;

    @BeforeEach
    void start(@TempDir Path directory) {
        applications = new Applications(directory);
        ConfigurableApplicationContext desk = applications.start("sending/sending.yml", "desk", Desk.class);
        received = desk.getBean(Desk.class).orders;
        zmq = applications.start("sending/sending.yml", "shop").getBean(ZmqTemplate.class);
    }

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void tells() {
        Order order = new Order("tea", 2);
        // tag::tell[]
        zmq.convertAndSend("desk", order); // waits for room in the queue, mostly not at all
        CompletableFuture<Void> queued = zmq.convertAndSendAsync("desk", order); // waits for nothing
        zmq.body(order).send(); // goes to the default destination
        // end::tell[]
        assertThat(queued).succeedsWithin(SOON);
        await().atMost(SOON).untilAsserted(() -> assertThat(received).containsExactly(order, order, order));
    }

    @Test
    void asks() {
        Order order = new Order("tea", 2);
        // tag::ask[]
        Receipt receipt = zmq.convertSendAndReceive("desk", order, Receipt.class);
        CompletableFuture<Receipt> later = zmq.convertSendAndReceiveAsync("desk", order, Receipt.class);
        // end::ask[]
        assertThat(receipt).isEqualTo(new Receipt("tea", "nobody"));
        assertThat(later).succeedsWithin(SOON).isEqualTo(receipt);
    }

    @Test
    void saysMore() {
        Order order = new Order("tea", 2);
        // tag::sentence[]
        Receipt receipt = zmq.to("desk")
                .body(order)
                .header("tenant", "acme")
                .replyTimeout(Duration.ofSeconds(1))
                .request(Receipt.class);
        // end::sentence[]
        assertThat(receipt).isEqualTo(new Receipt("tea", "acme"));
    }

    @Test
    void namesWhereToSend() {
        assertThat(ZmqDestination.parse("prices:eur")).isEqualTo(ZmqDestination.topic("prices", "eur"));
        assertThat(ZmqDestination.parse("shop/desk")).isEqualTo(ZmqDestination.name("shop", "desk"));
        zmq.convertAndSend("shop/desk", new Order("rum", 1));
        await().atMost(SOON).untilAsserted(() -> assertThat(received).hasSize(1));
    }
}
