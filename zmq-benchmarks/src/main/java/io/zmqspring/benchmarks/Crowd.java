package io.zmqspring.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What many peers of one socket cost: the time until each has been heard once, and memory and time while they are idle. */
final class Crowd {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int peers;

    Crowd(int peers) {
        this.peers = peers;
    }

    /** The clock starts when the first is heard. */
    void host(Wire wire) {
        long heapBefore = heap();
        long residentBefore = resident();
        wire.receive();
        long start = System.nanoTime();
        for (int i = 1; i < peers; i++) {
            wire.receive();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long heapAfter = heap();
        long busy = processTime();
        LockSupport.parkNanos(IDLE_NANOS);
        Role.report(
                "seconds=%.2f heap=%.2f rss=%.2f idle=%.3f",
                seconds,
                (heapAfter - heapBefore) / 1024.0 / peers,
                (resident() - residentBefore) / 1024.0 / peers,
                100.0 * (processTime() - busy) / IDLE_NANOS);
    }

    /** What is left after a collection. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long processTime() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** Resident memory as Linux counts it, or 0 elsewhere. */
    private static long resident() {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return 1024
                    * lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
