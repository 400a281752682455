package io.zmqspring.patterns.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.internal.log.ZreLogCodec;
import io.zmqspring.patterns.log.ZreLogRecord.Event;
import io.zmqspring.patterns.log.ZreLogRecord.Level;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.patterns.mesh.MeshSecurity;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ZreLogTests {
    private static final String HOST = "127.0.0.1";
    private static final UUID NODE = new UUID(0, 1);
    private static final UUID BOB = new UUID(0, 2);
    private static final UUID EVE = new UUID(0, 3);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();
    private final ZreLogPublisher publisher = new ZreLogPublisher(context, NODE, null);

    @AfterEach
    void close() {
        publisher.close();
        context.close();
    }

    /** A collector and what it was told. */
    private record Book(ZreLogCollector collector, BlockingQueue<ZreLogRecord> entries) {
        private ZreLogRecord next() throws InterruptedException {
            ZreLogRecord next = entries.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("a record").isNotNull();
            return next;
        }
    }

    private Book open(Level level) {
        BlockingQueue<ZreLogRecord> entries = new LinkedBlockingQueue<>();
        return new Book(ZreLogCollector.builder(context, HOST).level(level).open(entries::add), entries);
    }

    private static MeshPeer peer(UUID id, String endpoint) {
        return new MeshPeer(id, "peer", "tcp://127.0.0.1:1", Map.of(ZreLogCollector.HEADER, endpoint));
    }

    private static void enter(ZreLogPublisher publisher, MeshPeer collector) {
        enter(publisher, collector, Level.INFO);
    }

    private static void enter(ZreLogPublisher publisher, MeshPeer collector, Level leastSevere) {
        List<PubSocket> before = publisher.collectors();
        publisher.onEvent(new MeshEvent.Entered(collector));
        assertThat(publisher.collectors()).hasSize(before.size() + 1).containsAll(before);
        for (PubSocket socket : publisher.collectors()) {
            for (Level level : Level.values()) {
                if (!before.contains(socket) && level.compareTo(leastSevere) <= 0) {
                    socket.awaitSubscribers(ZreLogCodec.prefix(level), 1, LONG);
                }
            }
        }
    }

    @Test
    @Tag("LOG-01")
    void tellsAllThatAnnounceThatTheyCollect() throws InterruptedException {
        Book first = open(Level.INFO);
        Book second = open(Level.INFO);
        enter(publisher, peer(BOB, first.collector().endpoint()));
        enter(publisher, peer(EVE, second.collector().endpoint()));
        assertThat(first.next().event()).as("of the second's entrance").isEqualTo(Event.ENTER);
        Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
        publisher.publish(Level.WARNING, Event.SEND, BOB, "slow");
        for (Book book : new Book[] {first, second}) {
            ZreLogRecord entry = book.next();
            assertThat(entry)
                    .isEqualTo(new ZreLogRecord(
                            Level.WARNING,
                            Event.SEND,
                            ZreLogRecord.hashOf(NODE),
                            ZreLogRecord.hashOf(BOB),
                            entry.time(),
                            "slow"));
            assertThat(entry.time()).isBetween(before, Instant.now());
        }
        assertThat(second.collector().received()).isEqualTo(1);
    }

    @Test
    void listensWhereOnlyWhoLooksForAFreePortDoes() {
        Book book = open(Level.INFO);
        assertThat(book.collector().endpoint()).startsWith("tcp://127.0.0.1:");
        int port = Integer.parseInt(book.collector().endpoint().substring("tcp://127.0.0.1:".length()));
        assertThat(port).isBetween(0xc000, 0xffff);
    }

    @Test
    @Tag("LOG-02")
    void doesNothingWhileNobodyCollects() {
        ZmqContext untouched = (ZmqContext) Proxy.newProxyInstance(
                ZmqContext.class.getClassLoader(), new Class<?>[] {ZmqContext.class}, (self, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                });
        try (ZreLogPublisher idle = new ZreLogPublisher(untouched, NODE, null)) {
            MeshPeer plain = new MeshPeer(BOB, "bob", "tcp://127.0.0.1:1", Map.of());
            idle.onEvent(new MeshEvent.Entered(plain));
            idle.onEvent(new MeshEvent.Joined(plain, "chat"));
            idle.publish(Level.ERROR, Event.SEND, BOB, "to nobody");
            idle.onEvent(new MeshEvent.Exited(plain, ExitReason.LEFT));
            assertThat(idle.collectors()).isEmpty();
        }
    }

    @Test
    @Tag("LOG-02")
    void waitsForNoCollectorThatIsNotThere() {
        publisher.onEvent(new MeshEvent.Entered(peer(BOB, "tcp://127.0.0.1:1")));
        assertThat(publisher.collectors()).hasSize(1);
        for (int i = 0; i < 100_000; i++) {
            publisher.publish(Level.INFO, Event.SEND, BOB, "to who does not hear");
        }
        publisher.onEvent(new MeshEvent.Exited(peer(BOB, ""), ExitReason.SILENT));
        assertThat(publisher.collectors()).isEmpty();
    }

    @Test
    @Tag("LOG-03")
    void tellsFromWhenACollectorEntersUntilItExits() throws InterruptedException {
        Book book = open(Level.INFO);
        MeshPeer collector = peer(BOB, book.collector().endpoint());
        publisher.publish(Level.INFO, Event.SEND, null, "too early");
        enter(publisher, collector);
        PubSocket socket = publisher.collectors().get(0);
        publisher.publish(Level.INFO, Event.SEND, null, "heard");
        assertThat(book.next().text()).isEqualTo("heard");
        publisher.onEvent(new MeshEvent.Exited(collector, ExitReason.LEFT));
        assertThat(socket.isClosed()).isTrue();
        publisher.publish(Level.INFO, Event.SEND, null, "too late");
        enter(publisher, collector);
        publisher.publish(Level.INFO, Event.SEND, null, "heard again");
        assertThat(book.next().text()).isEqualTo("heard again");
    }

    @Test
    @Tag("LOG-04")
    void doesNotEvenSendWhatACollectorDoesNotWant() throws InterruptedException {
        Book all = open(Level.INFO);
        Book warnings = open(Level.WARNING);
        enter(publisher, peer(BOB, all.collector().endpoint()));
        enter(publisher, peer(EVE, warnings.collector().endpoint()), Level.WARNING);
        assertThat(all.next().event()).isEqualTo(Event.ENTER);
        for (Level level : new Level[] {Level.INFO, Level.WARNING, Level.INFO, Level.ERROR}) {
            publisher.publish(level, Event.SEND, null, level.name());
        }
        for (String text : new String[] {"INFO", "WARNING", "INFO", "ERROR"}) {
            assertThat(all.next().text()).isEqualTo(text);
        }
        assertThat(warnings.next().text()).isEqualTo("WARNING");
        assertThat(warnings.next().text()).isEqualTo("ERROR");
        assertThat(publisher.collectors().stream()
                        .map(socket -> socket.stats().traffic().sentMessages()))
                .containsExactlyInAnyOrder(5L, 2L);
    }

    @Test
    void tellsByItselfWhoComesAndGoes() throws InterruptedException {
        Book book = open(Level.INFO);
        enter(publisher, peer(BOB, book.collector().endpoint()));
        MeshPeer eve = new MeshPeer(EVE, "eve", "tcp://127.0.0.1:1", Map.of());
        publisher.onEvent(new MeshEvent.Entered(eve));
        publisher.onEvent(new MeshEvent.Joined(eve, "chat"));
        publisher.onEvent(new MeshEvent.Left(eve, "chat"));
        publisher.onEvent(new MeshEvent.Exited(eve, ExitReason.OUT_OF_STEP));
        String both = "node=" + NODE + " peer=" + EVE;
        Object[][] expected = {
            {Level.INFO, Event.ENTER, both + " name=eve"},
            {Level.INFO, Event.JOIN, both + " group=chat"},
            {Level.INFO, Event.LEAVE, both + " group=chat"},
            {Level.WARNING, Event.EXIT, both + " reason=out_of_step"},
        };
        for (Object[] each : expected) {
            ZreLogRecord entry = book.next();
            assertThat(new Object[] {entry.level(), entry.event(), entry.text()})
                    .isEqualTo(each);
            assertThat(entry.node()).isEqualTo(ZreLogRecord.hashOf(NODE));
            assertThat(entry.peer()).isEqualTo(ZreLogRecord.hashOf(EVE));
        }
    }

    @Test
    @Tag("LOG-06")
    void tellsNodesApartThatHaveTheSameHash() throws InterruptedException {
        Map<Integer, UUID> seen = new HashMap<>();
        UUID one = null;
        UUID other = null;
        for (long i = 1; one == null; i++) {
            other = new UUID(i, -i);
            one = seen.put(ZreLogRecord.hashOf(other), other);
        }
        Book book = open(Level.INFO);
        for (UUID node : new UUID[] {one, other}) {
            try (ZreLogPublisher each = new ZreLogPublisher(context, node, null)) {
                enter(each, peer(BOB, book.collector().endpoint()));
                each.onEvent(new MeshEvent.Joined(peer(EVE, ""), "chat"));
                ZreLogRecord entry = book.next();
                assertThat(entry.node()).isEqualTo(ZreLogRecord.hashOf(one));
                assertThat(entry.text()).startsWith("node=" + node + " ");
            }
        }
    }

    @Test
    @Tag("SIG-01")
    @Tag("SIG-04")
    void passesOverWhatIsNoRecord() throws InterruptedException {
        Book book = open(Level.INFO);
        byte[] good = HexFormat.of().parseHex("aaa20103015f1a0000000000006553f1000443484154");
        try (PubSocket foreign = context.pub()) {
            foreign.connect(book.collector().endpoint());
            foreign.awaitSubscribers(good, 1, LONG);
            foreign.send(Message.wrap(HexFormat.of().parseHex("aaa106020006"))); // ZRE: nobody wants that
            foreign.send(Message.of("GET / HTTP/1.1"));
            foreign.send(Message.wrap(HexFormat.of().parseHex("aaa20103"))); // begins as a record
            foreign.send(Message.wrap(HexFormat.of().parseHex("aaa20103ff5f1a0000000000006553f1000443484154")));
            foreign.send(Message.ofFrames(good, good)); // a record has one frame
            foreign.send(Message.wrap(good));
            assertThat(book.next().text()).isEqualTo("CHAT");
        }
        assertThat(book.collector().ignored()).isEqualTo(3);
        assertThat(book.collector().received()).isEqualTo(1);
    }

    @Test
    void takesNoNonsenseForAnEndpoint() {
        for (String nonsense :
                new String[] {"", "tcp://", "tcp://nowhere", "tcp://*:*", "ipc:///tmp/x", "inproc://x", "?"}) {
            publisher.onEvent(new MeshEvent.Entered(peer(BOB, nonsense)));
            assertThat(publisher.collectors()).as(nonsense).isEmpty();
            publisher.onEvent(new MeshEvent.Exited(peer(BOB, nonsense), ExitReason.LEFT));
        }
    }

    @Test
    void tellsACollectorOnceThoughTwoAnnounceIt() throws InterruptedException {
        Book book = open(Level.INFO);
        enter(publisher, peer(BOB, book.collector().endpoint()));
        publisher.onEvent(new MeshEvent.Entered(peer(EVE, book.collector().endpoint())));
        assertThat(book.next().text()).endsWith("name=peer");
        publisher.onEvent(new MeshEvent.Exited(peer(BOB, ""), ExitReason.LEFT));
        assertThat(book.next().event()).isEqualTo(Event.EXIT);
        publisher.publish(Level.INFO, Event.SEND, null, "once");
        publisher.publish(Level.INFO, Event.SEND, null, "more");
        assertThat(book.next().text()).isEqualTo("once");
        assertThat(book.next().text()).isEqualTo("more");
    }

    @Test
    void isToldOnlyInCipherIfItWantsThat() throws InterruptedException {
        CurveKeyPair keys = CurveKeyPair.generate();
        MeshSecurity theirs = new MeshSecurity(keys, Authenticator.acceptAll());
        MeshSecurity ours = new MeshSecurity(CurveKeyPair.generate(), Authenticator.acceptAll());
        BlockingQueue<ZreLogRecord> entries = new LinkedBlockingQueue<>();
        Book book =
                new Book(ZreLogCollector.builder(context, HOST).security(theirs).open(entries::add), entries);
        String endpoint = book.collector().endpoint();
        try (ZreLogPublisher secret = new ZreLogPublisher(context, NODE, ours)) {
            secret.onEvent(new MeshEvent.Entered(peer(EVE, endpoint)));
            assertThat(secret.collectors()).as("of who has no key").isEmpty();
            secret.onEvent(new MeshEvent.Entered(new MeshPeer(
                    EVE,
                    "eve",
                    "tcp://127.0.0.1:1",
                    Map.of(ZreLogCollector.HEADER, endpoint, "X-PUBLICKEY", "0".repeat(40)))));
            assertThat(secret.collectors()).as("of who has nobody's key").isEmpty();
            Map<String, String> headers = Map.of(
                    ZreLogCollector.HEADER,
                    endpoint,
                    "X-PUBLICKEY",
                    keys.publicKey().toString());
            enter(secret, new MeshPeer(BOB, "bob", "tcp://127.0.0.1:1", headers));
            secret.publish(Level.INFO, Event.SEND, null, "psst");
            assertThat(book.next().text()).isEqualTo("psst");
        }
    }
}
