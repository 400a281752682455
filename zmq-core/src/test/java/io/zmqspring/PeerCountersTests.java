package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a socket says of itself, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class PeerCountersTests {
    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private PeerSocket peer() {
        return context.peer(TestOptions.quick().build());
    }

    @Test
    void countMessagesAndOctetsInAndOutForEachPeerAndInAll() {
        PeerSocket binder = peer();
        PeerSocket client = peer();
        assertThat(client.stats().traffic()).isEqualTo(Traffic.NONE);
        String endpoint = binder.bind(transport.bindEndpoint()).toString();
        int one = client.connect(endpoint);
        int two = client.connect(endpoint);
        client.send(one, Message.wrap(new byte[10]));
        client.send(one, Message.wrap(new byte[20]));
        client.send(two, Message.wrap(new byte[100]));
        Until.isTrue("there", () -> binder.stats().traffic().receivedMessages() == 3);
        Message first = binder.receive();
        binder.send(first.routingId(), Message.wrap(new byte[7]));
        Until.isTrue("back", () -> client.stats().traffic().incomingQueue() == 1);

        long left = 130 - first.size();
        assertThat(binder.stats().traffic()).satisfies(traffic -> {
            assertThat(traffic.receivedMessages()).isEqualTo(3);
            assertThat(traffic.receivedBytes()).isEqualTo(130);
            assertThat(traffic.deliveredMessages()).isEqualTo(1);
            assertThat(traffic.deliveredBytes()).isEqualTo(first.size());
            assertThat(traffic.incomingQueue()).isEqualTo(2);
            assertThat(traffic.acceptedMessages()).isEqualTo(1);
            assertThat(traffic.acceptedBytes()).isEqualTo(7);
        });
        assertThat(left).isPositive();
        Traffic ofOne = trafficOf(client, one);
        Traffic ofTwo = trafficOf(client, two);
        assertThat(ofOne.acceptedMessages()).isEqualTo(2);
        assertThat(ofOne.acceptedBytes()).isEqualTo(30);
        assertThat(ofTwo.acceptedMessages()).isEqualTo(1);
        assertThat(ofTwo.acceptedBytes()).isEqualTo(100);
        assertThat(ofOne.plus(ofTwo)).isEqualTo(client.stats().traffic());
        assertThat(client.stats().connections()).isEqualTo(2);
        assertThat(client.stats().dropped()).isEmpty();

        client.disconnectPeer(two);
        Until.isTrue("ended", () -> client.stats().connections() == 1);
        assertThat(client.stats().traffic().acceptedBytes())
                .as("of those that have gone too")
                .isEqualTo(130);
    }

    private static Traffic trafficOf(PeerSocket socket, int id) {
        return socket.peers().stream()
                .filter(peer -> peer.routingId() == id)
                .findFirst()
                .orElseThrow()
                .traffic();
    }

    @Test
    void describeEachPeer() {
        Instant before = Instant.now().minusMillis(5);
        PeerSocket binder =
                context.peer(TestOptions.quick().property("X-Name", "desk").build());
        PeerSocket client =
                context.peer(TestOptions.quick().property("X-Name", "trader").build());
        Endpoint endpoint = binder.bind(transport.bindEndpoint());
        long binderVersion = binder.topologyVersion();
        int id = client.connect(endpoint.toString());
        client.send(id, Message.of("hello"));
        int accepted = binder.receive().routingId();
        assertThat(binder.topologyVersion()).isNotEqualTo(binderVersion);

        PeerInfo there = binder.peers().get(0);
        assertThat(there.routingId()).isEqualTo(accepted);
        assertThat(there.accepted()).isTrue();
        assertThat(there.endpoint()).isEqualTo(endpoint);
        assertThat(there.state()).isEqualTo(PeerState.CONNECTED);
        assertThat(there.since()).isBetween(before, Instant.now());
        assertThat(there.properties()).containsEntry("Socket-Type", "PEER").containsEntry("X-Name", "trader");
        assertThat(there.lastError()).isNull();
        Until.isTrue("connected", () -> client.peers().get(0).state() == PeerState.CONNECTED);
        PeerInfo here = client.peers().get(0);
        assertThat(here.routingId()).isEqualTo(id);
        assertThat(here.accepted()).isFalse();
        assertThat(here.endpoint()).isEqualTo(endpoint);
        assertThat(here.properties()).containsEntry("X-Name", "desk");
        if (transport != TestTransport.INPROC) {
            assertThat(there.lastTraffic()).isBetween(before, Instant.now());
            assertThat(here.remoteAddress()).isNotNull();
        }
    }

    /** Sockets send, receive, leave, come back and close at random; whenever they are quiet every message is somewhere. */
    @Test
    @Tag("N-05")
    void balanceAtEveryQuietPoint() {
        SplittableRandom random = Scale.random("PeerCountersTests");
        List<PeerSocket> sockets = new ArrayList<>();
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            PeerSocket socket = context.peer(TestOptions.quick()
                    .sendHighWaterMark(1 + random.nextInt(20))
                    .receiveHighWaterMark(1 + random.nextInt(20))
                    .build());
            sockets.add(socket);
            endpoints.add(socket.bind(transport.bindEndpoint()).toString());
        }
        for (int round = 0; round < Scale.of(40); round++) {
            for (int step = 0; step < 50; step++) {
                PeerSocket socket = sockets.get(random.nextInt(sockets.size()));
                step(random, socket, endpoints);
            }
            sockets.forEach(Books::assertBalanced);
        }
        for (int i = 0; i < sockets.size(); i++) {
            sockets.get(i).close();
            sockets.forEach(Books::assertBalanced);
        }
    }

    private static void step(SplittableRandom random, PeerSocket socket, List<String> endpoints) {
        List<PeerInfo> peers = socket.peers();
        int what = random.nextInt(100);
        try {
            if (what < 10) {
                socket.connect(endpoints.get(random.nextInt(endpoints.size())));
            } else if (what < 40) {
                socket.tryReceive();
            } else if (what < 95 && !peers.isEmpty()) {
                PeerInfo peer = peers.get(random.nextInt(peers.size()));
                socket.trySend(peer.routingId(), Message.wrap(new byte[random.nextInt(3000)]));
            } else if (peers.size() > 3) {
                socket.disconnectPeer(peers.get(random.nextInt(peers.size())).routingId());
            }
        } catch (ZmqUnroutableException gone) {
            // the other side was faster
        }
    }

    /** Totals never go back, whatever comes and goes. */
    @Test
    void canBeReadAtAnyTimeAndNeverGoBack() {
        PeerSocket binder = peer();
        String endpoint = binder.bind(transport.bindEndpoint()).toString();
        AtomicBoolean done = new AtomicBoolean();
        try (Workers workers = new Workers()) {
            for (PeerSocket watched : List.of(binder)) {
                workers.run("watcher", () -> {
                    Traffic last = Traffic.NONE;
                    while (!done.get()) {
                        Traffic now = watched.stats().traffic();
                        assertThat(now.acceptedMessages()).isGreaterThanOrEqualTo(last.acceptedMessages());
                        assertThat(now.receivedMessages()).isGreaterThanOrEqualTo(last.receivedMessages());
                        assertThat(now.deliveredMessages()).isGreaterThanOrEqualTo(last.deliveredMessages());
                        assertThat(watched.peers()).doesNotContainNull();
                        last = now;
                    }
                });
            }
            workers.run("echo", () -> {
                while (!done.get()) {
                    Message message = binder.tryReceive(Duration.ofMillis(5));
                    if (message != null) {
                        try {
                            binder.trySend(message.routingId(), message);
                        } catch (ZmqUnroutableException gone) {
                            // as it may be
                        }
                    }
                }
            });
            for (int i = 0; i < Scale.of(150); i++) {
                try (PeerSocket client = peer()) {
                    int id = client.connect(endpoint);
                    for (int n = 0; n < 20; n++) {
                        client.send(id, Message.of("" + n));
                    }
                    client.receive();
                }
            }
            done.set(true);
            workers.join();
        }
        Books.assertBalanced(binder);
        assertThat(binder.stats().traffic().receivedMessages()).isPositive();
    }
}
