package io.zmqspring.patterns.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.patterns.internal.zre.Beacon;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.security.CurveKey;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Nodes and the ways between them in one thread and in a time of its own. What is under way on different ways arrives in any order;
 * ports are used again, so that what was meant for a node that is gone arrives at another. Every event is checked.
 */
final class SimulatedNetwork {
    private static final String HOST = "10.0.0.1";

    private final Random random;
    private final int ports;
    private final int room;
    private final Map<Integer, Node> mailboxes = new HashMap<>();
    private final List<Way> ways = new ArrayList<>();
    private long now;
    private long nextId = 1;
    private long events;
    private long delivered;

    /**
     * @param ports how many there are; the fewer, the sooner one is used again
     * @param room messages on one way
     */
    SimulatedNetwork(long seed, int ports, int room) {
        this.random = new Random(seed);
        this.ports = ports;
        this.room = room;
    }

    long events() {
        return events;
    }

    long delivered() {
        return delivered;
    }

    List<Node> nodes() {
        return List.copyOf(mailboxes.values());
    }

    Node start() {
        int port = 1 + random.nextInt(ports);
        while (mailboxes.containsKey(port)) {
            port = 1 + random.nextInt(ports);
        }
        Node node = new Node(new UUID(7, nextId++), port);
        mailboxes.put(port, node);
        return node;
    }

    /** The node is gone from one moment to the next; what is on its way from and to it may still arrive, or not. */
    void kill(Node node) {
        mailboxes.remove(node.port);
        node.alive = false;
    }

    void sayGoodbye(Node node) {
        everybodyHears(node.beacon().goodbye());
        kill(node);
    }

    void beacons() {
        nodes().forEach(node -> everybodyHears(node.beacon()));
    }

    private void everybodyHears(Beacon beacon) {
        Beacon heard = Beacon.decode(ByteBuffer.wrap(beacon.encode()));
        assertThat(heard).isNotNull();
        Sighting seen = new Sighting(
                heard.node(), "tcp://" + HOST + ":" + heard.port(), null, heard.version() == ZreVersion.V3 ? 3 : 2);
        nodes().forEach(node -> {
            if (heard.isGoodbye()) {
                node.mesh.onLeft(heard.node());
            } else {
                node.mesh.onSeen(seen, now);
            }
        });
    }

    void pass(long time, TimeUnit unit) {
        now += unit.toNanos(time);
        nodes().forEach(node -> node.mesh.onTime(now));
    }

    /** Delivers that many of the messages under way, or all that can arrive. */
    void deliver(int atMost) {
        ways.removeIf(
                way -> (way.closed || !way.from.alive) && (way.underWay.isEmpty() || !mailboxes.containsKey(way.port)));
        for (int i = 0; i < atMost; i++) {
            List<Way> busy = ways.stream()
                    .filter(way -> !way.underWay.isEmpty() && mailboxes.containsKey(way.port))
                    .toList();
            if (busy.isEmpty()) {
                return;
            }
            deliverOne(busy.get(random.nextInt(busy.size())));
        }
    }

    private void deliverOne(Way way) {
        Node to = Objects.requireNonNull(mailboxes.get(way.port));
        ZreMessage message = way.underWay.removeFirst();
        // A mailbox hears one connection for each identity: the newest.
        if (way.number >= to.newest.getOrDefault(way.from.id, 0L)) {
            to.newest.put(way.from.id, way.number);
            delivered++;
            to.mesh.onMessage(way.from.id, null, message, now);
        }
    }

    /** One node and what its application saw. */
    final class Node implements Outside {
        final UUID id;
        final Mesh mesh;
        final Map<UUID, Conversation> conversations = new LinkedHashMap<>();
        private final int port;
        private final Map<UUID, Long> newest = new HashMap<>();
        private boolean alive = true;

        private Node(UUID id, int port) {
            this.id = id;
            this.port = port;
            this.mesh = new Mesh(
                    new Settings(
                            id,
                            "node-" + id.getLeastSignificantBits(),
                            "tcp://" + HOST + ":" + port,
                            Map.of(),
                            false,
                            1000,
                            TimeUnit.SECONDS.toNanos(5),
                            TimeUnit.SECONDS.toNanos(5),
                            TimeUnit.SECONDS.toNanos(30)),
                    this);
        }

        private Beacon beacon() {
            return Beacon.of(id.getLeastSignificantBits() % 2 == 0 ? ZreVersion.V2 : ZreVersion.V3, id, port);
        }

        @Override
        public Link connect(String endpoint, @Nullable CurveKey key) {
            Way way = new Way(this, Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1)));
            ways.add(way);
            return way;
        }

        @Override
        public void tell(MeshEvent event) {
            events++;
            UUID peer = event.peer().id();
            Conversation open = conversations.get(peer);
            if (event instanceof MeshEvent.Entered) {
                assertThat(open).as("entered twice: %s", event).isNull();
                conversations.put(peer, new Conversation(nextId++));
                return;
            }
            assertThat(open).as("of a peer that has not entered: %s", event).isNotNull();
            if (event instanceof MeshEvent.Exited) {
                conversations.remove(peer);
            } else if (event instanceof MeshEvent.Joined joined) {
                assertThat(open.groups.add(joined.group())).isTrue();
            } else if (event instanceof MeshEvent.Left left) {
                assertThat(open.groups.remove(left.group())).isTrue();
            } else if (event instanceof MeshEvent.Whisper whisper) {
                open.hear(ByteBuffer.wrap(whisper.content().get(0)));
            }
        }

        /** Sends the next number to a peer that the application sees. */
        void whisper(MeshPeer to) {
            Conversation open = conversations.get(to.id());
            byte[] number =
                    ByteBuffer.allocate(12).putLong(open.id).putInt(open.sent).array();
            Mesh.Outcome outcome = mesh.whisper(to.id(), List.of(number));
            if (outcome == Mesh.Outcome.SENT) {
                open.sent++;
            } else if (outcome == Mesh.Outcome.NO_ROOM) {
                mesh.giveUp(to.id());
            } else {
                assertThat(conversations).as("a way to who is seen").doesNotContainKey(to.id());
            }
        }
    }

    /** Between an entrance and an exit, as one side sees it: the other may have seen more of them, or fewer. */
    static final class Conversation {
        final Set<String> groups = new HashSet<>();
        private final long id;
        private int sent;
        private long heard;
        private int received;

        private Conversation(long id) {
            this.id = id;
        }

        private void hear(ByteBuffer whisper) {
            long conversation = whisper.getLong();
            if (conversation != heard) {
                assertThat(conversation).as("an earlier one").isGreaterThan(heard);
                heard = conversation;
                received = 0;
            }
            assertThat(whisper.getInt()).as("number in conversation %s", heard).isEqualTo(received++);
        }

        /** Everything that the other side has sent in its view of this has come. */
        boolean hasAllOf(Conversation other) {
            return received == other.sent && (other.sent == 0 || heard == other.id)
                    || other.sent == 0 && heard < other.id;
        }
    }

    private final class Way implements Outside.Link {
        private final Node from;
        private final int port;
        private final long number = nextId++;
        private final Deque<ZreMessage> underWay = new ArrayDeque<>();
        private boolean closed;

        private Way(Node from, int port) {
            this.from = from;
            this.port = port;
        }

        @Override
        public boolean send(ZreMessage message) {
            assertThat(closed).as("closed").isFalse();
            if (underWay.size() >= room) {
                return false;
            }
            return underWay.add(message);
        }

        @Override
        public void close() {
            closed = true;
            // What the system had taken may still arrive.
            while (underWay.size() > random.nextInt(4)) {
                underWay.removeLast();
            }
        }
    }
}
