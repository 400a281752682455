package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thread that waits for a message runs the I/O loop meanwhile, and nobody else has to wait for it. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class BorrowedLoopTests {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqContext other = ZmqContext.create();
    private final Workers workers = new Workers();
    private final PeerSocket socket = context.peer();
    private final PeerSocket remote = other.peer();
    private final int toSocket = remote.connect(socket.bind("tcp://127.0.0.1:*").toString());

    @AfterEach
    void close() {
        workers.close();
        context.close(Duration.ZERO);
        other.close(Duration.ZERO);
    }

    /** A receiver that runs the loop: one that has been called before, and waits again. */
    private Workers.Worker borrower(List<String> received) {
        Workers.Worker receiver = workers.run("receiver", () -> {
            while (true) {
                try {
                    received.add(socket.receive().text());
                } catch (ZmqClosedException | ZmqInterruptedException ended) {
                    received.add(ended.getClass().getSimpleName());
                    return;
                }
            }
        });
        Until.isTrue("the receiver runs the loop", () -> {
            remote.send(toSocket, Message.of("again"));
            return runsTheLoop(receiver);
        });
        return receiver;
    }

    private static boolean runsTheLoop(Workers.Worker worker) {
        return Arrays.stream(worker.thread().getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(".EventLoop")
                        && frame.getMethodName().equals("select"));
    }

    @Test
    void whatTheBorrowerWaitsForReachesItOnItsOwnThread() {
        List<String> received = new CopyOnWriteArrayList<>();
        Workers.Worker receiver = borrower(received);
        remote.send(toSocket, Message.of("last"));
        Until.isTrue("received", () -> received.contains("last"));
        socket.close(Duration.ZERO);
        receiver.join();
        assertThat(received).contains("last").endsWith("ZmqClosedException");
    }

    @Test
    void anotherSocketsMessagesArriveAllTheSame() {
        borrower(new CopyOnWriteArrayList<>());
        PeerSocket second = context.peer();
        int toSecond = remote.connect(second.bind("tcp://127.0.0.1:*").toString());
        for (int i = 0; i < 100; i++) {
            remote.send(toSecond, Message.of("" + i));
            assertThat(second.tryReceive(WAIT)).isNotNull();
        }
    }

    @Test
    void othersGoOnWhenTheBorrowerIsBusyElsewhere() {
        borrower(new CopyOnWriteArrayList<>()).thread().interrupt();
        PeerSocket second = context.peer();
        int toSecond = remote.connect(second.bind("tcp://127.0.0.1:*").toString());
        AtomicInteger handled = new AtomicInteger();
        second.onMessage(Runnable::run, message -> handled.incrementAndGet());
        for (int i = 0; i < 100; i++) {
            remote.send(toSecond, Message.empty());
        }
        Until.isTrue("all are handled", () -> handled.get() == 100);
    }

    @Test
    void anInterruptEndsTheWaitAndHarmsNoConnection() {
        List<String> received = new CopyOnWriteArrayList<>();
        Workers.Worker receiver = borrower(received);
        receiver.thread().interrupt();
        receiver.join();
        assertThat(received).endsWith("ZmqInterruptedException");
        remote.send(toSocket, Message.of("after"));
        Message message;
        do {
            message = socket.tryReceive(WAIT);
            assertThat(message).isNotNull();
        } while (!message.text().equals("after"));
        assertThat(socket.peers()).hasSize(1);
    }

    @Test
    void closingTheContextEndsTheWait() {
        List<String> received = new CopyOnWriteArrayList<>();
        Workers.Worker receiver = borrower(received);
        context.close(Duration.ZERO);
        receiver.join();
        assertThat(received).endsWith("ZmqClosedException");
        assertThatThrownBy(socket::receive).isInstanceOf(ZmqClosedException.class);
    }

    @Test
    void aTimeoutIsKeptWhileTheLoopIsBorrowed() {
        Workers.Worker receiver = workers.run("receiver", () -> {
            while (socket.tryReceive(Duration.ofMillis(50)) == null) {
                // until the first message has come
            }
            while (socket.tryReceive(Duration.ofMillis(50)) != null) {
                // until one has not come in time
            }
        });
        remote.send(toSocket, Message.of("1"));
        receiver.join();
        assertThat(socket.tryReceive()).isNull();
    }
}
