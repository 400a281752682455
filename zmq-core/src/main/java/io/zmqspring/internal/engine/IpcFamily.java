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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ipc://path}: a Unix domain stream socket; {@code ipc://*} (bind) makes a path in a directory of its own. */
final class IpcFamily implements StreamFamily {
    private static final String EXAMPLE = "right is for instance ipc:///run/app/orders.sock or, to bind, ipc://*";
    private static final int MAX_PATH = 106; // the JDK's limit: one less than Linux has

    private static Path path(Endpoint endpoint) {
        String text = endpoint.address();
        if (text.startsWith("@")) {
            throw new ZmqEndpointException(
                    endpoint.toString(), "Java cannot reach the abstract namespace of Linux", EXAMPLE);
        }
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_PATH || text.indexOf('\0') >= 0) {
            throw new ZmqEndpointException(
                    endpoint.toString(),
                    "its path has " + length + " octets, and Java takes " + MAX_PATH + ", none of them NUL",
                    EXAMPLE);
        }
        return Path.of(text);
    }

    // ---- connecting ----------------------------------------------------------------------------------------------

    @Override
    public void checkConnect(Endpoint endpoint) {
        path(endpoint);
        if (endpoint.address().equals("*")) {
            throw new ZmqEndpointException(endpoint.toString(), "a wildcard can only be bound", EXAMPLE);
        }
    }

    @Override
    public boolean isNamed(Endpoint endpoint) {
        return false;
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) {
        return List.of(UnixDomainSocketAddress.of(path(endpoint)));
    }

    @Override
    public SocketChannel open(SocketAddress address) throws IOException {
        return SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    @Override
    public void configure(SocketChannel channel) {
        // nothing to set
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
            delete(directory);
            throw new ZmqBindException(
                    endpoint.toString(),
                    e instanceof java.nio.file.AccessDeniedException ? Reason.PERMISSION_DENIED : Reason.OTHER,
                    e + "; the directory must exist and be writable",
                    e);
        }
    }

    private static Listener listen(Path path, @Nullable Path directory, SocketOptions options) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), options.backlog());
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

    private static void delete(@Nullable Path path) {
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // a file left behind is replaced by the next bind
        }
    }

    @Override
    public String describe(SocketAddress address) {
        return address.toString();
    }
}
