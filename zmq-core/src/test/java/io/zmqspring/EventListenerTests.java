package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.event.DisconnectReason;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.event.SocketEventListener;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class EventListenerTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final EventRecorder events = new EventRecorder();

    private PeerSocket peer(SocketEventListener listener) {
        return context.peer(TestOptions.quick().eventListener(listener).build());
    }

    private static void roundTrip(PeerSocket binder, PeerSocket client, int id) {
        client.send(id, Message.of("there"));
        Message there = binder.receive();
        binder.send(there.routingId(), Message.of("back"));
        assertThat(client.receive().text()).isEqualTo("back");
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    @Tag("O-MON-11")
    @Tag("O-MON-12")
    @Tag("O-MON-18")
    void isToldOfEachStepOfAConnectionInOrder(TestTransport transport) {
        EventRecorder clientEvents = new EventRecorder();
        PeerSocket binder = peer(events);
        PeerSocket client = peer(clientEvents);
        Endpoint endpoint = binder.bind(transport.bindEndpoint());
        int id = client.connect(endpoint.toString());
        roundTrip(binder, client, id);
        int accepted = binder.peers().get(0).routingId();
        binder.unbind(endpoint.toString());
        clientEvents.await(SocketEvent.ConnectRetried.class);
        client.disconnectPeer(id);
        clientEvents.await(SocketEvent.Closed.class);
        events.await(SocketEvent.Closed.class);

        assertThat(events.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Listening", "Accepted", "HandshakeSucceeded", "Closed");
        assertThat(events.events()).extracting(SocketEvent::endpoint).containsOnly(endpoint);
        assertThat(events.await(SocketEvent.HandshakeSucceeded.class).routingId())
                .isEqualTo(accepted);
        assertThat(events.await(SocketEvent.HandshakeSucceeded.class).properties())
                .containsEntry("Socket-Type", "PEER");

        assertThat(clientEvents.events())
                .extracting(event -> event.getClass().getSimpleName())
                .startsWith("Connected", "HandshakeSucceeded", "Disconnected", "ConnectRetried")
                .endsWith("Closed");
        assertThat(clientEvents.await(SocketEvent.HandshakeSucceeded.class).routingId())
                .isEqualTo(id);
        assertThat(clientEvents.await(SocketEvent.Disconnected.class).reason())
                .isEqualTo(DisconnectReason.CONNECTION_LOST);
    }

    @Test
    void isToldThatABindFailed() {
        PeerSocket first = context.peer();
        String taken = first.bind("tcp://127.0.0.1:*").toString();
        PeerSocket second = peer(events);
        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> second.bind(taken))
                .satisfies(e -> assertThat(
                                events.await(SocketEvent.BindFailed.class).detail())
                        .isEqualTo(e.getMessage()));
    }

    @Test
    void isToldOfMessagesThatWereDropped() {
        PeerSocket socket = peer(events);
        int id = socket.connect("tcp://127.0.0.1:9"); // nobody listens there, or nobody who speaks ZMTP
        socket.send(id, Message.of("a"));
        socket.send(id, Message.of("b"));
        socket.disconnectPeer(id);
        SocketEvent.Dropped dropped = events.await(SocketEvent.Dropped.class);
        assertThat(dropped.reason()).isEqualTo(DropReason.PEER_GONE);
        assertThat(dropped.messages()).isEqualTo(2);
        assertThat(socket.stats().dropped(DropReason.PEER_GONE)).isEqualTo(2);
    }

    @Test
    @Tag("O-MON-14")
    @Tag("T-INPROC-17")
    void isToldNothingOfConnectionsOverInproc() {
        PeerSocket binder = peer(events);
        PeerSocket client = peer(events);
        int id = client.connect(binder.bind(TestTransport.INPROC.bindEndpoint()).toString());
        roundTrip(binder, client, id);
        client.disconnectPeer(id);
        binder.close();
        events.await(SocketEvent.Closed.class);
        assertThat(events.events())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Listening", "Closed");
    }

    @Test
    void isCalledByAThreadOfItsOwn() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        PeerSocket binder = peer(event -> threads.add(Thread.currentThread().getName()));
        PeerSocket client = peer(event -> threads.add(Thread.currentThread().getName()));
        roundTrip(
                binder, client, client.connect(binder.bind("tcp://127.0.0.1:*").toString()));
        Until.isTrue("events", () -> !threads.isEmpty());
        assertThat(threads).allMatch(name -> name.startsWith("zmq-events-"));
    }

    @Test
    void isNeverCalledTwiceAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        PeerSocket socket = peer(event -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            calls.incrementAndGet();
        });
        for (int i = 0; i < 500; i++) {
            socket.unbind(socket.bind("inproc://a").toString());
        }
        Until.isTrue("all events", () -> calls.get() == 1000);
        assertThat(most).hasValue(1);
    }

    @Test
    @Tag("O-MON-10")
    @Tag("F-27")
    void mayBlockForAsLongAsItLikesWithoutDisturbingAnything() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        SocketEventListener blocks = event -> {
            blocked.countDown();
            try {
                release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts a listener", e);
            }
        };
        try {
            PeerSocket binder = peer(blocks);
            PeerSocket client = peer(blocks);
            String endpoint = binder.bind("tcp://127.0.0.1:*").toString();
            int id = client.connect(endpoint);
            Until.isTrue("the listener blocks", () -> blocked.getCount() == 0);
            for (int i = 0; i < 200; i++) {
                roundTrip(binder, client, id);
            }
            binder.unbind(endpoint);
            binder.bind(endpoint);
            Until.isTrue("back", () -> client.stats().reconnects() == 1);
            roundTrip(binder, client, id);

            PeerSocket other = context.peer(TestOptions.quick().build());
            roundTrip(binder, other, other.connect(endpoint));
            long begin = System.nanoTime();
            client.close();
            binder.close();
            context.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
        } finally {
            release.countDown();
        }
    }

    @Test
    @Tag("F-27")
    void mayThrowWithoutDisturbingAnything() {
        AtomicInteger calls = new AtomicInteger();
        SocketEventListener throwing = event -> {
            if (calls.incrementAndGet() % 2 == 0) {
                throw new StackOverflowError("of the test");
            }
            throw new IllegalStateException("of the test");
        };
        PeerSocket binder = peer(throwing);
        PeerSocket client = peer(throwing);
        int id = client.connect(binder.bind("tcp://127.0.0.1:*").toString());
        for (int i = 0; i < 10; i++) {
            roundTrip(binder, client, id);
        }
        Until.isTrue("later events are delivered all the same", () -> calls.get() == 5);
    }

    @Test
    @Tag("O-MON-10")
    @Tag("F-27")
    void losesEventsRatherThanMemoryWhenItIsTooSlowAndCountsThem() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        PeerSocket socket = peer(event -> {
            try {
                release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts a listener", e);
            }
            calls.incrementAndGet();
        });
        int published = 0;
        while (published < 6000) {
            socket.unbind(socket.bind("inproc://b").toString());
            published += 2;
        }
        long dropped = socket.stats().eventsDropped();
        assertThat(dropped).as("4096 wait, one is being delivered").isBetween(6000L - 4097, 6000L - 4096);
        release.countDown();
        int delivered = published - (int) dropped;
        Until.isTrue("the others are delivered", () -> calls.get() == delivered);
        socket.bind("inproc://c");
        Until.isTrue("and so are later ones", () -> calls.get() == delivered + 1);
    }
}
