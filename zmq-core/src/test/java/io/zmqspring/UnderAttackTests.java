package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.Security;
import io.zmqspring.security.Verdict;
import io.zmqspring.testkit.Allocations;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.GoodClient;
import io.zmqspring.testkit.Hex;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A good client goes back and forth with a ROUTER while others attack that ROUTER as fast as one thread can: it is served all
 * the time, the I/O threads live, and what the attack allocates follows from what it sent.
 */
@ExtendWith(LeakCheck.class)
@Timeout(30)
@Tag("N-10")
class UnderAttackTests {
    private static final Duration CALM = Duration.ofMillis(150);
    private static final Duration ATTACK = Duration.ofMillis(400);
    private static final String READY = Wire.ready("Socket-Type", "DEALER");

    private final ZmqContext context = ZmqContext.create();
    private final RouterSocket router = context.router(TestOptions.quick()
            .maxMessageSize(1 << 20)
            .handshakeTimeout(Duration.ofSeconds(2))
            .build());
    private final Endpoint endpoint = router.bind(TestTransport.TCP.bindEndpoint());
    private final Thread ioThread = Allocations.ioThread();
    private final AtomicLong attackedWith = new AtomicLong();
    private CompletableFuture<Void> echo;
    private GoodClient good;

    @BeforeEach
    void serve() {
        echo = GoodClient.echo(router);
        good = new GoodClient(endpoint);
    }

    @AfterEach
    void close() {
        good.close();
        context.close();
        echo.join();
    }

    /** One attacker at work. */
    private interface Attack {
        void once() throws IOException;
    }

    /** Connects, sends, and reads until the end or until nothing more is expected. */
    private void attackWith(byte[] octets) throws IOException {
        attack(endpoint, octets);
    }

    private void attack(Endpoint target, byte[] octets) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), target.port().orElseThrow())) {
            socket.setSoTimeout(1);
            socket.setSoLinger(true, 0); // no TIME_WAIT: the attack is not to run out of ports
            socket.getOutputStream().write(octets);
            attackedWith.addAndGet(octets.length);
            socket.getInputStream().read(new byte[256]);
        }
    }

    private void survive(String name, String... hex) {
        byte[] octets = Hex.bytes(hex);
        survive(name, () -> attackWith(octets));
    }

    private void survive(String name, Attack attack) {
        good.measure(CALM); // everything is compiled
        GoodClient.Service calm = good.measure(CALM);
        Set<String> threads = LeakCheck.threads();
        long allocated = Allocations.of(ioThread);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong attacks = new AtomicLong();
        CompletableFuture<Void> attacker = Background.run(() -> {
            while (!over.get()) {
                try {
                    attack.once();
                } catch (IOException refused) {
                    // as it should be
                }
                attacks.incrementAndGet();
            }
        });
        GoodClient.Service service;
        try {
            service = good.measure(ATTACK);
        } finally {
            over.set(true);
            attacker.join();
        }
        GoodClient.Service after = good.measure(CALM);
        System.out.printf(
                "%s: %d attacks with %d octets in %s; before: %s; meanwhile: %s; afterwards: %s; allocated %d KiB%n",
                name,
                attacks.get(),
                attackedWith.get(),
                ATTACK,
                calm,
                service,
                after,
                (Allocations.of(ioThread) - allocated) >> 10);
        assertThat(attacks).hasPositiveValue();
        assertThat(service.trips()).as("round trips/s meanwhile").isGreaterThan(50);
        assertThat(service.p99()).as("p99 meanwhile").isLessThan(Duration.ofMillis(500));
        assertThat(LeakCheck.threads()).as("threads of ours").containsAll(threads);
    }

    // ---- lengths that lie ----------------------------------------------------------------------------------------

    @Test
    @Tag("A-01")
    void bySizesThatAreClaimed() {
        List<String> sizes = List.of(
                "00 00 00 00 01 00 00 00",
                "00 00 00 00 7f ff ff ff",
                "00 00 00 00 80 00 00 00",
                "40 00 00 00 00 00 00 00",
                "7f ff ff ff ff ff ff ff",
                "80 00 00 00 00 00 00 00",
                "ff ff ff ff ff ff ff ff",
                "00 00 00 00 00 0f ff ff");
        List<byte[]> attacks = new ArrayList<>();
        for (String size : sizes) {
            for (String flags : List.of("02", "03", "06")) {
                attacks.add(Hex.bytes(Wire.GREETING, flags, size, "00 00 00"));
                attacks.add(Hex.bytes(Wire.GREETING, READY, flags, size, "00 00 00"));
            }
        }
        int[] next = {0};
        long before = Allocations.of(ioThread);
        survive("claimed sizes", () -> attackWith(attacks.get(next[0]++ % attacks.size())));
        long each = (Allocations.of(ioThread) - before) / next[0];
        assertThat(each)
                .as("allocated for each connection, the good client's trips included")
                .isLessThan(256 << 10);
    }

    @Test
    @Tag("A-02")
    @Tag("N-02")
    void byCommandsBeforeTheHandshake() {
        survive("commands before the handshake", Wire.GREETING, Hex.repeat(Wire.PING, 2000));
    }

    @Test
    @Tag("A-03")
    void byConnectionsThatSayNothing() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            survive("silent connections", () -> {
                if (silent.size() < 3000) {
                    silent.add(new Socket(
                            InetAddress.getLoopbackAddress(), endpoint.port().orElseThrow()));
                }
            });
            assertThat(silent).hasSizeGreaterThan(64);
            long begin = System.nanoTime();
            try (GoodClient another = new GoodClient(endpoint)) {
                another.measure(Duration.ofMillis(10));
            }
            System.out.printf(
                    "%d silent connections: another client connects within %d ms%n",
                    silent.size(), (System.nanoTime() - begin) / 1_000_000);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        } finally {
            for (Socket socket : silent) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
    }

    @Test
    @Tag("A-04")
    void byMetadata() {
        String many = Wire.property("a", "").repeat(0);
        StringBuilder properties = new StringBuilder(many);
        for (int i = 0; i < 450; i++) {
            properties.append("04").append(Hex.ascii(String.format("%04d", i))).append("00 00 00 00");
        }
        survive("metadata", Wire.GREETING, Wire.command("READY", properties.toString()));
    }

    // ---- what never ends -----------------------------------------------------------------------------------------

    @Test
    @Tag("A-05")
    void byMessagesOfEndlessFrames() {
        survive("endless frames", Wire.GREETING, READY, Hex.repeat("01 00", 4000));
    }

    @Test
    @Tag("A-09")
    void byPings() {
        survive("pings", Wire.GREETING, READY, Hex.repeat("04 17 04 50 49 4e 47 ff ff" + Hex.repeat("41", 16), 2000));
    }

    @Test
    @Tag("A-08")
    void byCommandsAtWrongTimes() {
        survive(
                "commands at wrong times",
                Wire.GREETING,
                READY,
                Hex.repeat(READY, 20),
                Wire.command("SUBSCRIBE", "41"),
                Wire.command("JOIN", "41"),
                Wire.command("HELLO", Hex.repeat("00", 190)),
                "05 05 04 50 4f 4e 47",
                "04 00");
    }

    // ---- something else ------------------------------------------------------------------------------------------

    @Test
    @Tag("A-15")
    void byOtherProtocolsAndRandomOctets() {
        Random random = new Random(15);
        survive("other protocols", () -> {
            byte[] octets = new byte[300];
            random.nextBytes(octets);
            switch (random.nextInt(4)) {
                case 0 -> attackWith("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                case 1 -> attackWith(Hex.bytes("16 03 01 02 00 01 00 01 fc 03 03"));
                case 2 -> attackWith(octets);
                default -> attackWith(Hex.concat(Hex.bytes(Wire.GREETING, READY), octets));
            }
        });
    }

    @Test
    @Tag("F-25")
    void byPeersThatComeAndGo() {
        survive("come and go", Wire.GREETING, READY, "01 00 00 01 41");
        Until.isTrue("all are gone but the good one", () -> router.peers().size() == 1);
    }

    @Test
    @Tag("A-13")
    void byPeersWithAnIdentityInUse() {
        survive(
                "identities in use",
                Wire.GREETING,
                Wire.ready("Socket-Type", "DEALER", "Identity", "me"),
                "01 00 00 01 41");
    }

    /** Identities whose strings have one hash code, a new one each time. */
    @Test
    @Tag("A-07")
    void byIdentitiesThatAreHardToTellApart() {
        int[] next = {0};
        survive("identities of one hash code", () -> {
            StringBuilder identity = new StringBuilder();
            for (int bits = next[0]++, i = 0; i < 16; i++, bits >>= 1) {
                identity.append((bits & 1) == 0 ? "Aa" : "BB");
            }
            attackWith(Hex.bytes(
                    Wire.GREETING,
                    Wire.ready("Socket-Type", "DEALER", "Identity", identity.toString()),
                    "01 00 00 01 41"));
        });
    }

    @Test
    @Tag("A-10")
    void byOlderVersionsAndOtherMechanisms() {
        List<byte[]> greetings = List.of(
                Hex.bytes(Wire.greeting("03 00", "NULL"), READY),
                Hex.bytes(Wire.greeting("02 00", "NULL"), READY),
                Hex.bytes("01 00"),
                Hex.bytes("ff 00 00 00 00 00 00 00 01 7f 01 06 00 00"),
                Hex.bytes(Wire.greeting("03 01", "PLAIN"), Wire.command("HELLO", "01 61 01 61")),
                Hex.bytes(Wire.greeting("03 01", "CURVE")));
        int[] next = {0};
        survive("downgrades", () -> attackWith(greetings.get(next[0]++ % greetings.size())));
    }

    @Test
    @Tag("A-14")
    void byAskingAnAuthenticatorThatNeverAnswersThem() {
        RouterSocket guarded = context.router(TestOptions.quick()
                .security(Security.plainServer(credentials -> ((Credentials.Plain) credentials).username().length == 4
                        ? CompletableFuture.completedFuture(Verdict.accept())
                        : new CompletableFuture<>()))
                .handshakeTimeout(Duration.ofSeconds(2))
                .build());
        Endpoint there = guarded.bind(TestTransport.TCP.bindEndpoint());
        CompletableFuture<Void> guardedEcho = GoodClient.echo(guarded);
        good.close();
        good = new GoodClient(
                there,
                TestOptions.quick().security(Security.plainClient("good", "")).build());
        byte[] hello = Hex.bytes(Wire.greeting("03 01", "PLAIN"), Wire.command("HELLO", "03 62 61 64 00"));
        survive("an authenticator that never answers", () -> attack(there, hello));
        guarded.close();
        guardedEcho.join();
    }

    @Test
    @Tag("A-16")
    void beforeItKnowsAPeerItSaysNoMoreThanAGreetingAndWhatItHears() throws IOException {
        for (String said : new String[] {"", "ff", Wire.GREETING, Wire.GREETING + "04 ff 05 52 45 41 44 59"}) {
            try (RawPeer peer = RawPeer.connect(endpoint)) {
                peer.send(said);
                int heard = 0;
                while (!peer.isSilentFor(Duration.ofMillis(50))) {
                    peer.read(1);
                    heard++;
                }
                assertThat(heard).isLessThanOrEqualTo(64 + Hex.bytes(said).length);
            }
        }
    }

    // ---- subscriptions -------------------------------------------------------------------------------------------

    @Test
    @Tag("A-06")
    @Tag("N-04")
    void byAFloodOfSubscriptionsThatEndsAtTheLimit() {
        EventRecorder events = new EventRecorder();
        PubSocket pub = context.pub(TestOptions.quick()
                .pubSub(PubSubOptions.DEFAULT.withLimits(new SubscriptionLimits(5000, 1 << 20, 4096)))
                .eventListener(events)
                .build());
        Endpoint published = pub.bind(TestTransport.TCP.bindEndpoint());
        SubSocket sub = context.sub(TestOptions.quick().build());
        sub.subscribe("good");
        sub.connect(published.toString());
        Until.isTrue("subscribed", () -> pub.topicCount() == 1);
        try (RawPeer greedy = RawPeer.connect(published)) {
            greedy.send(Wire.GREETING, Wire.ready("Socket-Type", "SUB"));
            ByteBuffer all = ByteBuffer.allocate(5001 * 80);
            for (int i = 0; i <= 5000; i++) {
                all.put(Hex.bytes(Wire.command("SUBSCRIBE", String.format("%064x", i))));
            }
            greedy.sendSome(all.flip(), Duration.ofSeconds(5));
            assertThat(events.await(SocketEvent.Disconnected.class).detail()).contains("more subscriptions");
        }
        Until.isTrue("its topics are gone", () -> pub.topicCount() == 1);
        pub.send(Message.of("good news"));
        assertThat(sub.receive().text()).isEqualTo("good news");
    }
}
