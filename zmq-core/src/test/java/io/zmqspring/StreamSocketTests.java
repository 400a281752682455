package io.zmqspring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** STREAM: raw octets with peers that know nothing of ZeroMQ. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class StreamSocketTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private StreamSocket stream() {
        return context.stream(TestOptions.quick().build());
    }

    private StreamSocket silent() {
        return context.stream(TestOptions.quick().stream(StreamOptions.SILENT).build());
    }

    private static Endpoint bind(ZmqSocket socket) {
        return socket.bind("tcp://127.0.0.1:*");
    }

    /** Takes the notice that a connection is there, and returns its id. */
    private static int hello(StreamSocket socket) {
        Message notice = socket.receive();
        assertThat(notice.size()).as("the notice of a connection").isZero();
        return notice.routingId();
    }

    /** Collects what a connection brings until it has so many octets. */
    private static byte[] receive(StreamSocket socket, int routingId, int octets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < octets) {
            Message message = socket.receive();
            assertThat(message.routingId()).isEqualTo(routingId);
            assertThat(message.size()).as("octets at once").isBetween(1, 32 << 10);
            all.writeBytes(message.body());
        }
        return all.toByteArray();
    }

    // ---- octets --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    @Tag("S-STREAM-01")
    @Tag("S-STREAM-02")
    @Tag("S-STREAM-04")
    void octetsComeAndGoAsTheyAre(TestTransport transport) {
        StreamSocket socket = stream();
        try (RawPeer peer = RawPeer.connect(socket.bind(transport.bindEndpoint()))) {
            int id = hello(socket);
            assertThat(id).isNotZero();
            peer.expectSilence(Duration.ofMillis(50));
            peer.send("00 ff 7f 0a");
            assertThat(receive(socket, id, 4)).isEqualTo(Hex.bytes("00 ff 7f 0a"));
            socket.send(id, Message.of("one"));
            socket.send(id, Message.of("two"));
            peer.expect(Hex.ascii("onetwo"));
        }
    }

    @Test
    @Tag("S-STREAM-02")
    void whatIsLargerThanAMessageMayBeComesInPieces() {
        StreamSocket socket = context.stream(TestOptions.quick().maxMessageSize(3).stream(StreamOptions.SILENT)
                .build());
        try (RawPeer peer = RawPeer.connect(bind(socket))) {
            peer.send(Hex.ascii("abcdefgh"));
            StringBuilder all = new StringBuilder();
            while (all.length() < 8) {
                Message piece = socket.receive();
                assertThat(piece.size()).isBetween(1, 3);
                all.append(piece.text());
            }
            assertThat(all).hasToString("abcdefgh");
        }
    }

    @Test
    @Tag("S-STREAM-01")
    void aBrowserIsAnsweredAsByAnyWebServer() {
        StreamSocket server = stream();
        Endpoint endpoint = bind(server);
        CompletableFuture<String> answer = Background.supply(() -> get("http://" + endpoint.address() + "/orders"));
        int browser = hello(server);
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append(server.receive().text());
        }
        assertThat(request).startsWith("GET /orders HTTP/1.1\r\n");
        server.send(browser, Message.of("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"));
        server.send(browser, Message.of("3 orders"));
        server.send(browser, Message.empty());
        assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("200 3 orders");
    }

    private static String get(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            try (InputStream body = connection.getInputStream()) {
                return connection.getResponseCode() + " " + new String(body.readAllBytes(), US_ASCII);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Tag("S-STREAM-01")
    @Tag("S-STREAM-09")
    void aWebServerIsAskedAsByAnyBrowser() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = Background.run(() -> serveOnce(listener));
            StreamSocket socket = stream();
            int id = socket.connect("tcp://127.0.0.1:" + listener.getLocalPort());
            socket.send(id, Message.of("GET / HTTP/1.0\r\n\r\n"));
            assertThat(hello(socket)).isEqualTo(id);
            StringBuilder response = new StringBuilder();
            for (Message part = socket.receive(); part.size() > 0; part = socket.receive()) {
                response.append(part.text());
            }
            assertThat(response).hasToString("HTTP/1.0 204 No Content\r\n\r\n");
            assertThat(server).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private static void serveOnce(ServerSocket listener) {
        try (Socket peer = listener.accept()) {
            byte[] request = peer.getInputStream().readNBytes("GET / HTTP/1.0\r\n\r\n".length());
            assertThat(new String(request, US_ASCII)).isEqualTo("GET / HTTP/1.0\r\n\r\n");
            peer.getOutputStream().write("HTTP/1.0 204 No Content\r\n\r\n".getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- notices -------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-STREAM-04")
    @Tag("O-064")
    void anEmptyMessageTellsOfTheBeginningAndOfTheEnd() {
        StreamSocket socket = stream();
        int id;
        try (RawPeer peer = RawPeer.connect(bind(socket))) {
            id = hello(socket);
            peer.send(Hex.ascii("bye"));
        }
        assertThat(receive(socket, id, 3)).asString(US_ASCII).isEqualTo("bye");
        assertThat(hello(socket)).as("the id that ended").isEqualTo(id);
        Until.isTrue("gone", () -> socket.peers().isEmpty());
    }

    @Test
    @Tag("S-STREAM-05")
    @Tag("O-064")
    void noEmptyMessagesTellOfAnythingUnlessTheyAreWanted() {
        StreamSocket socket = silent();
        Endpoint endpoint = bind(socket);
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.send(Hex.ascii("first"));
            assertThat(socket.receive().text()).isEqualTo("first");
        }
        Until.isTrue("the first has gone", () -> socket.peers().isEmpty());
        try (RawPeer peer = RawPeer.connect(endpoint)) {
            peer.send(Hex.ascii("second"));
            assertThat(socket.receive().text()).isEqualTo("second");
        }
    }

    @Test
    void ourOwnEndIsNotTold() {
        StreamSocket socket = stream();
        Endpoint endpoint = bind(socket);
        try (RawPeer first = RawPeer.connect(endpoint)) {
            int id = hello(socket);
            socket.disconnectPeer(id);
            first.expectEnd();
            try (RawPeer second = RawPeer.connect(endpoint)) {
                assertThat(hello(socket)).isNotEqualTo(id);
                second.send(Hex.ascii("x"));
                assertThat(socket.receive().text()).isEqualTo("x");
            }
        }
    }

    @Test
    @Tag("S-STREAM-09")
    @Tag("S-STREAM-15")
    void aConnectionThatIsMadeAgainIsToldAgainUnderTheSameId() {
        StreamSocket socket = stream();
        try (RawPeer.Listener listener = RawPeer.listen(TestTransport.TCP)) {
            int id = socket.connect(listener.endpoint());
            for (int i = 0; i < 3; i++) {
                try (RawPeer peer = listener.accept()) {
                    assertThat(hello(socket)).as("up").isEqualTo(id);
                    socket.send(id, Message.of("hi"));
                    peer.expect(Hex.ascii("hi"));
                }
                assertThat(hello(socket)).as("down").isEqualTo(id);
            }
        }
    }

    @Test
    void whoReadsNoNoticesIsNotConnectedAgainAndAgain() {
        StreamSocket socket =
                context.stream(TestOptions.quick().receiveHighWaterMark(1).build());
        try (RawPeer.Listener listener = RawPeer.listen(TestTransport.TCP)) {
            int id = socket.connect(listener.endpoint());
            listener.accept().close(); // its notice fills the queue, so that its end is not looked for
            listener.expectNobody(Duration.ofMillis(100));
            assertThat(hello(socket)).isEqualTo(id);
            listener.accept().close(); // its notice has to wait behind the end of the first
            listener.expectNobody(Duration.ofMillis(100));
            for (int i = 0; i < 3; i++) {
                assertThat(hello(socket)).isEqualTo(id);
            }
            listener.accept().close();
        }
    }

    // ---- ending --------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-STREAM-08")
    void anEmptyMessageEndsTheConnectionAfterWhatWasSentBefore() {
        StreamSocket socket = context.stream(
                TestOptions.quick().linger(Duration.ofSeconds(10)).build());
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);
        try (RawPeer peer = RawPeer.connect(bind(socket))) {
            int id = hello(socket);
            socket.send(id, Message.wrap(large));
            socket.send(id, Message.empty());
            assertThatExceptionOfType(ZmqUnroutableException.class)
                    .isThrownBy(() -> socket.send(id, Message.of("too late")));
            assertThat(peer.read(large.length)).isEqualTo(large);
            peer.expectEnd();
        }
    }

    @Test
    @Tag("S-STREAM-07")
    void anUnknownIdIsRefusedAndAFullQueueSaysSo() {
        StreamSocket socket = context.stream(TestOptions.quick()
                .sendHighWaterMark(2)
                .sendTimeout(Duration.ZERO)
                .build());
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> socket.send(4711, Message.of("x")))
                .withMessageContaining("no peer has the routing id 4711");
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> socket.send(4711, Message.empty()));
        try (RawPeer peer = RawPeer.connect(bind(socket), 4096)) {
            int id = hello(socket);
            Message block = Message.wrap(new byte[64 << 10]);
            long accepted = 0;
            while (socket.trySend(id, block, Duration.ofMillis(200))) {
                accepted++;
            }
            assertThat(accepted).isPositive();
            assertThatExceptionOfType(ZmqQueueFullException.class).isThrownBy(() -> socket.send(id, block));
            peer.read((int) accepted * block.size()); // nothing of what was accepted is missing
            assertThat(socket.trySend(id, block, Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void whoDoesNotReadHoldsThePeerUpAndLosesNothing() {
        StreamSocket socket = context.stream(TestOptions.quick()
                .receiveHighWaterMark(4)
                .receiveQueueBytes(256 << 10)
                .build());
        byte[] sent = new byte[32 << 20];
        new Random(2).nextBytes(sent);
        try (RawPeer peer = RawPeer.connect(bind(socket))) {
            ByteBuffer out = ByteBuffer.wrap(sent);
            assertThat(peer.sendUntilStuck(out)).as("everything taken").isFalse();
            assertThat(socket.stats().traffic().incomingQueue()).isLessThanOrEqualTo(4);
            int taken = out.position();
            int id = hello(socket);
            assertThat(receive(socket, id, taken)).isEqualTo(Arrays.copyOf(sent, taken));
        }
    }

    @Test
    void whatABrokenConnectionTookWithItIsCountedToTheLastMessage() {
        StreamSocket socket = context.stream(TestOptions.quick()
                .sendHighWaterMark(100)
                .sendTimeout(Duration.ZERO)
                .build());
        long accepted = 0;
        try (RawPeer peer = RawPeer.connect(bind(socket), 4096)) {
            int id = hello(socket);
            while (socket.trySend(id, Message.wrap(new byte[50_000]), Duration.ofMillis(200))) {
                accepted++;
            }
            peer.reset();
        }
        Until.isTrue("gone", () -> socket.peers().isEmpty());
        Traffic traffic = socket.stats().traffic();
        assertThat(traffic.acceptedMessages()).isEqualTo(accepted);
        Books.assertBalanced(socket);
        assertThat(socket.stats().dropped()).containsKey(DropReason.PEER_GONE);
        assertThat(traffic.acceptedBytes() - traffic.sentBytes())
                .as("a message that was cut counts as far as it did not get out")
                .isBetween(100 * 50_000L, 104 * 50_000L);
    }

    // ---- what does not apply -------------------------------------------------------------------------------------

    @Test
    @Tag("S-STREAM-12")
    void aPeerMayBeSilentForAsLongAsItLikes() {
        EventRecorder events = new EventRecorder();
        StreamSocket socket = context.stream(TestOptions.quick()
                .handshakeTimeout(Duration.ofMillis(50))
                .heartbeat(Heartbeat.every(Duration.ofMillis(20)))
                .eventListener(events)
                .build());
        try (RawPeer peer = RawPeer.connect(bind(socket))) {
            int id = hello(socket);
            peer.expectSilence(Duration.ofMillis(300));
            assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
            peer.send(Hex.ascii("still here"));
            assertThat(receive(socket, id, 10)).asString(US_ASCII).isEqualTo("still here");
        }
    }

    @Test
    @Tag("S-STREAM-13")
    void itCanAlwaysBeWrittenToAsFarAsAPollerKnows() {
        StreamSocket socket = stream();
        try (ZmqPoller<String> poller = context.poller()) {
            poller.add(socket, "socket", ZmqPoller.Interest.WRITABLE);
            assertThat(poller.await(Duration.ZERO))
                    .singleElement()
                    .satisfies(ready -> assertThat(ready.writable()).isTrue());
        }
    }

    @Test
    @Tag("S-STREAM-01")
    void insideAProcessThereIsNobodyToTalkTo() {
        StreamSocket socket = stream();
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> socket.bind("inproc://x"))
                .withMessageContaining("a STREAM socket cannot use inproc");
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.connect("inproc://x"));
        assertThat(socket.peers()).isEmpty();
    }

    @Test
    void severalFramesAreRefused() {
        StreamSocket socket = stream();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> socket.send(1, Message.ofTexts("a", "b")))
                .withMessageContaining("STREAM sends single frames");
    }

    // ---- looking -------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-STREAM-14")
    void aPeersAddressAndTrafficCanBeSeen() throws IOException {
        StreamSocket socket = stream();
        Endpoint endpoint = bind(socket);
        try (Socket peer = new Socket("127.0.0.1", endpoint.port().orElseThrow())) {
            int id = hello(socket);
            peer.getOutputStream().write(new byte[5]);
            Message message = socket.receive();
            assertThat(message.sender().properties()).containsEntry("peer-address", "127.0.0.1");
            PeerInfo info = socket.peer(id).orElseThrow();
            assertThat(info.remoteAddress()).isEqualTo("127.0.0.1:" + peer.getLocalPort());
            assertThat(info.accepted()).isTrue();
            assertThat(info.endpoint()).isEqualTo(endpoint);
        }
    }
}
