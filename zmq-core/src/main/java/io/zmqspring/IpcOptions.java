package io.zmqspring;

import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may connect to an ipc endpoint that is bound. The directory's permissions count as well, and on systems without
 * POSIX permissions they alone.
 *
 * @param permissions of the socket file, as in {@code rw-rw----}; who connects needs {@code w}. The file
 *     appears with them: it is made in a directory that only its owner can enter, which is beside it for that moment. Empty
 *     for what the process' umask gives, the default
 * @param users the names of the users whose processes may connect, as the kernel names them; everybody else is closed
 *     right after the accept. Empty for everybody, the default
 */
public record IpcOptions(String permissions, Set<String> users) {
    /** Whoever the file system lets connect. */
    public static final IpcOptions DEFAULT = new IpcOptions("", Set.of());

    /**
     * Checks the values.
     *
     * @param permissions see above
     * @param users see above
     * @throws IllegalArgumentException if the permissions are not written as {@code rwxrwxrwx} with hyphens
     */
    public IpcOptions {
        if (!permissions.isEmpty()) {
            try {
                PosixFilePermissions.fromString(permissions);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "ipc permissions '" + permissions + "': right is for instance rw-rw----", e);
            }
        }
        users = Set.copyOf(users);
    }

    /**
     * Returns the same options with other permissions.
     *
     * @param permissions as in {@code rw-rw----}
     * @return the new options
     */
    public IpcOptions withPermissions(String permissions) {
        return new IpcOptions(permissions, users);
    }

    /**
     * Returns the same options for some users only.
     *
     * @param users their names
     * @return the new options
     */
    public IpcOptions withUsers(String... users) {
        return new IpcOptions(permissions, Set.of(users));
    }
}
