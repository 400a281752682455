package io.zmqspring.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compares whole processes, sender and receiver each a JVM of its own, the libraries taking turns so that a machine whose
 * speed drifts is the same for all. Prints the median, the least and the most of each figure.
 *
 * <p>{@code java -cp benchmarks.jar io.zmqspring.benchmarks.Compare [rounds]}
 */
public final class Compare {
    private static final List<String> LIBRARIES = List.of("zmq-core", "jeromq");
    private static final int DEFAULT_ROUNDS = 5;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long COUNTED_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int WARM_UP_TRIPS = 30_000;
    private static final int COUNTED_TRIPS = 20_000;

    private Compare() {}

    /**
     * Runs the comparison, or one of its processes.
     *
     * @param args the number of rounds, or a role and its arguments
     * @throws Exception if a process cannot be run
     */
    public static void main(String[] args) throws Exception {
        switch (args.length == 0 ? "" : args[0]) {
            case "sink" -> sink(args[1]);
            case "flood" -> flood(args[1], args[2], Integer.parseInt(args[3]));
            case "echo" -> echo(args[1], Integer.parseInt(args[2]));
            case "ping" -> ping(args[1], args[2], Integer.parseInt(args[3]));
            default -> compare(args.length == 0 ? DEFAULT_ROUNDS : Integer.parseInt(args[0]));
        }
    }

    // ---- the referee ---------------------------------------------------------------------------------------------

    private static void compare(int rounds) throws IOException, InterruptedException {
        Map<String, List<Double>> figures = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (int size : new int[] {64, 1024}) {
                for (String library : LIBRARIES) {
                    String rate = run(new String[] {"sink", library}, "flood", library, Integer.toString(size));
                    add(figures, library + ", " + size + " B one way, million messages/s", rate);
                }
            }
            for (String library : LIBRARIES) {
                String[] trip = run(new String[] {"echo", library, "64"}, "ping", library, "64")
                        .split(" ");
                add(figures, library + ", 64 B round trip p50, microseconds", trip[0]);
                add(figures, library + ", 64 B round trip p99, microseconds", trip[1]);
            }
            System.err.println("round " + round + " of " + rounds + " done");
        }
        print(figures, System.out);
    }

    private static void add(Map<String, List<Double>> figures, String name, String value) {
        figures.computeIfAbsent(name, missing -> new ArrayList<>()).add(Double.parseDouble(value));
    }

    private static void print(Map<String, List<Double>> figures, PrintStream out) {
        out.println("| figure | median | least | most |");
        out.println("|---|---|---|---|");
        figures.forEach((name, values) -> {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            out.printf(
                    Locale.ROOT,
                    "| %s | **%.2f** | %.2f | %.2f |%n",
                    name,
                    sorted[sorted.length / 2],
                    sorted[0],
                    sorted[sorted.length - 1]);
        });
    }

    /** Starts the far end, then the near end with the far end's endpoint, and returns what the near or far end measured. */
    private static String run(String[] far, String role, String library, String size)
            throws IOException, InterruptedException {
        Process farEnd = start(far);
        BufferedReader farOutput = reader(farEnd);
        String endpoint = farOutput.readLine();
        Process nearEnd = start(role, library, endpoint, size);
        String result = role.equals("ping") ? reader(nearEnd).readLine() : farOutput.readLine();
        nearEnd.destroyForcibly().waitFor();
        farEnd.destroyForcibly().waitFor();
        return result;
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Compare.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    // ---- the processes -------------------------------------------------------------------------------------------

    private static void sink(String library) {
        try (PeerUnderTest peer = PeerUnderTest.open(library)) {
            System.out.println(peer.bind());
            receiveFor(peer, WARM_UP_NANOS);
            long start = System.nanoTime();
            long count = receiveFor(peer, COUNTED_NANOS);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "%.3f%n", count / seconds / 1e6);
        }
    }

    private static long receiveFor(PeerUnderTest peer, long nanos) {
        peer.receive();
        long count = 1;
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 1000; i++) {
                peer.receive();
            }
            count += 1000;
        }
        return count;
    }

    private static void flood(String library, String endpoint, int size) {
        byte[] body = new byte[size];
        try (PeerUnderTest peer = PeerUnderTest.open(library)) {
            int routingId = peer.connect(endpoint);
            while (!Thread.currentThread().isInterrupted()) {
                peer.send(routingId, body);
            }
        }
    }

    private static void echo(String library, int size) {
        byte[] body = new byte[size];
        try (PeerUnderTest peer = PeerUnderTest.open(library)) {
            System.out.println(peer.bind());
            while (!Thread.currentThread().isInterrupted()) {
                peer.send(peer.receive(), body);
            }
        }
    }

    private static void ping(String library, String endpoint, int size) {
        byte[] body = new byte[size];
        try (PeerUnderTest peer = PeerUnderTest.open(library)) {
            int routingId = peer.connect(endpoint);
            trips(peer, routingId, body, WARM_UP_TRIPS);
            long[] nanos = trips(peer, routingId, body, COUNTED_TRIPS);
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT, "%.2f %.2f%n", nanos[COUNTED_TRIPS / 2] / 1e3, nanos[COUNTED_TRIPS * 99 / 100] / 1e3);
        }
    }

    private static long[] trips(PeerUnderTest peer, int routingId, byte[] body, int count) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            peer.send(routingId, body);
            peer.receive();
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }
}
