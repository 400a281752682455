package io.zmqspring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** What tells one content of a file from the next, without reading it; a link stands for what it leads to. */
record FileState(FileTime changed, long size, @Nullable Object file) {

    /** The state of a file now, or null if it cannot be seen. */
    static @Nullable FileState of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileState(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException unseen) {
            return null;
        }
    }
}
