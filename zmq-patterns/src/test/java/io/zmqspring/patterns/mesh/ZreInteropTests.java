package io.zmqspring.patterns.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.mesh.MeshEvent.Entered;
import io.zmqspring.patterns.mesh.MeshEvent.Evasive;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshEvent.Exited;
import io.zmqspring.patterns.mesh.MeshEvent.Joined;
import io.zmqspring.patterns.mesh.MeshEvent.Left;
import io.zmqspring.patterns.mesh.MeshEvent.Shout;
import io.zmqspring.patterns.mesh.MeshEvent.Whisper;
import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a node that shares nothing with ours but 36/ZRE. */
@Timeout(90)
class ZreInteropTests {
    private static final String LOOPBACK = "lo";

    private final ZmqContext context = ZmqContext.create();
    private final Diary diary = new Diary();
    private MeshNode node;
    private String id;
    private PythonPeer peer;
    private int port;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(PythonPeer.isAvailable(), PythonPeer.MISSING);
        port = freePort();
        node = MeshNode.builder(context)
                .name("ours")
                .header("X-SERVICE", "tea")
                .networkInterface(LOOPBACK)
                .discovery(UdpDiscovery.broadcast().withPort(port).withInterval(Duration.ofMillis(100)))
                .evasiveAfter(Duration.ofSeconds(1))
                .expireAfter(Duration.ofSeconds(3))
                .listener(diary)
                .build();
        id = node.id().toString();
        node.join("kitchen");
        node.start();
        peer = PythonPeer.start("theirs", port);
        diary.await(Entered.class, event -> event.peer().id().equals(peer.id()));
        peer.await("HELLO", id);
    }

    private static int freePort() throws IOException {
        try (DatagramSocket any = new DatagramSocket(0)) {
            return any.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        if (peer != null) {
            peer.close();
        }
        if (node != null) {
            node.close();
        }
        context.close();
    }

    private <E extends MeshEvent> E await(Class<E> type) {
        return diary.await(type, event -> event.peer().id().equals(peer.id()));
    }

    @Test
    @Tag("HAR-03")
    @Tag("HAR-05")
    @Tag("HAR-14")
    @Tag("ZRE-08")
    void introduceThemselvesToEachOther() {
        assertThat(await(Entered.class).peer().name()).isEqualTo("theirs");
        assertThat(await(Entered.class).peer().headers()).isEqualTo(Map.of("X-LANGUAGE", "Python"));
        assertThat(peer.await("HELLO", id))
                .containsExactly("HELLO", id, "1", node.endpoint(), "kitchen", "1", "ours", "X-SERVICE=tea");
    }

    @Test
    @Tag("GRP-02")
    @Tag("GRP-06")
    @Tag("ZRE-05")
    void whisperAndShoutAndJoinAndLeave() {
        peer.tell("join chat");
        assertThat(await(Joined.class).group()).isEqualTo("chat");
        assertThat(node.shout("chat", List.of("good".getBytes(), "day".getBytes())))
                .isEqualTo(1);
        assertThat(node.whisper(peer.id(), "psst")).isTrue();
        node.join("hall");
        node.leave("kitchen");
        assertThat(peer.await("LEAVE", id)).isEqualTo(List.of("LEAVE", id, "5", "kitchen", "3"));
        assertThat(peer.seenOf(node).subList(1, 4))
                .containsExactly(
                        List.of("SHOUT", id, "2", "chat", "good|day"),
                        List.of("WHISPER", id, "3", "psst"),
                        List.of("JOIN", id, "4", "hall", "2"));

        peer.tell("whisper " + id + " hello there");
        assertThat(await(Whisper.class).content()).containsExactly("hello".getBytes(), "there".getBytes());
        peer.tell("shout hall all");
        assertThat(await(Shout.class)).satisfies(shout -> {
            assertThat(shout.group()).isEqualTo("hall");
            assertThat(shout.text()).isEqualTo("all");
        });
        peer.tell("leave chat");
        assertThat(await(Left.class).group()).isEqualTo("chat");
        assertThat(node.shout("chat", "nobody")).isZero();
        assertThat(diary.of(Exited.class)).isEmpty();
    }

    @Test
    @Tag("ZRE-06")
    void sayGoodbye() {
        peer.tell("bye");
        assertThat(await(Exited.class).reason()).isEqualTo(ExitReason.LEFT);
    }

    @Test
    @Tag("ZRE-06")
    void areToldGoodbye() {
        node.stop();
        peer.await("BYE", id);
    }

    @Test
    @Tag("PRS-01")
    @Tag("PRS-03")
    @Tag("PRS-06")
    void noticeThatOneHasDied() {
        peer.tell("die");
        await(Evasive.class);
        assertThat(await(Exited.class).reason()).isEqualTo(ExitReason.SILENT);
    }

    @Test
    @Tag("PRS-02")
    void answerPings() {
        peer.tell("ping " + id);
        assertThat(peer.await("PINGOK", id)).last().isEqualTo("2");
    }

    @Test
    void bothVersionsAreOnOneNetwork() {
        try (PythonPeer strict = PythonPeer.start("strict", port, 3)) {
            diary.await(Entered.class, event -> event.peer().name().equals("strict"));
            assertThat(strict.await("HELLO", id).get(6)).isEqualTo("ours");
            strict.tell("whisper " + id + " three");
            diary.await(Whisper.class, whisper -> whisper.text().equals("three"));
            node.whisper(strict.id(), "also");
            assertThat(strict.await("WHISPER", id)).containsExactly("WHISPER", id, "2", "also");
            node.whisper(peer.id(), "two");
            assertThat(peer.await("WHISPER", id)).containsExactly("WHISPER", id, "2", "two");
        }
    }

    @Test
    void passOverCommandsThatNoRfcKnows() {
        peer.tell("elect " + id);
        peer.tell("whisper " + id + " elected");
        assertThat(await(Whisper.class).text()).isEqualTo("elected");
        assertThat(diary.of(Exited.class)).isEmpty();
    }

    @Test
    @Tag("ZRE-02")
    void beginAnewWhenANumberIsMissing() {
        peer.tell("junk " + id + " aaa106020009");
        assertThat(await(Exited.class).reason()).isEqualTo(ExitReason.OUT_OF_STEP);
        diary.await(Entered.class, event -> diary.of(Entered.class).size() == 2);
        assertThat(node.whisper(peer.id(), "welcome back")).isTrue();
        assertThat(peer.await("WHISPER", id)).containsExactly("WHISPER", id, "2", "welcome back");
        peer.tell("whisper " + id + " thanks");
        assertThat(await(Whisper.class).text()).isEqualTo("thanks");
    }
}
