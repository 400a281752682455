package io.zmqspring.boot.autoconfigure;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.Verdict;
import io.zmqspring.spring.support.ThrottledLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@link AcceptedKeys}, looked at in each handshake and read again when it has changed. Connections that stand are left
 * alone. While the file cannot be read nobody is let in, and peers try again.
 */
final class AcceptFile implements Authenticator {
    private static final Log log = LogFactory.getLog(AcceptFile.class);

    private final ThrottledLog failures = new ThrottledLog(log);
    private final Path file;
    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable FileState known;

    @GuardedBy("lock")
    private @Nullable AcceptedKeys keys;

    private AcceptFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file for the first time.
     *
     * @param file the file
     * @return the authenticator
     * @throws IllegalArgumentException if it cannot be read, or has a line that is no key
     */
    static AcceptFile open(Path file) {
        AcceptFile opened = new AcceptFile(file);
        try {
            opened.keys();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the file cannot be read: " + unreadable, unreadable);
        }
        return opened;
    }

    private AcceptedKeys keys() throws IOException {
        lock.lock();
        try {
            FileState now = FileState.of(file);
            AcceptedKeys current = keys;
            if (current == null || now == null || !now.equals(known)) {
                current = AcceptedKeys.parse(Files.readAllLines(file));
                keys = current;
                known = now; // as it was before it was read, so that a change meanwhile is seen next time
                log.info("Read the keys to accept from " + file);
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Verdict> authenticate(Credentials credentials) {
        try {
            return keys().authenticate(credentials);
        } catch (IOException | IllegalArgumentException failure) {
            failures.error(() -> "Nobody is let in while the keys to accept cannot be read from " + file, failure);
            return CompletableFuture.completedFuture(
                    Verdict.tryLater("the keys to accept cannot be read: " + failure.getMessage()));
        }
    }
}
