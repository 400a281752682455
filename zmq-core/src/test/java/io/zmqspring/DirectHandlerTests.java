package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handlers that run on the thread that brings the message. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class DirectHandlerTests {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final PeerSocket server = context.peer(
            SocketOptions.builder().sendHighWaterMark(1).sendQueueBytes(1).build());
    private final PeerSocket client = context.peer();
    private final int toServer = client.connect(server.bind("tcp://127.0.0.1:*").toString());

    @AfterEach
    void close() {
        context.close(Duration.ZERO);
    }

    @Test
    void answersOnTheIoThreadAndInOrder() {
        AtomicReference<String> thread = new AtomicReference<>();
        server.onMessageDirect(request -> {
            thread.set(Thread.currentThread().getName());
            server.trySend(request.routingId(), request);
        });
        for (int i = 0; i < 100; i++) {
            client.send(toServer, Message.of("" + i));
            assertThat(client.tryReceive(WAIT)).extracting(Message::text).isEqualTo("" + i);
        }
        assertThat(thread.get()).startsWith("zmq-io");
    }

    @Test
    void handlesWhatCameBeforeItAndNothingOnceClosed() {
        client.send(toServer, Message.of("before"));
        Until.isTrue("arrived", () -> server.stats().traffic().receivedMessages() == 1);
        List<String> handled = new CopyOnWriteArrayList<>();
        MessageReceiver.Registration handler = server.onMessageDirect(message -> handled.add(message.text()));
        assertThat(handled).containsExactly("before");
        handler.close();
        client.send(toServer, Message.of("after"));
        assertThat(server.tryReceive(WAIT)).extracting(Message::text).isEqualTo("after");
        assertThat(handled).containsExactly("before");
    }

    @Test
    void mustNotWaitBecauseNobodyWouldEverMakeRoom() {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        server.onMessageDirect(request -> {
            try {
                while (true) {
                    server.send(request.routingId(), Message.wrap(new byte[1 << 20]));
                }
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        client.send(toServer, Message.empty());
        Until.isTrue("refused", () -> !failures.isEmpty());
        assertThat(failures.get(0)).isInstanceOf(ZmqStateException.class).hasMessageContaining("trySend");
        assertThat(client.tryReceive(WAIT)).as("the loop goes on").isNotNull();
    }

    @Test
    void aFailureDoesNotEndIt() {
        List<String> handled = new CopyOnWriteArrayList<>();
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        server.onMessageDirect(message -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
            handled.add(message.text());
            throw new IllegalStateException("of the test");
        });
        client.send(toServer, Message.of("1"));
        client.send(toServer, Message.of("2"));
        Until.isTrue("both are reported", () -> reported.size() == 2);
        assertThat(handled).containsExactly("1", "2");
        assertThat(server.peers()).hasSize(1);
    }
}
