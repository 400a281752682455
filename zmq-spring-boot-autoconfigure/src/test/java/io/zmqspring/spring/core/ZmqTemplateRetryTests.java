package io.zmqspring.spring.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.ZmqUnroutableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.retry.RetryPolicy;

@Tag("SPR-76")
class ZmqTemplateRetryTests {
    private final FakePeerSocket socket = new FakePeerSocket(
                    SocketOptions.builder().envelope(EnvelopeMode.AUTO).build())
            .peer(1, PeerState.CONNECTED, FakePeerSocket.ENVELOPE)
            .peer(2, PeerState.CONNECTED, FakePeerSocket.ENVELOPE);
    private final ZmqSockets sockets = new ZmqSockets();
    private final ZmqTemplate template = new ZmqTemplate(sockets);
    private final List<Integer> tried = new ArrayList<>();

    @BeforeEach
    void connect() {
        sockets.add("orders", socket);
        sockets.addConnection("orders", "stock", "tcp://x:1", 1);
        sockets.addConnection("orders", "stock", "tcp://x:2", 2);
        template.setRetryPolicy(
                RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build());
    }

    @AfterEach
    void close() {
        sockets.close();
        socket.close();
    }

    private void fail(int times, RuntimeException failure) {
        socket.onSend((id, message) -> {
            tried.add(id);
            if (tried.size() <= times) {
                throw failure;
            }
            String request = message.header("request-id");
            if (request != null) {
                socket.arrive(id, Message.of("ok").withHeaders(Map.of("in-reply-to", request)));
            }
        });
    }

    @Test
    void a_message_that_found_no_room_is_sent_again_to_whoever_is_next() {
        fail(1, new ZmqQueueFullException("full"));

        template.convertAndSend("stock", "tea");

        assertThat(tried).containsExactly(1, 2);
    }

    @Test
    void a_request_that_could_not_be_sent_is_sent_again() throws Exception {
        fail(1, new ZmqUnroutableException(1));
        assertThat(template.convertSendAndReceive("stock", "tea", String.class)).isEqualTo("ok");

        tried.clear();
        fail(1, new ZmqUnroutableException(1));
        assertThat(template.convertSendAndReceiveAsync("stock", "tea", String.class)
                        .get(5, TimeUnit.SECONDS))
                .isEqualTo("ok");
        assertThat(tried).hasSize(2);
    }

    @Test
    void a_name_is_looked_up_anew_each_time() {
        template.setRetryPolicy(RetryPolicy.builder()
                .maxRetries(1)
                .delay(Duration.ofMillis(1))
                .predicate(failure -> {
                    sockets.addConnection("orders", "late", "tcp://x:1", 1);
                    return true;
                })
                .build());

        template.convertAndSend("late", "tea");

        assertThat(socket.sent).hasSize(1);
    }

    @Test
    void the_last_failure_is_thrown_as_it_is() {
        fail(9, new ZmqQueueFullException("full"));

        assertThatExceptionOfType(ZmqQueueFullException.class)
                .isThrownBy(() -> template.convertAndSend("stock", "tea"))
                .withMessage("full");
        assertThat(tried).hasSize(3);
    }

    @Test
    void what_was_sent_is_never_sent_again() {
        socket.onSend((id, message) -> tried.add(id));

        assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> template.convertSendAndReceive("stock", "tea", String.class, Duration.ofMillis(10)));
        assertThat(tried).hasSize(1);
    }

    @Test
    void what_can_only_fail_again_is_not_tried_again() {
        fail(9, new ZmqClosedException("closed"));

        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(() -> template.convertAndSend("stock", "tea"));
        assertThat(tried).hasSize(1);
    }

    @Test
    void nothing_is_tried_again_unless_told_so() {
        template.setRetryPolicy(null);
        fail(9, new ZmqQueueFullException("full"));

        assertThatExceptionOfType(ZmqQueueFullException.class)
                .isThrownBy(() -> template.convertAndSend("stock", "tea"));
        assertThat(tried).hasSize(1);
    }
}
