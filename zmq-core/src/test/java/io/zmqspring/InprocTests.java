package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of inproc, and what only inproc does. */
@ExtendWith(LeakCheck.class)
class InprocTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private PeerSocket peer() {
        return context.peer(TestOptions.quick().build());
    }

    private static String name() {
        return TestTransport.INPROC.bindEndpoint();
    }

    // ---- names ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {"inproc://a", "inproc://a b/ü:*\n?", "inproc://*", "inproc:// ", "inproc://tcp://127.0.0.1:1"})
    @Tag("T-INPROC-01")
    @Tag("T-INPROC-03")
    void mayHaveAnyName(String endpoint) {
        PeerSocket binder = peer();
        assertThat(binder.bind(endpoint)).hasToString(endpoint);
        PeerSocket client = peer();
        client.connect(endpoint + "x");
        client.send(client.connect(endpoint), Message.of("exactly this name"));
        assertThat(binder.receive().text()).isEqualTo("exactly this name");
        assertThat(binder.peers()).hasSize(1);
    }

    @Test
    @Tag("T-INPROC-03")
    void mayHaveALongName() {
        mayHaveAnyName("inproc://" + "n".repeat(1000));
    }

    @Test
    @Tag("T-INPROC-02")
    void doesNotJoinSocketsOfDifferentContexts() {
        String endpoint = name();
        PeerSocket binder = peer();
        binder.bind(endpoint);
        try (ZmqContext other = ZmqContext.create()) {
            PeerSocket client = other.peer(TestOptions.quick().build());
            int id = client.connect(endpoint);
            client.send(id, Message.of("to nobody"));
            assertThat(binder.tryReceive(Duration.ofMillis(30))).isNull();
            PeerSocket namesake = other.peer(TestOptions.quick().build());
            namesake.bind(endpoint);
            assertThat(namesake.receive().text()).isEqualTo("to nobody");
        }
        assertThat(binder.peers()).isEmpty();
    }

    @Test
    @Tag("T-INPROC-04")
    void bindsANameOnce() {
        String endpoint = name();
        PeerSocket first = peer();
        first.bind(endpoint);
        for (PeerSocket socket : List.of(first, peer())) {
            assertThatExceptionOfType(ZmqBindException.class)
                    .isThrownBy(() -> socket.bind(endpoint))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(ZmqBindException.Reason.ADDRESS_IN_USE));
        }
        first.close();
        peer().bind(endpoint);
    }

    // ---- joining -------------------------------------------------------------------------------------------------

    @Test
    @Tag("T-INPROC-06")
    void joinsAllThatWaitForAName() {
        String endpoint = name();
        List<PeerSocket> clients = IntStream.range(0, 20).mapToObj(i -> peer()).toList();
        for (PeerSocket client : clients) {
            client.send(client.connect(endpoint), Message.of("a"));
            client.send(client.connect(endpoint), Message.of("b"));
        }
        PeerSocket binder = peer();
        binder.bind(endpoint);
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            ids.add(binder.receive().routingId());
        }
        assertThat(ids).hasSize(40);
    }

    @Test
    @Tag("T-INPROC-07")
    @Tag("T-INPROC-09")
    void addsTheReceiversRoomWhenItIsBound() {
        String endpoint = name();
        PeerSocket client =
                context.peer(TestOptions.quick().sendHighWaterMark(2).build());
        int id = client.connect(endpoint);
        assertThat(client.trySend(id, Message.of("0"))).isTrue();
        assertThat(client.trySend(id, Message.of("1"))).isTrue();
        assertThat(client.trySend(id, Message.of("2"))).isFalse();
        try (Workers workers = new Workers()) {
            Workers.Worker blocked = workers.run("sender", () -> client.send(id, Message.of("2")));
            Until.isTrue("waits", blocked::isWaiting);
            PeerSocket binder =
                    context.peer(TestOptions.quick().receiveHighWaterMark(3).build());
            binder.bind(endpoint);
            workers.join();
            assertThat(client.trySend(id, Message.of("3"))).isTrue();
            assertThat(client.trySend(id, Message.of("4"))).isTrue();
            assertThat(client.trySend(id, Message.of("5"))).isFalse();
            for (int i = 0; i < 5; i++) {
                assertThat(binder.receive().text()).isEqualTo("" + i);
            }
        }
    }

    @Test
    @Tag("T-INPROC-08")
    void hasInEachDirectionTheSumOfBothHighWaterMarks() {
        PeerSocket binder = context.peer(
                TestOptions.quick().sendHighWaterMark(3).receiveHighWaterMark(7).build());
        PeerSocket client = context.peer(TestOptions.quick()
                .sendHighWaterMark(20)
                .receiveHighWaterMark(50)
                .build());
        int there = client.connect(binder.bind(name()).toString());
        client.send(there, Message.empty());
        int back = binder.receive().routingId();
        int sent = 0;
        while (client.trySend(there, Message.empty())) {
            sent++;
        }
        int answered = 0;
        while (binder.trySend(back, Message.empty())) {
            answered++;
        }
        assertThat(sent).isEqualTo(27);
        assertThat(answered).isEqualTo(53);
    }

    @Test
    void tellsEachSideWhatTheOtherAnnounces() {
        PeerSocket binder =
                context.peer(TestOptions.quick().property("X-Name", "desk").build());
        PeerSocket client =
                context.peer(TestOptions.quick().property("X-Name", "trader").build());
        int id = client.connect(binder.bind(name()).toString());
        client.send(id, Message.of("hello"));
        Message received = binder.receive();
        assertThat(received.sender().properties())
                .containsAllEntriesOf(Map.of("Socket-Type", "PEER", "X-Name", "trader"));
        assertThat(client.peers().get(0).properties()).containsEntry("X-Name", "desk");
        assertThat(client.peers().get(0).state()).isEqualTo(PeerState.CONNECTED);
    }

    @Test
    @Tag("T-INPROC-19")
    void handsTheContentOverWithoutCopying() {
        PeerSocket binder = peer();
        PeerSocket client = peer();
        byte[] body = new byte[10_000_000];
        client.send(client.connect(binder.bind(name()).toString()), Message.wrap(body));
        assertThat(binder.receive().body()).isSameAs(body);
    }

    @Test
    @Tag("T-INPROC-20")
    @Tag("T-EP-08")
    void needsNoThreads() {
        Set<String> before = LeakCheck.threads();
        PeerSocket binder = peer();
        PeerSocket client = peer();
        client.send(client.connect(binder.bind(name()).toString()), Message.of("a"));
        binder.receive();
        assertThat(LeakCheck.threads()).isEqualTo(before);
    }

    // ---- ends ----------------------------------------------------------------------------------------------------

    @Test
    @Tag("T-INPROC-14")
    void doesNotReconnectWhenTheBinderIsClosed() {
        String endpoint = name();
        PeerSocket binder = peer();
        binder.bind(endpoint);
        PeerSocket client = peer();
        int id = client.connect(endpoint);
        client.send(id, Message.of("unread"));
        binder.close();
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> client.send(id, Message.empty()));
        assertThat(client.peers()).isEmpty();
        assertThat(client.stats().dropped()).as("it has been sent").isEmpty();
        assertThat(client.stats().traffic().sentMessages()).isEqualTo(1);
        assertThat(binder.stats().dropped()).containsExactly(Map.entry(DropReason.UNREAD, 1L));
        Books.assertBalanced(client);
        Books.assertBalanced(binder);
        PeerSocket again = peer();
        again.bind(endpoint);
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> client.send(id, Message.empty()));
        assertThat(again.peers()).isEmpty();
    }

    /** As over every transport: what was sent and not read counts where it was not read, and only there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheReceiverThrowsAwayUnreadIsCountedOnce(boolean senderClosesFirst) {
        PeerSocket binder = peer();
        PeerSocket client = peer();
        int id = client.connect(binder.bind(name()).toString());
        for (int i = 0; i < 5; i++) {
            client.send(id, Message.of("unread"));
        }
        assertThat(binder.receive().text()).isEqualTo("unread");
        assertThat((senderClosesFirst ? client : binder).close(Duration.ZERO)).isEqualTo(CloseReport.CLEAN);
        assertThat((senderClosesFirst ? binder : client).close(Duration.ZERO)).isEqualTo(CloseReport.CLEAN);
        assertThat(client.stats().traffic().sentMessages()).isEqualTo(5);
        assertThat(client.stats().dropped()).isEmpty();
        assertThat(binder.stats().dropped()).containsExactly(Map.entry(DropReason.UNREAD, 4L));
        Books.assertBalanced(client);
        Books.assertBalanced(binder);
    }

    @Test
    @Tag("T-INPROC-10")
    void isClosedWhileItWaitsForANameThatIsNeverBound() {
        String endpoint = name();
        PeerSocket client = context.peer();
        int id = client.connect(endpoint);
        client.send(id, Message.of("a"));
        assertThat(client.close(Duration.ofSeconds(20))).isEqualTo(new CloseReport(1, 1));
        Books.assertBalanced(client);
        PeerSocket binder = peer();
        binder.bind(endpoint);
        assertThat(binder.peers()).as("the waiting connect is forgotten").isEmpty();
        assertThat(binder.tryReceive()).isNull();
    }

    @Test
    void isDisconnectedWhileItWaitsForAName() {
        String endpoint = name();
        PeerSocket client = peer();
        int id = client.connect(endpoint);
        client.send(id, Message.of("a"));
        client.disconnect(endpoint);
        assertThat(client.peers()).isEmpty();
        assertThat(client.stats().dropped(DropReason.PEER_GONE)).isEqualTo(1);
        PeerSocket binder = peer();
        binder.bind(endpoint);
        assertThat(binder.peers()).isEmpty();
    }

    // ---- at the same time ----------------------------------------------------------------------------------------

    @Test
    @Tag("S-ALL-03")
    void joinsAConnectAndABindThatMeet() {
        for (int round = 0; round < Scale.of(1000); round++) {
            String endpoint = name();
            PeerSocket binder = peer();
            PeerSocket client = peer();
            try (Workers workers = new Workers()) {
                workers.run("connect", () -> {
                    int id = client.connect(endpoint);
                    client.send(id, Message.of("1"));
                    client.send(id, Message.of("2"));
                });
                binder.bind(endpoint);
                assertThat(binder.receive().text()).isEqualTo("1");
                assertThat(binder.receive().text()).isEqualTo("2");
                workers.join();
            }
            assertThat(binder.peers()).hasSize(1);
            binder.close();
            client.close();
        }
    }

    @Test
    void keepsItsBooksWhenBothSidesEndAtTheSameTime() {
        for (int round = 0; round < Scale.of(1000); round++) {
            PeerSocket binder = peer();
            PeerSocket client = peer();
            String endpoint = binder.bind(name()).toString();
            int id = client.connect(endpoint);
            for (int i = 0; i < 5; i++) {
                client.send(id, Message.of("a"));
            }
            int way = round;
            try (Workers workers = new Workers()) {
                workers.run("client", () -> {
                    try {
                        if (way % 2 == 0) {
                            client.disconnectPeer(id);
                        }
                    } catch (ZmqUnroutableException gone) {
                        // the other side was faster
                    }
                    client.close();
                });
                workers.run("sender", () -> {
                    try {
                        while (client.trySend(id, Message.of("b"))) {
                            Thread.onSpinWait();
                        }
                    } catch (ZmqUnroutableException | ZmqClosedException gone) {
                        // as it must come
                    }
                });
                if (way % 3 == 0) {
                    binder.tryReceive();
                }
                binder.close();
                workers.join();
            }
            Books.assertBalanced(client.stats());
            Books.assertBalanced(binder.stats());
        }
    }
}
