package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that ipc makes, replaces, leaves alone and takes away. */
@ExtendWith(LeakCheck.class)
@Timeout(20)
class IpcTransportTests {
    private final EventRecorder events = new EventRecorder();
    private final ZmqContext context = ZmqContext.create();
    private final PeerSocket socket = context.peer(SocketOptions.builder()
            .eventListener(events)
            .linger(Duration.ZERO)
            .receiveTimeout(Duration.ofSeconds(5))
            .reconnect(new Reconnect(Duration.ofMillis(5), Duration.ofMillis(20)))
            .build());

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("ipc"); // short: a path of a socket has 106 octets at most
    }

    @AfterEach
    void close() throws IOException {
        context.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Test
    @Tag("T-IPC-01")
    @Tag("T-IPC-02")
    @Tag("T-IPC-08")
    void aNamedPathIsListenedAtAndTakenAwayByUnbind() {
        Path path = directory.resolve("a.sock");
        Endpoint endpoint = socket.bind("ipc://" + path);
        assertThat(endpoint).hasToString("ipc://" + path);
        assertThat(path).exists();
        assertServes(endpoint);
        socket.unbind(endpoint.toString());
        assertThat(path).doesNotExist();
    }

    @Test
    @Tag("T-IPC-02")
    void aRelativePathIsListenedAt() {
        Path path = Path.of("").toAbsolutePath().relativize(directory.resolve("r.sock"));
        Endpoint endpoint = socket.bind("ipc://" + path);
        assertThat(endpoint).hasToString("ipc://" + path);
        assertThat(directory.resolve("r.sock")).exists();
        socket.connect("ipc://" + path);
        assertThat(events.await(SocketEvent.HandshakeSucceeded.class, 2)).hasSize(2);
    }

    @Test
    @Tag("T-IPC-03")
    @Tag("T-EP-07")
    @Tag("O-ERR-02")
    void aDirectoryThatIsMissingIsNamed() {
        String endpoint = "ipc://" + directory.resolve("missing/a.sock");
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> socket.bind(endpoint))
                .withMessageContaining(endpoint)
                .withMessageContaining("the directory must exist");
        assertThat(socket.boundEndpoints()).isEmpty();
        assertThat(events.await(SocketEvent.BindFailed.class).endpoint()).hasToString(endpoint);
    }

    @Test
    @Tag("T-IPC-05")
    @Tag("T-IPC-06")
    @Tag("T-IPC-07")
    @Tag("T-EP-09")
    void aWildcardIsAFreshPathInADirectoryOfItsOwnThatGoesWithTheSocket() throws IOException {
        Endpoint first = socket.bind("ipc://*");
        Endpoint second = socket.bind("ipc://*");
        assertThat(second).isNotEqualTo(first);
        Path path = Path.of(first.address());
        assertThat(path).exists().isAbsolute().startsWithRaw(Path.of(System.getProperty("java.io.tmpdir")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");
        assertServes(first);
        socket.unbind(first.toString());
        assertThat(path).doesNotExist();
        assertThat(path.getParent()).doesNotExist();
        socket.close();
        assertThat(Path.of(second.address())).doesNotExist();
        assertThat(Path.of(second.address()).getParent()).doesNotExist();
    }

    @Test
    @Tag("T-IPC-09")
    void theLongestPathJavaTakesCanBeUsed() {
        int rest = 106 - directory.toString().length() - 1;
        Path path = directory.resolve("p".repeat(rest));
        assertThat(path.toString()).hasSize(106);
        assertServes(socket.bind("ipc://" + path));
    }

    @Test
    void aSocketFileThatNobodyListensAtIsReplaced() throws IOException {
        Path path = directory.resolve("stale.sock");
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        assertServes(socket.bind("ipc://" + path));
    }

    @Test
    @Tag("T-EP-07")
    void aLivingListenerKeepsItsPath() {
        Endpoint endpoint = socket.bind("ipc://" + directory.resolve("a.sock"));
        PeerSocket second = context.peer();
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> second.bind(endpoint.toString()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(ZmqBindException.Reason.ADDRESS_IN_USE))
                .withMessageContaining("somebody listens");
        assertServes(endpoint);
    }

    @Test
    @Tag("T-IPC-14")
    void aFileThatIsNoSocketIsLeftAloneByBindAndTriedAgainByConnect() throws IOException {
        Path file = Files.writeString(directory.resolve("precious.txt"), "content");
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> socket.bind("ipc://" + file))
                .withMessageContaining("is no socket");
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> socket.bind("ipc://" + directory))
                .withMessageContaining("is no socket");
        socket.connect("ipc://" + file);
        assertThat(events.await(SocketEvent.ConnectRetried.class, 2))
                .allSatisfy(event -> assertThat(event.detail()).contains("refused"));
        assertThat(file).hasContent("content");
    }

    @Test
    @Tag("T-IPC-13")
    @Tag("T-IPC-14")
    void aPathThatIsNotThereYetIsTriedAgainUntilItIs() {
        String endpoint = "ipc://" + directory.resolve("later.sock");
        int id = socket.connect(endpoint);
        socket.send(id, Message.of("Hello"));
        events.await(SocketEvent.ConnectRetried.class, 2);
        PeerSocket binder = context.peer(
                SocketOptions.builder().receiveTimeout(Duration.ofSeconds(5)).build());
        binder.bind(endpoint);
        assertThat(binder.receive().text()).isEqualTo("Hello");
    }

    private void assertServes(Endpoint endpoint) {
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.handshake().send(Wire.HELLO);
            assertThat(socket.receive().text()).isEqualTo("Hello");
        }
    }
}
