package io.zmqspring.benchmarks.mesh;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Nodes in two processes, as one may not have descriptors for all of them. */
final class TwoProcesses implements AutoCloseable {
    private final int nodes;
    private final List<Process> processes = new ArrayList<>();
    private final List<BufferedReader> said = new ArrayList<>();
    private final List<BufferedWriter> told = new ArrayList<>();

    TwoProcesses(int nodes) throws IOException {
        this.nodes = nodes;
        String port = Integer.toString(MeshFigures.freePort());
        for (int i = 0; i < 2; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            NodesProcess.class.getName(),
                            Integer.toString(nodes / 2),
                            Integer.toString(nodes),
                            port)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            said.add(process.inputReader());
            told.add(process.outputWriter());
        }
        answers("hello");
    }

    double secondsUntilAllSeeAll() throws IOException {
        long since = System.nanoTime();
        answers("start");
        return (System.nanoTime() - since) / 1e9;
    }

    double kibibytesPerPeer() throws IOException {
        double octets = answers("memory").stream().mapToLong(Long::parseLong).sum();
        return octets / 1024 / (nodes * (nodes - 1));
    }

    private List<String> answers(String question) throws IOException {
        for (BufferedWriter to : told) {
            to.write(question + "\n");
            to.flush();
        }
        List<String> answers = new ArrayList<>();
        for (BufferedReader from : said) {
            String line = from.readLine();
            if (line == null) {
                throw new IOException("a process has ended at " + question);
            }
            answers.add(line);
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        for (BufferedWriter to : told) {
            to.close();
        }
        for (Process process : processes) {
            process.onExit().join();
        }
    }
}
