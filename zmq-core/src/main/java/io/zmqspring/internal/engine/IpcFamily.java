package io.zmqspring.internal.engine;

import io.zmqspring.Endpoint;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqBindException.Reason;
import io.zmqspring.ZmqEndpointException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/** {@code ipc://path}: a Unix domain stream socket; {@code ipc://*} (bind) makes a path in a directory of its own. */
final class IpcFamily implements StreamFamily {
    private static final String EXAMPLE = "right is for instance ipc:///run/app/orders.sock or, to bind, ipc://*";
    private static final int MAX_PATH = 106; // the JDK's limit: one less than Linux has
    private static final int NAMES = 36 * 36 * 36 * 36;

    private static Path path(Endpoint endpoint) {
        String text = endpoint.address();
        if (text.startsWith("@")) {
            throw new ZmqEndpointException(
                    endpoint.toString(), "Java cannot reach the abstract namespace of Linux", EXAMPLE);
        }
        int length = octets(text);
        if (length > MAX_PATH || text.indexOf('\0') >= 0) {
            throw new ZmqEndpointException(
                    endpoint.toString(),
                    "its path has " + length + " octets, and Java takes " + MAX_PATH + ", none of them NUL",
                    EXAMPLE);
        }
        return Path.of(text);
    }

    private static int octets(String path) {
        return path.getBytes(StandardCharsets.UTF_8).length;
    }

    // ---- connecting ----------------------------------------------------------------------------------------------

    @Override
    public Destination destination(Endpoint endpoint, SocketOptions options) {
        Path path = path(endpoint);
        if (endpoint.address().equals("*")) {
            throw new ZmqEndpointException(endpoint.toString(), "a wildcard can only be bound", EXAMPLE);
        }
        return new SocketFile(path);
    }

    private record SocketFile(Path path) implements Destination {
        @Override
        public boolean isNamed() {
            return false;
        }

        @Override
        public List<SocketAddress> resolve() {
            return List.of(UnixDomainSocketAddress.of(path));
        }

        @Override
        public SocketChannel open() throws IOException {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }

        @Override
        public Ends ends(SocketChannel channel) throws IOException {
            return endsOf(channel, channel.getLocalAddress().toString(), path.toString());
        }
    }

    @Override
    public void configure(SocketChannel channel, SocketOptions options) {
        // nothing to set
    }

    // ---- who is there --------------------------------------------------------------------------------------------

    @Override
    public Ends ends(SocketChannel channel, Endpoint bound) throws IOException {
        return endsOf(channel, bound.address(), channel.getRemoteAddress().toString());
    }

    /**
     * The path of who listens is the one by which it is known, for the system knows only where it was bound, see
     * {@link #bindUnseen}. libzmq's form of a host is {@code localhost:uid:gid:pid}; the JDK tells names, and no process.
     */
    private static Ends endsOf(SocketChannel channel, String local, String remote) throws IOException {
        UnixDomainPrincipal peer = principal(channel);
        String host = peer == null
                ? "localhost"
                : "localhost:" + peer.user().getName() + ":" + peer.group().getName();
        return new Ends(local, remote, host);
    }

    /** Who runs the process at the other end, as the kernel says; null where it does not. */
    private static @Nullable UnixDomainPrincipal principal(SocketChannel channel) throws IOException {
        return channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
                ? channel.getOption(ExtendedSocketOptions.SO_PEERCRED)
                : null;
    }

    @Override
    public @Nullable String refusal(SocketChannel accepted, SocketOptions options) throws IOException {
        Set<String> welcome = options.ipc().users();
        if (welcome.isEmpty()) {
            return null;
        }
        UnixDomainPrincipal peer = principal(accepted);
        String user =
                peer == null ? "whom the system does not name" : peer.user().getName();
        return welcome.contains(user) ? null : "user " + user + " is none of " + welcome + " (IpcOptions.users)";
    }

    // ---- binding -------------------------------------------------------------------------------------------------

    @Override
    public Listener listen(Endpoint endpoint, SocketOptions options) {
        Path directory = null;
        try {
            Path path = path(endpoint);
            if (endpoint.address().equals("*")) {
                directory = Files.createTempDirectory("zmq"); // for its owner alone
                path = directory.resolve("socket");
            } else {
                removeStale(endpoint, path);
            }
            return listen(path, directory, options);
        } catch (IOException e) {
            deleteQuietly(directory);
            throw new ZmqBindException(
                    endpoint.toString(), reason(e), e + "; the directory must exist and be writable", e);
        }
    }

    private static Reason reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return Reason.ADDRESS_IN_USE;
        }
        return e instanceof AccessDeniedException ? Reason.PERMISSION_DENIED : Reason.OTHER;
    }

    private static Listener listen(Path path, @Nullable Path directory, SocketOptions options) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            if (options.ipc().permissions().isEmpty()) {
                channel.bind(UnixDomainSocketAddress.of(path), options.backlog());
            } else {
                bindUnseen(channel, path, options);
            }
            channel.configureBlocking(false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new Listener(channel, new Endpoint("ipc", path.toString()), () -> {
            delete(path);
            delete(directory);
        });
    }

    /**
     * Binds in a directory that is ours alone, and shows the file under its name when it has its permissions: Java cannot set
     * the umask, and after a bind in the open whoever the umask lets could connect before the permissions are set.
     */
    private static void bindUnseen(ServerSocketChannel channel, Path path, SocketOptions options) throws IOException {
        Set<PosixFilePermission> permissions =
                PosixFilePermissions.fromString(options.ipc().permissions());
        Path directory = makeUnseen(path);
        Path file = directory.resolve("s");
        try {
            channel.bind(UnixDomainSocketAddress.of(file), options.backlog());
            Files.setPosixFilePermissions(file, permissions);
            Files.createLink(path, file); // replaces nothing, as a rename would
        } catch (UnsupportedOperationException e) {
            throw new IOException("cannot set the permissions " + options.ipc().permissions() + " of " + path, e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    /** Beside the path, because a link does not leave its file system; with a short name, because paths are limited. */
    private static Path makeUnseen(Path path) throws IOException {
        String name = "." + Integer.toString(ThreadLocalRandom.current().nextInt(NAMES), Character.MAX_RADIX);
        Path directory = path.resolveSibling(name);
        int length = octets(directory.resolve("s").toString());
        if (length > MAX_PATH) {
            throw new IOException("permissions are set in a directory beside it, where the path would have " + length
                    + " octets, and Java takes " + MAX_PATH + "; name a shorter directory, or give no permissions");
        }
        return Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Replaces a socket file that nobody listens at any more, and nothing else. */
    private static void removeStale(Endpoint endpoint, Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new ZmqBindException(
                    endpoint.toString(), Reason.OTHER, "the file exists and is no socket; name another path", null);
        }
        if (isListenedAt(path)) {
            throw new ZmqBindException(
                    endpoint.toString(),
                    Reason.ADDRESS_IN_USE,
                    "somebody listens there; stop it or name another path",
                    null);
        }
        Files.deleteIfExists(path);
    }

    /** Whether somebody has the path, even one that is too busy to accept. */
    private static boolean isListenedAt(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false); // or an interrupt would end it, and a full backlog would hold it up
            probe.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (SocketException busyOrGone) {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void delete(@Nullable Path path) throws IOException {
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new IOException("cannot delete " + path + " (" + e + "); delete it by hand", e);
        }
    }

    private static void deleteQuietly(@Nullable Path path) {
        try {
            delete(path);
        } catch (IOException e) {
            // an empty directory of our own; why nothing listens in it is what matters
        }
    }
}
