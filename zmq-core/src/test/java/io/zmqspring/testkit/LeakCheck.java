package io.zmqspring.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * No thread and no descriptor of ours stays behind. As an extension it looks before and after a whole test class;
 * {@link #baseline()} and {@link #verify()} do the same by hand. Descriptors are those of sockets, selectors and pipes,
 * and are looked at where there is a {@code /proc}.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    static {
        warmUp();
    }

    private Set<String> threads = Set.of();
    private Set<String> descriptors = Set.of();

    /** Remembers what there is now. */
    public static LeakCheck baseline() {
        LeakCheck check = new LeakCheck();
        check.beforeAll(null);
        return check;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        threads = threads();
        descriptors = descriptors();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        verify();
    }

    /** Everything that came since the baseline has gone, or goes within ten seconds. */
    public void verify() {
        Awaitility.await("threads and descriptors to go")
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    assertThat(since(threads, threads())).as("threads left").isEmpty();
                    assertThat(since(descriptors, descriptors()))
                            .as("descriptors left")
                            .isEmpty();
                });
    }

    private static List<String> since(Set<String> before, Set<String> now) {
        return now.stream().filter(one -> !before.contains(one)).toList();
    }

    /** The threads this library names. */
    public static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("zmq-")) {
                names.add(thread.getName() + " #" + thread.getId());
            }
        }
        return names;
    }

    /** The open descriptors by what they stand for, as {@code socket:[123]}. */
    public static Set<String> descriptors() {
        Set<String> open = new TreeSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            all.forEach(descriptor -> {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:") || target.startsWith("pipe:")) {
                        open.add(target);
                    } else if (target.startsWith("anon_inode:")) {
                        open.add(target + " " + descriptor.getFileName());
                    }
                } catch (IOException gone) {
                    // closed while we looked
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return open;
    }

    /** The JDK keeps a descriptor or two from the first use of channels on. */
    private static void warmUp() {
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open();
                SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress());
                    SocketChannel accepted = server.accept()) {
                client.configureBlocking(false).register(selector, 0);
                accepted.shutdownOutput();
            }
            unix.configureBlocking(false);
            selector.selectNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
