package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqSocket;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("guide:B6")
@ExtendWith(LeakCheck.class)
class SeveralSourcesTests {
    @AutoClose
    private final Stage stage = new Stage();

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final PubSocket station = stage.context.pub(TestOptions.quick().build());
    private final PushSocket ventilator = stage.context.push(TestOptions.quick().build());
    private final SubSocket weather = stage.context.sub(TestOptions.quick().build());
    private final PullSocket tasks = stage.context.pull(TestOptions.quick().build());

    @BeforeEach
    void connect() {
        weather.subscribe("");
        weather.connect(station.bind("tcp://127.0.0.1:*").toString());
        tasks.connect(ventilator.bind("tcp://127.0.0.1:*").toString());
        station.awaitSubscribers(1, Duration.ofSeconds(10));
    }

    @AfterEach
    void end() {
        thread.shutdown();
    }

    @Test
    void whicheverHasAMessageIsHeardWithoutWaitingForTheOther() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        SeveralSources.read(thread, message -> heard.add(message.text()), weather, tasks);

        for (int i = 0; i < 100; i++) {
            ventilator.send(Message.of("task " + i));
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("task " + i);
        }
        for (int i = 0; i < 100; i++) {
            station.send(Message.of("weather " + i));
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("weather " + i);
        }
    }

    @Test
    void neitherSwampsTheOtherAndOneMessageIsHandledAtATime() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        AtomicInteger atOnce = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            ventilator.send(Message.of("task"));
            station.send(Message.of("weather"));
        }
        Until.isTrue("both have all", () -> arrivedAt(weather) == 200 && arrivedAt(tasks) == 200);
        CountDownLatch bothAreRead = new CountDownLatch(1);
        thread.submit(() -> bothAreRead.await(10, TimeUnit.SECONDS));
        SeveralSources.read(
                thread,
                message -> heard.add(message.text() + atOnce.incrementAndGet() + atOnce.decrementAndGet()),
                weather,
                tasks);
        bothAreRead.countDown();

        List<String> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(heard.poll(10, TimeUnit.SECONDS));
        }
        assertThat(all).containsOnly("task10", "weather10");
        assertThat(all.subList(0, 100)).contains("task10", "weather10");
    }

    private static long arrivedAt(ZmqSocket socket) {
        return socket.stats().traffic().receivedMessages();
    }
}
