package io.zmqspring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.testkit.Allocations;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What an I/O thread costs that has a hundred connections and nothing to do. */
@Tag("faults")
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class IdleCostTests {
    private static final Duration TIME = Duration.ofSeconds(Scale.of(30));

    @Test
    @Tag("N-14")
    void isNextToNothing() throws Exception {
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket binder = context.peer(TestOptions.quick().build());
            PeerSocket client = context.peer(TestOptions.quick().build());
            String endpoint = binder.bind(TestTransport.TCP.bindEndpoint()).toString();
            for (int i = 0; i < 100; i++) {
                client.connect(endpoint);
            }
            Until.isTrue("all are there", () -> binder.peers().size() == 100);
            Thread thread = Allocations.ioThread();
            Path status = status(thread.getName());
            long cpu = cpu(thread);
            long wakeUps = wakeUps(status);
            long begin = System.nanoTime();
            assertThat(new CountDownLatch(1).await(TIME.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse(); // nobody looks meanwhile
            double seconds = (System.nanoTime() - begin) / 1e9;
            double share = (cpu(thread) - cpu) / 1e9 / seconds;
            double each = (wakeUps(status) - wakeUps) / seconds;
            System.out.printf(
                    "idle I/O thread with 200 ends of connections, for %.0f s: %.4f %% of a processor, %.2f wake-ups/s%n",
                    seconds, 100 * share, each);
            assertThat(share).isLessThan(0.001);
            assertThat(each).isLessThan(2);
        }
    }

    private static long cpu(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    private static Path status(String name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            List<Path> found = threads.filter(thread -> isNamed(thread, name)).toList();
            assertThat(found).hasSize(1);
            return found.get(0).resolve("status");
        }
    }

    private static boolean isNamed(Path thread, String name) {
        try {
            return Files.readString(thread.resolve("comm")).strip().equals(name);
        } catch (IOException gone) {
            return false;
        }
    }

    private static long wakeUps(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                .sum();
    }
}
