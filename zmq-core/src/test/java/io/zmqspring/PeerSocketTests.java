package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What RFC 51 says of PEER, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class PeerSocketTests {
    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private PeerSocket peer() {
        return context.peer(TestOptions.quick().build());
    }

    private PeerSocket bound() {
        PeerSocket socket = peer();
        socket.bind(transport.bindEndpoint());
        return socket;
    }

    private static String endpointOf(PeerSocket socket) {
        return socket.boundEndpoints().get(0).toString();
    }

    /** An endpoint that was bound a moment ago and is not now. */
    private String unbound() {
        PeerSocket socket = bound();
        String endpoint = endpointOf(socket);
        socket.close();
        return endpoint;
    }

    private static void send(PeerSocket socket, int id, int from, int to) {
        for (int i = from; i < to; i++) {
            socket.send(id, Message.of(Integer.toString(i)));
        }
    }

    private static List<String> receive(PeerSocket socket, int count) {
        return IntStream.range(0, count).mapToObj(i -> socket.receive().text()).toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    @Tag("P-015")
    void zeroIsNobodysRoutingId() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        int id = client.connect(endpointOf(binder));
        client.send(id, Message.of("hello"));
        assertThat(id).isNotZero();
        assertThat(binder.receive().routingId()).isNotZero();
        assertThat(Message.of("own").routingId()).isZero();
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> client.send(0, Message.of("nobody")))
                .withMessageContaining("0");
    }

    // ---- connecting and routing ids ------------------------------------------------------------------------------

    @Test
    @Tag("S-PEER-03")
    @Tag("S-PEER-06")
    @Tag("S-PEER-11")
    @Tag("S-PEER-13")
    @Tag("S-ALL-02")
    @Tag("S-ALL-03")
    @Tag("S-ALL-06")
    @Tag("S-ALL-08")
    @Tag("S-ALL-24")
    @Tag("T-INPROC-05")
    @Tag("T-IPC-13")
    void takesMessagesForAPeerThatBindsLaterAndSendsThemInOrder() {
        String endpoint = unbound();
        PeerSocket sender = peer();
        int id = sender.connect(endpoint);
        assertThat(id).isNotZero();
        send(sender, id, 0, 100);

        PeerSocket receiver = peer();
        receiver.bind(endpoint);
        assertThat(receive(receiver, 100)).isEqualTo(numbers(0, 100));
        Books.assertBalanced(sender);
        Books.assertBalanced(receiver);
    }

    @Test
    @Tag("S-PEER-01")
    @Tag("S-PEER-12")
    @Tag("S-PEER-14")
    @Tag("S-TS-11")
    @Tag("T-INPROC-15")
    void answersTheSenderOfAMessageByTheIdTheMessageHas() {
        PeerSocket binder = bound();
        List<PeerSocket> clients = IntStream.range(0, 5).mapToObj(i -> peer()).toList();
        for (int i = 0; i < clients.size(); i++) {
            int id = clients.get(i).connect(endpointOf(binder));
            clients.get(i).send(id, Message.of("question " + i));
        }
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < clients.size(); i++) {
            Message question = binder.receive();
            ids.add(question.routingId());
            binder.send(question.routingId(), Message.of("answer to " + question.text()));
        }
        assertThat(ids).hasSize(5).doesNotContain(0);
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).receive().text()).isEqualTo("answer to question " + i);
            assertThat(clients.get(i).tryReceive()).isNull();
        }
    }

    @Test
    @Tag("S-ALL-01")
    void bindsAndConnectsAnyNumberOfTimesAtAnyTime() {
        PeerSocket one = bound();
        one.bind(transport.bindEndpoint());
        PeerSocket two = bound();
        int viaFirst = two.connect(one.boundEndpoints().get(0).toString());
        int viaSecond = two.connect(one.boundEndpoints().get(1).toString());
        int back = one.connect(endpointOf(two));
        two.send(viaFirst, Message.of("first"));
        assertThat(one.receive().text()).isEqualTo("first");
        two.send(viaSecond, Message.of("second"));
        assertThat(one.receive().text()).isEqualTo("second");
        one.send(back, Message.of("back"));
        assertThat(two.receive().text()).isEqualTo("back");
        assertThat(one.boundEndpoints()).hasSize(2);
        assertThat(one.peers()).hasSize(3);
        assertThat(two.peers()).hasSize(3);
    }

    @Test
    @Tag("S-PEER-02")
    @Tag("S-PEER-10")
    @Tag("S-ALL-38")
    void makesTwoConnectionsOfTwoConnectsToOneEndpoint() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        int one = client.connect(endpointOf(binder));
        int two = client.connect(endpointOf(binder));
        assertThat(one).isNotEqualTo(two);
        client.send(one, Message.of("one"));
        Message first = binder.receive();
        client.send(two, Message.of("two"));
        Message second = binder.receive();
        assertThat(first.routingId()).isNotEqualTo(second.routingId());
        binder.send(second.routingId(), Message.of("to two"));
        assertThat(client.receive().routingId()).isEqualTo(two);
        binder.send(first.routingId(), Message.of("to one"));
        assertThat(client.receive().routingId()).isEqualTo(one);
    }

    @Test
    @Tag("S-PEER-15")
    @Tag("S-PEER-16")
    void refusesAnIdItHasNotGivenOut() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        int id = client.connect(endpointOf(binder));
        for (int unknown : new int[] {0, id + 1, id - 1, ~id}) {
            assertThatExceptionOfType(ZmqUnroutableException.class)
                    .isThrownBy(() -> client.send(unknown, Message.empty()))
                    .satisfies(e -> assertThat(e.routingId()).isEqualTo(unknown))
                    .withMessageContaining(Integer.toUnsignedString(unknown));
            assertThatExceptionOfType(ZmqUnroutableException.class)
                    .isThrownBy(() -> client.trySend(unknown, Message.empty()));
            assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> client.disconnectPeer(unknown));
        }
        assertThat(client.stats().traffic().acceptedMessages()).isZero();
    }

    @Test
    void refusesNoMessage() {
        PeerSocket socket = peer();
        int id = socket.connect(unbound());
        assertThatNullPointerException().isThrownBy(() -> socket.send(id, null));
    }

    @Test
    @Tag("S-PEER-35")
    void doesNotTakeTheRoutingIdOfAForwardedMessageWithIt() {
        PeerSocket first = bound();
        PeerSocket second = bound();
        PeerSocket client = peer();
        client.send(client.connect(endpointOf(first)), Message.of("pass it on"));
        Message received = first.receive();
        first.send(first.connect(endpointOf(second)), received);
        Message forwarded = second.receive();
        assertThat(forwarded.text()).isEqualTo("pass it on");
        assertThat(second.peers()).extracting(PeerInfo::routingId).containsExactly(forwarded.routingId());
    }

    @Test
    @Tag("S-PEER-32")
    void mayConnectToItself() {
        PeerSocket socket = bound();
        int connected = socket.connect(endpointOf(socket));
        socket.send(connected, Message.of("there"));
        Message there = socket.receive();
        int accepted = there.routingId();
        assertThat(accepted).isNotEqualTo(connected).isNotZero();
        socket.send(accepted, Message.of("and back"));
        Message back = socket.receive();
        assertThat(back.text()).isEqualTo("and back");
        assertThat(back.routingId()).isEqualTo(connected);
        Books.assertBalanced(socket);
        socket.send(connected, Message.of("unread"));
        Until.isTrue("queued", () -> socket.stats().traffic().incomingQueue() == 1);
        socket.close();
        Books.assertBalanced(socket);
    }

    @Test
    @Tag("S-PEER-37")
    void hasTwoConnectionsWithAPeerThatConnectsToo() {
        PeerSocket one = bound();
        PeerSocket two = bound();
        int oneToTwo = one.connect(endpointOf(two));
        int twoToOne = two.connect(endpointOf(one));
        one.send(oneToTwo, Message.of("from one"));
        two.send(twoToOne, Message.of("from two"));
        Message atTwo = two.receive();
        Message atOne = one.receive();
        assertThat(atTwo.routingId()).isNotEqualTo(twoToOne);
        assertThat(atOne.routingId()).isNotEqualTo(oneToTwo);
        assertThat(one.peers()).hasSize(2);
        two.disconnectPeer(atTwo.routingId());
        one.send(atOne.routingId(), Message.of("the other connection is still there"));
        assertThat(two.receive().routingId()).isEqualTo(twoToOne);
    }

    // ---- messages ------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-PEER-31")
    @Tag("S-ALL-27")
    @Tag("T-INPROC-22")
    void passesMessagesOfEverySizeOnUnmodified() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        int id = client.connect(endpointOf(binder));
        SplittableRandom random = new SplittableRandom(51);
        for (int size :
                new int[] {0, 1, 2, 254, 255, 256, 257, 8191, 65_535, 65_536, 131_070, 131_072, 131_075, 3_000_000}) {
            byte[] body = new byte[size];
            random.nextBytes(body);
            client.send(id, Message.wrap(body));
            Message there = binder.receive();
            assertThat(there.body()).isEqualTo(body);
            binder.send(there.routingId(), there);
            assertThat(client.receive().body()).isEqualTo(body);
        }
    }

    @Test
    @Tag("S-PEER-28")
    void takesFromItsPeersInTurn() {
        PeerSocket binder = bound();
        int peers = 4;
        int each = 50;
        for (int i = 0; i < peers; i++) {
            PeerSocket client = peer();
            send(client, client.connect(endpointOf(binder)), 0, each);
        }
        Until.isTrue("everything queued", () -> binder.stats().traffic().incomingQueue() == peers * each);
        for (int round = 0; round < each; round++) {
            Set<Integer> ids = new HashSet<>();
            for (int i = 0; i < peers; i++) {
                Message message = binder.receive();
                assertThat(message.text()).isEqualTo(Integer.toString(round));
                ids.add(message.routingId());
            }
            assertThat(ids).as("peers in round " + round).hasSize(peers);
        }
    }

    // ---- ends ----------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-PEER-24")
    @Tag("S-PEER-25")
    @Tag("S-ALL-36")
    void endsAConnectionItMadeForGood() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        int id = client.connect(endpointOf(binder));
        client.send(id, Message.of("hello"));
        int accepted = binder.receive().routingId();

        client.disconnectPeer(id);
        assertUnroutable(client, id);
        assertThat(client.peers()).isEmpty();
        Until.isTrue("the other side notices", () -> binder.peers().isEmpty());
        assertUnroutable(binder, accepted);
        Until.stays(
                "nobody comes back", Duration.ofMillis(60), () -> binder.peers().isEmpty());
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> client.disconnectPeer(id));
    }

    private static void assertUnroutable(PeerSocket socket, int id) {
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> socket.send(id, Message.empty()))
                .satisfies(e -> assertThat(e.routingId()).isEqualTo(id));
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> socket.trySend(id, Message.empty()));
    }

    @Test
    @Tag("S-PEER-24")
    void endsAConnectionItAccepted() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        int id = client.connect(endpointOf(binder));
        client.send(id, Message.of("hello"));
        int accepted = binder.receive().routingId();

        binder.disconnectPeer(accepted);
        assertUnroutable(binder, accepted);
        if (transport == TestTransport.INPROC) {
            Until.isTrue("the other side notices", () -> client.peers().isEmpty());
            assertUnroutable(client, id);
        } else {
            Until.isTrue("the other side comes back", () -> client.stats().reconnects() == 1);
            client.send(id, Message.of("here I am again"));
            assertThat(binder.receive().routingId()).isNotEqualTo(accepted);
        }
    }

    @Test
    @Tag("S-PEER-27")
    @Tag("S-ALL-33")
    @Tag("T-INPROC-13")
    void endsAllConnectionsItMadeToAnEndpoint() {
        PeerSocket binder = bound();
        PeerSocket other = bound();
        PeerSocket client = peer();
        int one = client.connect(endpointOf(binder));
        int two = client.connect(endpointOf(binder));
        int three = client.connect(endpointOf(other));
        client.disconnect(endpointOf(binder));
        assertUnroutable(client, one);
        assertUnroutable(client, two);
        client.send(three, Message.of("still here"));
        assertThat(other.receive().text()).isEqualTo("still here");
        assertThat(client.peers()).extracting(PeerInfo::routingId).containsExactly(three);
    }

    @Test
    @Tag("S-ALL-32")
    @Tag("T-INPROC-13")
    void refusesToDisconnectFromAnEndpointItNeverConnectedTo() {
        PeerSocket socket = bound();
        String unknown = unbound();
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> socket.disconnect(unknown))
                .withMessageContaining(unknown);
        assertThatExceptionOfType(ZmqEndpointException.class).isThrownBy(() -> socket.unbind(unknown));
        assertThatExceptionOfType(ZmqEndpointException.class)
                .as("bound, not connected")
                .isThrownBy(() -> socket.disconnect(endpointOf(socket)));
    }

    @Test
    @Tag("S-ALL-31")
    @Tag("S-ALL-30")
    void dropsAndCountsUnreadMessagesOfAPeerItDisconnects() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        send(client, client.connect(endpointOf(binder)), 0, 7);
        PeerSocket other = peer();
        send(other, other.connect(endpointOf(binder)), 10, 12);
        Until.isTrue("everything queued", () -> binder.stats().traffic().incomingQueue() == 9);
        int first = binder.receive().routingId();
        int second = binder.receive().routingId();
        boolean ofClient = binder.peers().stream()
                .anyMatch(peer -> peer.routingId() == first && peer.traffic().receivedMessages() == 7);
        binder.disconnectPeer(ofClient ? first : second);
        assertThat(receive(binder, 1)).isEqualTo(numbers(11, 12));
        assertThat(binder.tryReceive()).isNull();
        assertThat(binder.stats().dropped(DropReason.UNREAD)).isEqualTo(6);
        Books.assertBalanced(binder);
        Books.assertBalanced(client);
    }

    @Test
    @Tag("S-ALL-10")
    @Tag("S-PEER-21")
    void keepsWhatAPeerHadSentBeforeItLeft() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        send(client, client.connect(endpointOf(binder)), 0, 20);
        Until.isTrue("everything queued", () -> binder.stats().traffic().incomingQueue() == 20);
        int id = binder.peers().get(0).routingId();
        client.close();
        Until.isTrue("gone", () -> binder.peers().isEmpty());
        assertUnroutable(binder, id);
        Books.assertBalanced(client);
        assertThat(receive(binder, 20)).isEqualTo(numbers(0, 20));
        assertThat(binder.stats().traffic().incomingQueue()).isZero();
        Books.assertBalanced(binder);
        assertThat(client.stats().traffic().sentMessages()).isEqualTo(20);
        assertThat(client.stats().traffic().outgoingQueue()).isZero();
    }

    @Test
    @Tag("S-ALL-30")
    void countsWhatIsUnreadWhenItIsClosedAlsoOfPeersThatHaveLeft() {
        PeerSocket binder = bound();
        PeerSocket gone = peer();
        send(gone, gone.connect(endpointOf(binder)), 0, 5);
        PeerSocket there = peer();
        send(there, there.connect(endpointOf(binder)), 0, 3);
        Until.isTrue("everything queued", () -> binder.stats().traffic().incomingQueue() == 8);
        gone.close();
        Until.isTrue("gone", () -> binder.peers().size() == 1);
        binder.receive();
        binder.close();
        assertThat(binder.stats().dropped(DropReason.UNREAD)).isEqualTo(7);
        assertThat(binder.stats().traffic().incomingQueue()).isZero();
        Books.assertBalanced(binder);
        Books.assertBalanced(gone);
        Books.assertBalanced(there);
    }

    @Test
    @Tag("S-PEER-21")
    @Tag("S-ALL-07")
    void givesAPeerThatComesBackANewId() {
        PeerSocket binder = bound();
        Set<Integer> ids = new HashSet<>();
        List<Integer> old = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            PeerSocket client = peer();
            client.send(client.connect(endpointOf(binder)), Message.of("again"));
            int id = binder.receive().routingId();
            assertThat(ids.add(id)).as("a new id").isTrue();
            client.close();
            Until.isTrue("gone", () -> binder.peers().isEmpty());
            old.add(id);
            old.forEach(gone -> assertUnroutable(binder, gone));
        }
    }

    @Test
    @Tag("S-ALL-35")
    @Tag("T-INPROC-12")
    void canBeBoundByAnotherSocketOnceItIsUnbound() {
        PeerSocket first = bound();
        String endpoint = endpointOf(first);
        first.unbind(endpoint);
        assertThat(first.boundEndpoints()).isEmpty();
        PeerSocket second = peer();
        second.bind(endpoint);
        PeerSocket client = peer();
        client.send(client.connect(endpoint), Message.of("to the second"));
        assertThat(second.receive().text()).isEqualTo("to the second");
        assertThat(first.tryReceive()).isNull();
    }

    @Test
    @Tag("S-ALL-34")
    @Tag("T-INPROC-11")
    void losesWithUnbindTheConnectionsAcceptedThereButNotOverInproc() {
        PeerSocket binder = bound();
        binder.bind(transport.bindEndpoint());
        PeerSocket client = peer();
        client.send(client.connect(endpointOf(binder)), Message.of("one"));
        int one = binder.receive().routingId();
        String first = binder.peers().get(0).endpoint().toString();
        String second = binder.boundEndpoints().stream()
                .map(Endpoint::toString)
                .filter(endpoint -> !endpoint.equals(first))
                .findFirst()
                .orElseThrow();
        client.send(client.connect(second), Message.of("two"));
        int two = binder.receive().routingId();

        binder.unbind(first);
        binder.send(two, Message.of("to two"));
        assertThat(client.receive().text()).isEqualTo("to two");
        if (transport == TestTransport.INPROC) {
            binder.send(one, Message.of("to one"));
            assertThat(client.receive().text()).isEqualTo("to one");
        } else {
            assertUnroutable(binder, one);
            Until.isTrue(
                    "the other side notices",
                    () -> client.peers().stream().anyMatch(peer -> peer.state() == PeerState.CONNECTING));
        }
    }

    // ---- many ----------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-PEER-36")
    void talksToAThousandPeersAtOnce() {
        PeerSocket binder = bound();
        PeerSocket client = peer();
        List<Integer> ids = IntStream.range(0, 1000)
                .mapToObj(i -> client.connect(endpointOf(binder)))
                .toList();
        assertThat(ids).doesNotHaveDuplicates().doesNotContain(0);
        for (int i = 0; i < ids.size(); i++) {
            client.send(ids.get(i), Message.of(Integer.toString(i)));
        }
        Set<Integer> accepted = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            Message message = binder.receive();
            accepted.add(message.routingId());
            binder.send(message.routingId(), message);
        }
        assertThat(accepted).hasSize(1000);
        for (int i = 0; i < ids.size(); i++) {
            Message echo = client.receive();
            assertThat(echo.routingId()).isEqualTo(ids.get(Integer.parseInt(echo.text())));
        }
        Books.assertBalanced(binder);
        Books.assertBalanced(client);
    }
}
