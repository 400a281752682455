package io.zmqspring.benchmarks;

import java.util.concurrent.CompletableFuture;

/** Sends every message back to where it came from, until it is told to stop by a message. */
final class EchoThread {
    private final CompletableFuture<String> endpoint = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean stopped;

    private EchoThread(String library) {
        thread = new Thread(() -> run(library), "echo");
        thread.setDaemon(true);
    }

    static EchoThread start(String library) {
        EchoThread echo = new EchoThread(library);
        echo.thread.start();
        return echo;
    }

    String endpoint() {
        return endpoint.join();
    }

    private void run(String library) {
        try (Library context = Library.open(library);
                Wire peer = context.socket("PEER")) {
            endpoint.complete(peer.bind("tcp://127.0.0.1:*"));
            while (!stopped) {
                peer.send(peer.receive());
            }
        }
    }

    void stop(Wire client) {
        stopped = true;
        client.send(new byte[1]);
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
