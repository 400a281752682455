package io.zmqspring.boot.autoconfigure;

import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.OwnKeys;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A file with the own secret key of a socket. What is wrong with it when the application starts stops the start; later the key stays
 * as it was, and a warning says so, once for each change.
 */
final class KeyFile {
    private static final Log log = LogFactory.getLog(KeyFile.class);

    private final Path file;
    private final Supplier<CurveKeyPair> reader;
    private final OwnKeys keys;
    private @Nullable FileState known; // read and written by one thread at a time: who makes this, then who looks

    /**
     * Reads a file for the first time.
     *
     * @param file the file
     * @param reader reads and checks it
     * @throws ZmqSecurityException what the reader throws
     */
    KeyFile(Path file, Supplier<CurveKeyPair> reader) {
        this.file = file;
        this.reader = reader;
        this.known = FileState.of(file); // before it is read, so that a change meanwhile is seen by the next look
        this.keys = OwnKeys.of(reader.get());
    }

    /** {@return the keys that stand in the file, and those that will} */
    OwnKeys keys() {
        return keys;
    }

    /** Reads the file again if it has changed. */
    void look() {
        FileState now = FileState.of(file);
        if (Objects.equals(now, known)) {
            return;
        }
        known = now;
        try {
            CurveKeyPair pair = reader.get();
            if (!pair.equals(keys.current())) {
                keys.replace(pair);
                log.info("Read another key from " + file + ": new connections use it from now on, its public key is "
                        + pair.publicKey());
            }
        } catch (ZmqSecurityException wrong) {
            log.warn("The key with the public key " + keys.current().publicKey() + " stays in use, although " + file
                    + " has changed: " + wrong.getMessage());
        }
    }
}
