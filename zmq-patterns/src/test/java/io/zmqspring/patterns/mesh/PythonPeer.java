package io.zmqspring.patterns.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A node in another language, in a process of its own: {@code zre_peer.py}, which says what it sees and does what it is told. */
final class PythonPeer implements AutoCloseable {
    /** Why a test is skipped that needs it. */
    static final String MISSING = "/usr/bin/python3 has no module zmq; install Debian's python3-zmq to run this";

    private static final String COMMAND = "/usr/bin/python3";

    private final Process process;
    private final PrintStream orders;
    private final List<List<String>> seen = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private final UUID id;

    private PythonPeer(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, UTF_8);
        this.reader = new Thread(this::read, "zre_peer.py");
        reader.setDaemon(true);
        reader.start();
        this.id = UUID.fromString(await("READY").get(1));
    }

    static boolean isAvailable() {
        try {
            Process probe = new ProcessBuilder(COMMAND, "-c", "import zmq")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(30, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while looking for python3-zmq", e);
        }
    }

    static PythonPeer start(String name, int udpPort) {
        return start(name, udpPort, 2);
    }

    /** One that speaks and hears this version of ZRE alone. */
    static PythonPeer start(String name, int udpPort, int version) {
        try {
            Path script = Path.of(PythonPeer.class.getResource("zre_peer.py").toURI());
            return new PythonPeer(new ProcessBuilder(
                            COMMAND, script.toString(), name, Integer.toString(udpPort), Integer.toString(version))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                seen.add(List.of(line.split("\t", -1)));
            }
        } catch (IOException ended) {
            // with the process
        }
    }

    UUID id() {
        return id;
    }

    /** All that it has seen of a node, from its point of view. */
    List<List<String>> seenOf(MeshNode node) {
        return seen.stream()
                .filter(line -> line.size() > 1 && line.get(1).equals(node.id().toString()))
                .toList();
    }

    /** Waits for a line that begins with these fields, or has a dash where any will do. */
    List<String> await(String... start) {
        Awaitility.await(Arrays.toString(start))
                .atMost(Duration.ofSeconds(20))
                .until(() -> seen.stream().anyMatch(line -> begins(line, start)));
        return seen.stream().filter(line -> begins(line, start)).findFirst().orElseThrow();
    }

    private static boolean begins(List<String> line, String... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= line.size() || !(start[i].equals("-") || start[i].equals(line.get(i)))) {
                return false;
            }
        }
        return true;
    }

    void tell(String order) {
        orders.println(order);
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
            reader.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while a process ends", e);
        }
    }
}
