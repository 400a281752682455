package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.zmqspring.spring.annotation.ZmqHandler;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.listener.DestinationMessageRecoverer;
import io.zmqspring.spring.listener.ZmqMessageRecoverer;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.stereotype.Component;

/** The examples of the page "Listening". */
class ListeningTests {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Applications applications;

    @BeforeEach
    void open(@TempDir Path directory) {
        applications = new Applications(directory);
    }

    @AfterEach
    void close() {
        applications.close();
    }

    private ConfigurableApplicationContext start(String profile, Class<?>... beans) {
        return applications.start("listening/listening.yml", profile, beans);
    }

    static class Failures {
        final Queue<String> heard = new ConcurrentLinkedQueue<>();

        @ZmqListener("failures")
        void on(String order) {
            heard.add(order);
        }
    }

    @Test
    void aListenerMayAnswerLater() {
        start("desk", SlowDesk.class);
        ZmqTemplate zmq = start("other").getBean(ZmqTemplate.class);

        assertThat(zmq.convertSendAndReceive("orders", "tea", String.class)).isEqualTo("tea for other");
    }

    @Test
    void anAnswerMayGoToSomebodyElse() {
        start("desk", Forwarder.class);
        ConfigurableApplicationContext other = start("other", Failures.class);

        other.getBean(ZmqTemplate.class).convertAndSend("orders", "tea");
        await().atMost(SOON).until(() -> other.getBean(Failures.class).heard.contains("passed on: tea"));
    }

    @Test
    void eachTypeHasItsMethod() {
        start("desk", Commands.class);
        ZmqTemplate zmq = start("other").getBean(ZmqTemplate.class);

        assertThat(zmq.convertSendAndReceive("orders", new Place("tea", 2), String.class))
                .isEqualTo("placed 2 x tea");
        assertThat(zmq.convertSendAndReceive("orders", new Cancel(7), String.class))
                .isEqualTo("cancelled 7");
    }

    @Test
    void messagesComeInBatches() {
        ConfigurableApplicationContext desk = start("desk", TickStore.class);
        ZmqTemplate zmq = start("other").getBean(ZmqTemplate.class);

        IntStream.range(0, 20).forEach(n -> zmq.convertAndSend("source", new Tick("eur", n)));
        Queue<Integer> sizes = desk.getBean(TickStore.class).sizes;
        await().atMost(SOON)
                .until(() -> sizes.stream().mapToInt(Integer::intValue).sum() == 20);
        assertThat(sizes).allMatch(size -> size <= 10);
    }

    @Test
    void whatFailsIsTriedAgainAndThenPutAside() {
        ConfigurableApplicationContext desk = start("desk", EmptyShelf.class, PutAside.class);
        ConfigurableApplicationContext other = start("other", Failures.class);

        other.getBean(ZmqTemplate.class).convertAndSend("orders", "tea");
        await().atMost(SOON).until(() -> other.getBean(Failures.class).heard.contains("tea"));
        assertThat(desk.getBean(EmptyShelf.class).calls).hasSize(3);
    }
}

// tag::async[]
@Component
class SlowDesk {
    @ZmqListener("orders")
    CompletableFuture<String> on(String order, @Header(ZmqHeaders.PEER_NAME) String from) {
        return CompletableFuture.supplyAsync(() -> order + " for " + from);
    }
}
// end::async[]

// tag::send-to[]
@Component
class Forwarder {
    @ZmqListener("orders")
    @SendTo("failed-orders") // <1>
    String on(String order) {
        return "passed on: " + order;
    }
}
// end::send-to[]

// tag::types[]
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION) // <1>
@JsonSubTypes({@Type(Place.class), @Type(Cancel.class)})
sealed interface Command permits Place, Cancel {}

record Place(String item, int quantity) implements Command {}

record Cancel(long number) implements Command {}

@Component
@ZmqListener("orders")
class Commands {
    @ZmqHandler
    String place(Place order) {
        return "placed " + order.quantity() + " x " + order.item();
    }

    @ZmqHandler
    String cancel(Cancel order) {
        return "cancelled " + order.number();
    }
}
// end::types[]

// tag::batch[]
record Tick(String currency, int price) {}

@Component
class TickStore {
    final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

    @ZmqListener(sockets = "ticks", batch = "true", batchSize = "10", batchTimeout = "50ms")
    void store(List<Tick> ticks) {
        sizes.add(ticks.size());
    }
}
// end::batch[]

// tag::failing[]
@Component
class EmptyShelf {
    final Queue<String> calls = new ConcurrentLinkedQueue<>();

    @ZmqListener("orders")
    void on(String order) {
        calls.add(order);
        throw new IllegalStateException("the shelf is empty");
    }
}
// end::failing[]

// tag::recoverer[]
@Configuration
class PutAside {
    @Bean
    ZmqMessageRecoverer failedOrders(ZmqTemplate zmq) {
        return new DestinationMessageRecoverer(zmq, "failed-orders"); // <1>
    }
}
// end::recoverer[]
