package io.zmqspring.patterns.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.log.ZreLogCollector;
import io.zmqspring.patterns.log.ZreLogPublisher;
import io.zmqspring.patterns.log.ZreLogRecord.Event;
import io.zmqspring.patterns.log.ZreLogRecord.Level;
import io.zmqspring.patterns.mesh.MeshEvent.Entered;
import io.zmqspring.patterns.mesh.MeshEvent.Exited;
import io.zmqspring.patterns.mesh.MeshEvent.Whisper;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is thrown at a mailbox that is not meant for it: the node goes on with those it knows. */
@Timeout(60)
class ForeignTrafficTests {
    private static final String HELLO_HEAD = "aaa101020001";
    private static final String GOOD_HELLO =
            HELLO_HEAD + "0f" + hexOf("tcp://127.0.0.1") + "00000000" + "00" + "00" + "00000000";
    private static final String LOG = "aaa20103015f1a0000000000006553f1000443484154";
    private static final String FILEMQ = "aaa3010746494c454d510001";

    private final ZmqContext context = ZmqContext.create();
    private final Neighbourhood neighbourhood = new Neighbourhood();
    private final Diary alicesDiary = new Diary();
    private final List<AutoCloseable> open = new ArrayList<>();

    private static String hexOf(String text) {
        return HexFormat.of().formatHex(text.getBytes());
    }

    private MeshNode start(MeshNodeBuilder builder) {
        MeshNode node = builder.discovery(neighbourhood.discovery()).build();
        open.add(node);
        node.start();
        return node;
    }

    private DealerSocket stranger(byte[] identity, MeshNode to) {
        DealerSocket socket =
                context.dealer(SocketOptions.builder().identity(identity).build());
        open.add(socket);
        socket.connect(to.endpoint());
        socket.awaitPeers(1, Duration.ofSeconds(10));
        return socket;
    }

    private static byte[] identityOf(UUID id) {
        return ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static Message message(String... hex) {
        return Message.ofFrames(Stream.of(hex).map(HexFormat.of()::parseHex).toList());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        context.close();
        neighbourhood.close();
    }

    private MeshNode alice() {
        return start(MeshNode.builder(context).name("alice").listener(alicesDiary));
    }

    private void stillTalks(MeshNode bob, MeshNode alice) {
        assertThat(bob.whisper(alice.id(), "still there?")).isTrue();
        assertThat(alicesDiary.await(Whisper.class, bob).text()).isEqualTo("still there?");
        assertThat(alicesDiary.of(Exited.class)).isEmpty();
        assertThat(alicesDiary.of(Entered.class)).hasSize(1);
    }

    private MeshNode bobWhoKnows(MeshNode alice) {
        Diary bobs = new Diary();
        MeshNode bob = start(MeshNode.builder(context).name("bob").listener(bobs));
        bobs.await(Entered.class, alice);
        alicesDiary.await(Entered.class, bob);
        return bob;
    }

    @Test
    @Tag("SIG-01")
    @Tag("SIG-02")
    @Tag("SIG-04")
    @Tag("HAR-09")
    void passesOverWholeMessagesThatAreNoZre() {
        MeshNode alice = alice();
        MeshNode bob = bobWhoKnows(alice);
        List<Message> foreign = List.of(
                message(LOG),
                message(FILEMQ),
                message("", GOOD_HELLO), // what follows a bad signature is passed over with it
                message("aa", GOOD_HELLO),
                message("aaa2", GOOD_HELLO, GOOD_HELLO),
                message(hexOf("GET / HTTP/1.1")),
                message("aaa101010001"), // another edition
                message("aaa102020002", "00")); // of who has not said hello
        DealerSocket[] strangers = {
            stranger(identityOf(UUID.randomUUID()), alice),
            stranger(new byte[] {1, 2, 3}, alice),
            stranger(new byte[0], alice),
        };
        for (DealerSocket stranger : strangers) {
            foreign.forEach(stranger::send);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> alice.stats().ignored() == 3L * foreign.size());
        stillTalks(bob, alice);
    }

    @Test
    @Tag("SIG-03")
    void outlivesAnything() throws IOException {
        MeshNode alice = alice();
        MeshNode bob = bobWhoKnows(alice);
        Random random = new Random(49152);
        DealerSocket stranger = stranger(identityOf(UUID.randomUUID()), alice);
        byte[] start = HexFormat.of().parseHex(HELLO_HEAD);
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            byte[][] frames = new byte[1 + random.nextInt(3)][];
            for (int j = 0; j < frames.length; j++) {
                frames[j] = new byte[random.nextInt(80)];
                random.nextBytes(frames[j]);
            }
            System.arraycopy(start, 0, frames[0], 0, Math.min(frames[0].length, random.nextInt(start.length + 1)));
            stranger.send(Message.ofFrames(frames));
        }
        try (Socket raw =
                new Socket("127.0.0.1", Integer.parseInt(alice.endpoint().replaceAll(".*:", "")))) {
            byte[] noise = new byte[10_000];
            random.nextBytes(noise);
            raw.getOutputStream().write(noise);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> alice.stats().ignored() >= count);
        stillTalks(bob, alice);
    }

    @Test
    @Tag("SIG-03")
    void meetsNobodyWhoseEndpointIsNone() {
        MeshNode alice = alice();
        MeshNode bob = bobWhoKnows(alice);
        String[] nowhere = {
            "", "tcp://", "tcp://:", "tcp://x", "tcp://*:*", "tcp://1.2.3.4:99999", "ipc:///tmp/x", "inproc://x"
        };
        for (String endpoint : nowhere) {
            DealerSocket stranger = stranger(identityOf(UUID.randomUUID()), alice);
            stranger.send(message(HELLO_HEAD + String.format("%02x", endpoint.length()) + hexOf(endpoint) + "00000000"
                    + "00" + "00" + "00000000"));
            stranger.send(message("aaa106020002"));
        }
        stillTalksAfterAll(bob, alice);
    }

    private void stillTalksAfterAll(MeshNode bob, MeshNode alice) {
        assertThat(bob.whisper(alice.id(), "still there?")).isTrue();
        assertThat(alicesDiary.await(Whisper.class, bob).text()).isEqualTo("still there?");
        assertThat(alicesDiary.of(Exited.class).stream()
                        .map(event -> event.peer().id()))
                .doesNotContain(bob.id());
        bob.stop();
        alicesDiary.await(Exited.class, bob);
    }

    @Test
    @Tag("SIG-03")
    void meetsNobodyWhoseKeyIsNone() {
        CurveKeyPair alices = CurveKeyPair.generate();
        MeshNode alice = start(MeshNode.builder(context)
                .name("alice")
                .listener(alicesDiary)
                .security(new MeshSecurity(alices, Authenticator.acceptAll())));
        Diary bobs = new Diary();
        MeshNode bob = start(MeshNode.builder(context)
                .name("bob")
                .listener(bobs)
                .security(new MeshSecurity(CurveKeyPair.generate(), Authenticator.acceptAll())));
        bobs.await(Entered.class, alice);
        alicesDiary.await(Entered.class, bob);
        for (String key : new String[] {"", "no key", "0".repeat(40), "#".repeat(40), "é".repeat(40)}) {
            byte[] octets = key.getBytes(StandardCharsets.UTF_8);
            DealerSocket stranger = context.dealer(SocketOptions.builder()
                    .identity(identityOf(UUID.randomUUID()))
                    .security(Security.curveClient(CurveKeyPair.generate(), alices.publicKey()))
                    .build());
            open.add(stranger);
            stranger.connect(alice.endpoint());
            stranger.send(message(HELLO_HEAD + "11" + hexOf("tcp://127.0.0.1:1") + "00000000" + "00" + "00"
                    + "00000001" + "0b" + hexOf("X-PUBLICKEY") + String.format("%08x", octets.length)
                    + HexFormat.of().formatHex(octets)));
            stranger.send(message("aaa106020002"));
            stranger.awaitPeers(1, Duration.ofSeconds(10));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> alice.stats().ignored() >= 5);
        stillTalksAfterAll(bob, alice);
    }

    @Test
    @Tag("SIG-04")
    void isNoPlaceForLogRecords() {
        MeshNode alice = alice();
        MeshNode misled = MeshNode.builder(context)
                .name("misled")
                .discovery(neighbourhood.discovery())
                .header(ZreLogCollector.HEADER, alice.endpoint()) // where a collector was before
                .build();
        open.add(misled);
        ZreLogPublisher publisher = ZreLogPublisher.attach(context, misled);
        open.add(publisher);
        for (int i = 0; i < 1000; i++) {
            publisher.publish(Level.ERROR, Event.SEND, alice.id(), "to nobody who would know");
        }
        MeshNode bob = bobWhoKnows(alice);
        stillTalks(bob, alice);
    }
}
