package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawClients;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two thousand connections to one socket, and ten thousand where there is time for it. The other ends are in a process of their own. */
@ExtendWith(LeakCheck.class)
class ManyConnectionsTests {
    @Test
    @Tag("S-PEER-36")
    @Tag("F-24")
    @Tag("N-12")
    void areAllUsableAndTakeLittleMemoryWhileIdle() throws Exception {
        connect(Scale.of(2000));
    }

    @Test
    @Tag("faults")
    @Tag("F-24")
    @Tag("N-12")
    void tenThousandAreAllUsableToo() throws Exception {
        assertThat(connect(10_000)).as("seconds").isLessThan(10);
    }

    /** How many seconds it takes until all are answered. */
    private static double connect(int connections) throws Exception {
        long descriptors = maxDescriptors();
        assumeTrue(descriptors > connections + 500L, "this process may have only " + descriptors + " descriptors");
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket binder = context.peer(TestOptions.quick().backlog(4096).build());
            int port = binder.bind("tcp://127.0.0.1:*").port().orElseThrow();
            serve(binder, port, 10); // loads the classes
            Until.isTrue("all gone", () -> binder.peers().isEmpty());
            long heapBefore = usedHeap();
            long directBefore = usedDirect();
            long begin = System.nanoTime();
            double seconds;
            Process clients = start(port, connections);
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(clients.getInputStream(), StandardCharsets.UTF_8))) {
                answerAll(binder, connections);
                assertThat(out.readLine()).isEqualTo("connected");
                assertThat(out.readLine()).isEqualTo("answered");
                seconds = (System.nanoTime() - begin) / 1e9;
                assertThat(binder.stats().connections()).isEqualTo(connections);
                long heap = (usedHeap() - heapBefore) / connections;
                long direct = (usedDirect() - directBefore) / connections;
                System.out.printf(
                        "%d connections, all answered %.1f s after the start of the clients' process; each idle one takes "
                                + "%d octets of heap after collection and %d of direct memory here%n",
                        connections, seconds, heap, direct);
                assertThat(heap).as("heap for each idle connection").isLessThan(16 << 10);
                assertThat(direct).as("direct memory for each idle connection").isLessThan(1 << 10);
            } finally {
                stop(clients);
            }
            Until.isTrue("all gone", () -> binder.peers().isEmpty());
            assertThat(binder.stats().traffic().receivedMessages()).isEqualTo(connections + 10L);
            return seconds;
        }
    }

    private static void serve(PeerSocket binder, int port, int count) throws Exception {
        Process clients = start(port, count);
        try {
            answerAll(binder, count);
        } finally {
            stop(clients);
        }
    }

    private static void answerAll(PeerSocket binder, int count) {
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Message message = binder.receive();
            assertThat(message.text()).isEqualTo("Hello");
            assertThat(ids.add(message.routingId())).as("an id of its own").isTrue();
        }
        for (int id : ids) {
            binder.send(id, Message.of("Hello"));
        }
    }

    private static Process start(int port, int count) throws Exception {
        String classes = Path.of(RawClients.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes,
                        RawClients.class.getName(),
                        Integer.toString(port),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void stop(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long usedDirect() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long maxDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
