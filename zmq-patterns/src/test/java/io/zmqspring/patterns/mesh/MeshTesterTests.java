package io.zmqspring.patterns.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A hundred nodes come and go while they talk. Longer, or again: {@code mvn -pl zmq-patterns -am test -Dtest=MeshTesterTests
 * -Dmesh.tester.seconds=600 -Dmesh.tester.seed=42}.
 */
class MeshTesterTests {
    private static final int SLOTS = 100;
    private static final int ROUNDS = 6;

    @Test
    @Tag("SIM-01")
    @Tag("SIM-02")
    @Tag("SIM-03")
    @Tag("GRP-02")
    @Timeout(3600)
    void promisesHoldWhileAHundredNodesComeAndGo() throws Exception {
        long seed = Long.getLong("mesh.tester.seed", System.nanoTime());
        int seconds = Integer.getInteger("mesh.tester.seconds", 60);
        System.out.printf("mesh tester: seed %d, %d seconds%n", seed, seconds);
        int port = freePort();
        int threadsBefore = ourThreads().size();
        try (MeshTester tester =
                new MeshTester(seed, SLOTS, () -> UdpDiscovery.broadcast().withPort(port))) {
            for (int round = 1; round <= ROUNDS; round++) {
                tester.toggleFor(Duration.ofMillis(seconds * 1000L / ROUNDS));
                System.out.printf(
                        "mesh tester: %d nodes after %d toggles; %s; %d descriptors, %d MiB%n",
                        tester.citizens().size(), tester.toggles(), tester.verdict(), descriptors(), usedMemory());
                assertThat(tester.verdict().violations()).isEmpty();
            }
            tester.settle();
            assertThat(tester.verdict().violations()).isEmpty();
            assertThat(tester.verdict().whispers.sum()).isGreaterThan(seconds);
        }
        assertThat(ourThreads()).hasSizeLessThanOrEqualTo(threadsBefore);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }

    /** Those that run nodes; the threads that tell of events end by themselves. */
    private static Map<Long, String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mesh-")
                        && !thread.getName().endsWith("-events"))
                .collect(Collectors.toMap(Thread::getId, Thread::getName));
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
