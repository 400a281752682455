package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The configuration of the page "Scaling". */
class ScalingTests {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    static class Worker {
        final Queue<String> done = new ConcurrentLinkedQueue<>();

        @ZmqListener("work")
        void on(String task) {
            done.add(task);
        }
    }

    @Test
    void severalAddressesOfOneConnectionTakeTurns() {
        try (Applications applications = new Applications(directory)) {
            ConfigurableApplicationContext one = applications.start("scaling/workers.yml", "one", Worker.class);
            ConfigurableApplicationContext two = applications.start("scaling/workers.yml", "two", Worker.class);
            ConfigurableApplicationContext source = applications.start("scaling/workers.yml", "source");
            source.getBean("tasks", ZmqSocket.class).awaitPeers(2, SOON);

            for (int task = 1; task <= 4; task++) {
                source.getBean(ZmqTemplate.class).convertAndSend("tasks", "task " + task);
            }
            for (ConfigurableApplicationContext worker : new ConfigurableApplicationContext[] {one, two}) {
                Queue<String> done = worker.getBean(Worker.class).done;
                await().atMost(SOON).untilAsserted(() -> assertThat(done).hasSize(2));
            }
        }
    }
}
