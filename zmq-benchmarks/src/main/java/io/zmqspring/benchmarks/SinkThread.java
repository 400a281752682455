package io.zmqspring.benchmarks;

import java.util.concurrent.CompletableFuture;

/** Receives for as long as there is something, and ends with the JVM or a while after it was told to stop. */
final class SinkThread {
    private final CompletableFuture<String> endpoint = new CompletableFuture<>();
    private volatile boolean stopped;

    private SinkThread() {}

    static SinkThread start(String library) {
        SinkThread sink = new SinkThread();
        Thread thread = new Thread(() -> sink.run(library), "sink");
        thread.setDaemon(true);
        thread.start();
        return sink;
    }

    String endpoint() {
        return endpoint.join();
    }

    private void run(String library) {
        try (Library context = Library.open(library);
                Wire peer = context.socket("PEER")) {
            endpoint.complete(peer.bind("tcp://127.0.0.1:*"));
            while (!stopped) {
                peer.receive();
            }
        }
    }

    void stop() {
        stopped = true;
    }
}
