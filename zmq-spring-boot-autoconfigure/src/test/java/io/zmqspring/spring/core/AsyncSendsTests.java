package io.zmqspring.spring.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqQueueFullException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.support.MessageBuilder;

@Tag("SPR-71")
class AsyncSendsTests {
    private final ZmqContext context = ZmqContext.create();
    private final ZmqSockets sockets = new ZmqSockets();
    private final ZmqTemplate template = new ZmqTemplate(sockets);

    @AfterEach
    void close() {
        sockets.close();
        context.close(Duration.ZERO);
    }

    private static SocketOptions narrow(Duration sendTimeout) {
        return SocketOptions.builder()
                .sendHighWaterMark(2)
                .receiveHighWaterMark(2)
                .sendTimeout(sendTimeout)
                .build();
    }

    private CompletableFuture<Void> send(String destination, int number) {
        return template.to(destination).body(Integer.toString(number)).sendAsync();
    }

    @Test
    void what_finds_room_is_sent_at_once() {
        PushSocket push = context.push(narrow(Duration.ofSeconds(5)));
        sockets.add("tasks", push);
        try (PullSocket pull = context.pull(SocketOptions.builder().build())) {
            push.connect(pull.bind("tcp://127.0.0.1:*").toString());

            assertThat(send("tasks", 1)).isCompleted();
            assertThat(template.sendAsync(
                            ZmqDestination.name("tasks"),
                            MessageBuilder.withPayload("2").build()))
                    .isCompleted();
            assertThat(pull.receive().text()).isEqualTo("1");
            assertThat(pull.receive().text()).isEqualTo("2");
        }
    }

    @Test
    void what_finds_none_waits_in_order_and_nobody_waits_for_it() throws Exception {
        PeerSocket shop = context.peer(narrow(Duration.ofSeconds(20)));
        sockets.add("shop", shop);
        try (PeerSocket stock = context.peer(narrow(Duration.ofSeconds(20)))) {
            // Nobody listens there yet, so the queue takes two messages and no more.
            String endpoint = stock.bind("tcp://127.0.0.1:*").toString();
            stock.unbind(endpoint);
            sockets.addConnection("shop", "stock", endpoint, shop.connect(endpoint));
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sent.add(send("stock", i));
            }
            assertThat(sent.get(0)).isCompleted();
            assertThat(sent.get(49)).isNotDone();

            stock.bind(endpoint);

            for (int i = 0; i < 50; i++) {
                assertThat(stock.receive().text()).isEqualTo(Integer.toString(i));
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    @Tag("SPR-78")
    void what_finds_none_for_too_long_fails_and_all_behind_it_with_it() {
        PeerSocket shop = context.peer(narrow(Duration.ofMillis(50)));
        sockets.add("shop", shop);
        String nowhere = "tcp://127.0.0.1:1";
        sockets.addConnection("shop", "stock", nowhere, shop.connect(nowhere));
        assertThat(send("stock", 1)).isCompleted();
        assertThat(send("stock", 2)).isCompleted();

        List<CompletableFuture<Void>> behind = List.of(send("stock", 3), send("stock", 4), send("stock", 5));

        for (CompletableFuture<Void> each : behind) {
            assertThat(each)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(ZmqQueueFullException.class);
        }
    }

    @Test
    void what_cannot_be_sent_fails_the_future_and_not_the_caller() {
        sockets.add("prices", context.sub(SocketOptions.builder().build()));

        assertThat(template.convertAndSendAsync("nobody", "x"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(ZmqDestinationException.class);
        assertThat(template.convertAndSendAsync("prices", "x"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(ZmqSocketUseException.class);
    }

    @Test
    void types_that_frame_their_messages_do_so_here_too() {
        sockets.add("router", context.router(SocketOptions.builder().build()));
        sockets.add("prices", context.pub(SocketOptions.builder().build()));

        assertThat(template.convertAndSendAsync("router/nobody", "x"))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(io.zmqspring.ZmqUnroutableException.class);
        assertThat(template.convertAndSendAsync("prices:eur", Message.of("1.07")))
                .isCompleted();
    }
}
