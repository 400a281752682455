package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.event.AcceptFailure;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of ipc, and what only ipc does. */
@ExtendWith(LeakCheck.class)
class IpcTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @TempDir
    Path directory;

    private PeerSocket peer() {
        return context.peer(TestOptions.quick().build());
    }

    private void assertReachable(PeerSocket binder, String endpoint) {
        PeerSocket client = peer();
        client.send(client.connect(endpoint), Message.of("hello"));
        assertThat(binder.receive().text()).isEqualTo("hello");
        client.close();
    }

    private void assertBindFails(String endpoint, ZmqBindException.Reason reason, String words) {
        PeerSocket socket = peer();
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> socket.bind(endpoint))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .withMessageContaining(endpoint)
                .withMessageContaining(words);
        assertThat(socket.boundEndpoints()).isEmpty();
    }

    // ---- paths ---------------------------------------------------------------------------------------------------

    @Test
    @Tag("T-IPC-01")
    @Tag("T-IPC-02")
    @Tag("T-IPC-08")
    void isASocketFileFromBindToUnbind() {
        Path path = directory.resolve("a socket ü");
        PeerSocket binder = peer();
        String endpoint = binder.bind("ipc://" + path).toString();
        assertThat(endpoint).isEqualTo("ipc://" + path);
        assertThat(path).exists();
        assertReachable(binder, endpoint);
        binder.unbind(endpoint);
        assertThat(path).doesNotExist();
        binder.bind(endpoint);
        assertReachable(binder, endpoint);
        binder.close();
        assertThat(path).doesNotExist();
    }

    @Test
    @Tag("T-IPC-02")
    void takesARelativePath() throws IOException {
        Path relative = Path.of("target", "relative-" + ProcessHandle.current().pid() + ".sock");
        Files.createDirectories(relative.getParent());
        PeerSocket binder = peer();
        String endpoint = binder.bind("ipc://" + relative).toString();
        assertThat(relative).exists();
        assertReachable(binder, endpoint);
        binder.close();
        assertThat(relative).doesNotExist();
    }

    @Test
    @Tag("T-IPC-05")
    @Tag("T-IPC-06")
    @Tag("T-IPC-07")
    @Tag("T-EP-09")
    @Tag("A-21")
    void makesAPathInADirectoryForItsOwnerAlone() throws IOException {
        PeerSocket binder = peer();
        List<Path> directories = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Endpoint bound = binder.bind("ipc://*");
            Path path = Path.of(bound.address());
            assertThat(path).isAbsolute().exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                    .isEqualTo("rwx------");
            assertReachable(binder, bound.toString());
            directories.add(path.getParent());
        }
        assertThat(directories).doesNotHaveDuplicates();
        binder.unbind("ipc://" + directories.get(0).resolve("socket"));
        assertThat(directories.get(0)).doesNotExist();
        binder.close();
        assertThat(directories.get(1)).doesNotExist();
    }

    @Test
    @Tag("T-IPC-03")
    void needsADirectoryThatExists() {
        assertBindFails("ipc://" + directory.resolve("none/a"), ZmqBindException.Reason.OTHER, "directory must exist");
    }

    @Test
    @Tag("A-21")
    void takesPathsOf106OctetsAndNoLongerOnes() {
        String longest = "/tmp/" + "x".repeat(101);
        PeerSocket binder = peer();
        String endpoint = binder.bind("ipc://" + longest).toString();
        assertReachable(binder, endpoint);
        assertThat(new Endpoint("ipc", longest).address()).hasSize(106);
        for (String tooLong : List.of(longest + "x", "/tmp/" + "ü".repeat(52))) {
            assertThatExceptionOfType(ZmqEndpointException.class)
                    .isThrownBy(() -> binder.bind("ipc://" + tooLong))
                    .withMessageContaining("106");
            assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> binder.connect("ipc://" + tooLong));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc://@", "ipc://@name", "ipc://a\0b"})
    @Tag("T-IPC-10")
    @Tag("T-IPC-11")
    void refusesPathsThatJavaCannotHave(String endpoint) {
        PeerSocket socket = peer();
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.bind(endpoint));
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.connect(endpoint));
    }

    @Test
    void connectsToNoWildcard() {
        PeerSocket socket = peer();
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.connect("ipc://*"));
    }

    // ---- files that are there ------------------------------------------------------------------------------------

    @Test
    @Tag("A-21")
    void replacesASocketFileNobodyListensAt() throws IOException {
        Path path = directory.resolve("stale");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
        assertThat(path).exists();
        PeerSocket binder = peer();
        assertReachable(binder, binder.bind("ipc://" + path).toString());
    }

    @Test
    @Tag("T-IPC-14")
    @Tag("A-21")
    void leavesAFileThatIsNoSocketAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        assertBindFails("ipc://" + file, ZmqBindException.Reason.OTHER, "is no socket");
        assertThat(file).hasContent("precious");
        assertBindFails("ipc://" + directory, ZmqBindException.Reason.OTHER, "is no socket");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertBindFails("ipc://" + link, ZmqBindException.Reason.OTHER, "is no socket");
        assertThat(file).hasContent("precious");
    }

    @Test
    @Tag("T-IPC-14")
    void takesAFileThatIsNoSocketForSomebodyWhoIsAway() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        EventRecorder events = new EventRecorder();
        PeerSocket client =
                context.peer(TestOptions.quick().eventListener(events).build());
        int id = client.connect("ipc://" + file);
        client.send(id, Message.of("hello"));
        events.await(SocketEvent.ConnectRetried.class, 3);
        Files.delete(file);
        PeerSocket binder = peer();
        binder.bind("ipc://" + file);
        assertThat(binder.receive().text()).isEqualTo("hello");
    }

    @Test
    @Tag("T-EP-07")
    @Tag("A-21")
    void doesNotTakeAnEndpointFromALivingListener() {
        PeerSocket binder = peer();
        String endpoint = binder.bind("ipc://" + directory.resolve("live")).toString();
        for (int i = 0; i < 3; i++) {
            assertBindFails(endpoint, ZmqBindException.Reason.ADDRESS_IN_USE, "somebody listens");
        }
        assertReachable(binder, endpoint);
    }

    /** The probe must not be cut short by the flag: a probe that fails would look like nobody. */
    @Test
    void doesNotTakeAnEndpointFromALivingListenerEvenWhenInterrupted() {
        PeerSocket binder = peer();
        String endpoint = binder.bind("ipc://" + directory.resolve("live")).toString();
        for (int i = 0; i < 20; i++) {
            Thread.currentThread().interrupt();
            assertBindFails(endpoint, ZmqBindException.Reason.ADDRESS_IN_USE, "somebody listens");
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        }
        assertReachable(binder, endpoint);
    }

    /** A process that hangs does not accept. Its endpoint is still its own, and bind must not hang with it. */
    @Test
    void doesNotTakeAnEndpointFromAListenerThatDoesNotAccept() throws IOException {
        Path path = directory.resolve("hangs");
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocketChannel hangs = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hangs.bind(UnixDomainSocketAddress.of(path), 1);
            fillBacklog(path, fillers);
            assertBindFails("ipc://" + path, ZmqBindException.Reason.ADDRESS_IN_USE, "somebody listens");
            assertThat(path).exists();
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    private static void fillBacklog(Path path, List<SocketChannel> fillers) throws IOException {
        try {
            while (fillers.size() < 100) {
                SocketChannel filler = SocketChannel.open(StandardProtocolFamily.UNIX);
                fillers.add(filler);
                filler.configureBlocking(false);
                assertThat(filler.connect(UnixDomainSocketAddress.of(path))).isTrue();
            }
        } catch (SocketException full) {
            assertThat(fillers).hasSizeBetween(2, 10);
        }
    }

    /** A full backlog is no connection: the attempt is repeated until somebody accepts. */
    @Test
    @Tag("T-IPC-13")
    void connectsToAListenerWhoseBacklogWasFull() throws IOException {
        Path path = directory.resolve("busy");
        EventRecorder events = new EventRecorder();
        List<SocketChannel> others = new ArrayList<>();
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(path), 1);
            fillBacklog(path, others);
            PeerSocket client =
                    context.peer(TestOptions.quick().eventListener(events).build());
            int id = client.connect("ipc://" + path);
            client.send(id, Message.of("hello"));
            events.await(SocketEvent.ConnectRetried.class, 2);
            assertThat(events.events(SocketEvent.Connected.class))
                    .as("connections that are none")
                    .isEmpty();
            assertThat(client.stats().handshakeFailures()).isZero();
            for (int i = 0; i < others.size() - 1; i++) {
                busy.accept().close();
            }
            others.add(busy.accept());
            events.await(SocketEvent.Connected.class);
        } finally {
            for (SocketChannel other : others) {
                other.close();
            }
        }
    }

    // ---- who may connect -----------------------------------------------------------------------------------------

    private PeerSocket peer(IpcOptions options, EventRecorder events) {
        return context.peer(
                TestOptions.quick().ipc(options).eventListener(events).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw----", "rwxrwxrwx"})
    @Tag("A-21")
    void theSocketFileHasThePermissionsItIsToHave(String permissions) throws IOException {
        Path path = directory.resolve("p");
        PeerSocket binder = peer(IpcOptions.DEFAULT.withPermissions(permissions), new EventRecorder());
        String endpoint = binder.bind("ipc://" + path).toString();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo(permissions);
        assertReachable(binder, endpoint);
    }

    /** Whoever looks all the time never sees the file with others. */
    @Test
    @Tag("A-21")
    void theSocketFileNeverHasOtherPermissions() throws Exception {
        Path path = directory.resolve("p");
        PeerSocket binder = peer(IpcOptions.DEFAULT.withPermissions("-w-------"), new EventRecorder());
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Set<String>> seen = Background.supply(() -> {
            Set<String> all = new TreeSet<>();
            while (!over.get()) {
                try {
                    all.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                } catch (IOException e) {
                    assertThat(e).as("not bound at the moment").isInstanceOf(NoSuchFileException.class);
                }
            }
            return all;
        });
        for (int i = 0; i < 500; i++) {
            binder.unbind(binder.bind("ipc://" + path).toString());
        }
        over.set(true);
        assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly("-w-------");
        assertThat(directory).as("nothing is left beside it").isEmptyDirectory();
    }

    @Test
    void permissionsReplaceNobodysSocketAndNeedRoomInThePath() {
        IpcOptions options = IpcOptions.DEFAULT.withPermissions("rw-------");
        Path path = directory.resolve("p");
        PeerSocket binder = peer(options, new EventRecorder());
        String endpoint = binder.bind("ipc://" + path).toString();
        assertThatThrownBy(() -> peer(options, new EventRecorder()).bind(endpoint))
                .isInstanceOf(ZmqBindException.class)
                .hasMessageContaining("somebody listens there");
        assertReachable(binder, endpoint);
        Path deep = directory.resolve("d".repeat(104 - directory.toString().length() - 1));
        assertThatThrownBy(() -> binder.bind("ipc://" + deep.resolve("p")))
                .isInstanceOf(ZmqBindException.class)
                .hasMessageContaining("Java takes 106")
                .hasMessageContaining("shorter directory");
    }

    @Test
    void permissionsAreWrittenAsPeopleWriteThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpcOptions.DEFAULT.withPermissions("0660"))
                .withMessageContaining("rw-rw----");
    }

    @Test
    @Tag("O-135")
    void aFileThatCannotBeDeletedIsReported() throws IOException {
        EventRecorder events = new EventRecorder();
        PeerSocket binder = peer(IpcOptions.DEFAULT, events);
        Path path = directory.resolve("a.sock");
        String endpoint = binder.bind("ipc://" + path).toString();
        Files.delete(path);
        Files.createFile(Files.createDirectory(path).resolve("somebody's"));
        binder.unbind(endpoint);
        SocketEvent.CloseFailed failed = events.await(SocketEvent.CloseFailed.class);
        assertThat(failed.endpoint()).hasToString(endpoint);
        assertThat(failed.detail()).startsWith("cannot delete " + path);
        assertThat(events.await(SocketEvent.Closed.class).detail()).isNull();
    }

    @Test
    @Tag("O-133")
    @Tag("O-051")
    void usersMayConnectThatAreNamedAndNobodyElse() throws IOException {
        String me = Files.getOwner(directory).getName();
        EventRecorder events = new EventRecorder();
        PeerSocket closed = peer(IpcOptions.DEFAULT.withUsers("nobody-of-that-name"), events);
        Endpoint bound = closed.bind("ipc://" + directory.resolve("closed"));
        try (RawPeer stranger = RawPeer.connect(bound)) {
            stranger.expectEnd();
        }
        assertThat(events.await(SocketEvent.AcceptFailed.class).reason()).isEqualTo(AcceptFailure.NOT_ADMITTED);
        assertThat(events.await(SocketEvent.AcceptFailed.class).detail())
                .contains("user " + me)
                .contains("nobody-of-that-name");
        assertThat(events.events(SocketEvent.Accepted.class)).isEmpty();

        PeerSocket open = peer(IpcOptions.DEFAULT.withUsers("nobody-of-that-name", me), new EventRecorder());
        String endpoint = open.bind("ipc://" + directory.resolve("open")).toString();
        PeerSocket client = peer();
        client.send(client.connect(endpoint), Message.of("hello"));
        assertThat(open.receive().sender().properties().get("Peer-Address")).startsWith("localhost:" + me + ":");
    }
}
