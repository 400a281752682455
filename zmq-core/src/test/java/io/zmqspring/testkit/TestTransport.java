package io.zmqspring.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The transports, for {@code @EnumSource}: each gives fresh endpoints, never a fixed port. */
public enum TestTransport {
    TCP,
    IPC,
    INPROC;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Path DIRECTORY = makeDirectory();

    /** An endpoint nobody has bound yet. Connect to what {@code bind} returns for it. */
    public String bindEndpoint() {
        return switch (this) {
            case TCP -> "tcp://127.0.0.1:*";
            case IPC -> "ipc://" + DIRECTORY.resolve("socket-" + NUMBER.incrementAndGet());
            case INPROC -> "inproc://test-" + NUMBER.incrementAndGet();
        };
    }

    private static Path makeDirectory() {
        try {
            Path directory = Files.createTempDirectory("zmq-tests");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
