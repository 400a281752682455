package io.zmqspring.patterns.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqStateException;
import io.zmqspring.patterns.mesh.MeshEvent.Entered;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshEvent.Exited;
import io.zmqspring.patterns.mesh.MeshEvent.Joined;
import io.zmqspring.patterns.mesh.MeshEvent.Left;
import io.zmqspring.patterns.mesh.MeshEvent.Shout;
import io.zmqspring.patterns.mesh.MeshEvent.Whisper;
import io.zmqspring.patterns.mesh.discovery.LookupDiscovery;
import io.zmqspring.security.AllowedKeys;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes on real sockets. */
@Timeout(60)
class MeshNodeTests {
    private final ZmqContext context = ZmqContext.create();
    private final Neighbourhood neighbourhood = new Neighbourhood();
    private final List<MeshNode> nodes = new ArrayList<>();
    private final Map<MeshNode, Diary> diaries = new HashMap<>();

    private MeshNodeBuilder described(String name) {
        return MeshNode.builder(context).name(name).discovery(neighbourhood.discovery());
    }

    private MeshNode built(MeshNodeBuilder builder) {
        Diary diary = new Diary();
        MeshNode node = builder.listener(diary).build();
        nodes.add(node);
        diaries.put(node, diary);
        return node;
    }

    private MeshNode started(String name) {
        MeshNode node = built(described(name));
        node.start();
        return node;
    }

    private Diary diary(MeshNode node) {
        return diaries.get(node);
    }

    private void awaitEachOther(MeshNode... these) {
        for (MeshNode one : these) {
            for (MeshNode other : these) {
                if (one != other) {
                    diary(one).await(Entered.class, other);
                }
            }
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(MeshNode::close);
        context.close();
        neighbourhood.close();
    }

    @Test
    @Tag("HAR-05")
    @Tag("ZRE-08")
    void twoNodesMeetTalkAndPart() {
        MeshNode alice = built(described("alice").header("X-SERVICE", "tea"));
        alice.join("kitchen");
        alice.start();
        MeshNode bob = started("bob");
        awaitEachOther(alice, bob);

        MeshPeer aliceAtBobs = diary(bob).await(Entered.class, alice).peer();
        assertThat(aliceAtBobs)
                .isEqualTo(new MeshPeer(alice.id(), "alice", alice.endpoint(), Map.of("X-SERVICE", "tea")));
        assertThat(diary(bob).await(Joined.class, alice).group()).isEqualTo("kitchen");
        assertThat(bob.members("kitchen")).containsExactly(aliceAtBobs);
        assertThat(bob.peerGroups()).containsExactly("kitchen");

        assertThat(bob.whisper(alice.id(), "hello")).isTrue();
        assertThat(diary(alice).await(Whisper.class, bob).text()).isEqualTo("hello");
        assertThat(bob.shout("kitchen", List.of(new byte[] {1}, new byte[0]))).isEqualTo(1);
        Shout shout = diary(alice).await(Shout.class, bob);
        assertThat(shout.group()).isEqualTo("kitchen");
        assertThat(shout.content()).containsExactly(new byte[] {1}, new byte[0]);

        bob.join("hall");
        assertThat(diary(alice).await(Joined.class, bob).group()).isEqualTo("hall");
        bob.leave("hall");
        assertThat(diary(alice).await(Left.class, bob).group()).isEqualTo("hall");
        assertThat(bob.shout("nowhere", "anybody?")).isZero();

        alice.stop();
        assertThat(diary(bob).await(Exited.class, alice).reason()).isEqualTo(ExitReason.LEFT);
        assertThat(bob.peers()).isEmpty();
        assertThat(bob.peerGroups()).isEmpty();
        assertThat(bob.whisper(alice.id(), "still there?")).isFalse();
        assertThat(diary(alice).await(Exited.class, bob).reason()).isEqualTo(ExitReason.STOPPED);
    }

    @Test
    void whatIsSentBeforeStopArrivesBeforeTheExit() {
        MeshNode alice = started("alice");
        MeshNode bob = started("bob");
        awaitEachOther(alice, bob);
        for (int i = 0; i < 1000; i++) {
            alice.whisper(bob.id(), "last words " + i);
        }
        alice.stop();
        diary(bob).await(Exited.class, alice);
        assertThat(diary(bob).of(Whisper.class)).hasSize(1000);
    }

    @Test
    void aNodeRunsAgainAndIsInItsGroupsAgain() {
        MeshNode alice = started("alice");
        MeshNode bob = started("bob");
        alice.join("kitchen");
        diary(bob).await(Joined.class, alice);
        alice.stop();
        diary(bob).await(Exited.class, alice);
        assertThat(alice.isRunning()).isFalse();
        assertThatThrownBy(() -> alice.whisper(bob.id(), "x"))
                .isInstanceOf(ZmqStateException.class)
                .hasMessage("node alice does not run; start it first");
        alice.start();
        assertThatThrownBy(alice::start).isInstanceOf(ZmqStateException.class);
        await().until(() -> diary(bob).of(Joined.class).size() == 2);
        assertThat(alice.groups()).containsExactly("kitchen");
        await().until(() -> alice.whisper(bob.id(), "again"));
        diary(bob).await(Whisper.class, alice);
    }

    @Test
    @Tag("HAR-08")
    void nothingIsLostBetweenNodesThatStartAtTheSameInstantAndSendAtOnce() throws Exception {
        int count = 20;
        int messages = 25;
        ExecutorService starters = Executors.newFixedThreadPool(count);
        try {
            CountDownLatch instant = new CountDownLatch(1);
            for (int i = 0; i < count; i++) {
                MeshNode node = built(described("node-" + i));
                node.addListener(event -> {
                    if (event instanceof Entered) {
                        IntStream.range(0, messages)
                                .forEach(n -> node.whisper(event.peer().id(), Integer.toString(n)));
                    }
                });
                starters.execute(() -> {
                    try {
                        instant.await();
                        node.start();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            instant.countDown();
            List<String> all =
                    IntStream.range(0, messages).mapToObj(Integer::toString).toList();
            for (MeshNode node : nodes) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> diary(node).of(Whisper.class).size() == (count - 1) * messages);
                for (MeshNode other : nodes) {
                    if (other != node) {
                        assertThat(diary(node).of(Whisper.class).stream()
                                        .filter(whisper -> whisper.peer().id().equals(other.id()))
                                        .map(Whisper::text))
                                .isEqualTo(all);
                    }
                }
                assertThat(diary(node).of(Exited.class)).isEmpty();
            }
        } finally {
            starters.shutdown();
        }
    }

    @Test
    void eventsOfOnePeerComeInOrderWhateverTheExecutor() {
        ExecutorService many = Executors.newFixedThreadPool(4);
        try {
            Map<UUID, List<String>> heard = new ConcurrentHashMap<>();
            MeshNode bob = built(described("bob").executor(many).listener(event -> {
                if (event instanceof Whisper whisper) {
                    // not thread-safe: the events of one peer come one at a time
                    heard.computeIfAbsent(event.peer().id(), id -> new ArrayList<>())
                            .add(whisper.text());
                }
            }));
            bob.start();
            List<MeshNode> senders = List.of(started("a"), started("b"), started("c"));
            senders.forEach(sender -> awaitEachOther(sender, bob));
            for (int i = 0; i < 2000; i++) {
                String number = Integer.toString(i);
                senders.forEach(sender -> sender.whisper(bob.id(), number));
            }
            List<String> all =
                    IntStream.range(0, 2000).mapToObj(Integer::toString).toList();
            await().until(() -> diary(bob).of(Whisper.class).size() == 6000);
            assertThat(heard.values())
                    .hasSize(3)
                    .allSatisfy(list -> assertThat(list).isEqualTo(all));
        } finally {
            nodes.forEach(MeshNode::close);
            many.shutdown();
        }
    }

    @Test
    @Tag("BLK-02")
    @Tag("BLK-04")
    @Tag("BLK-05")
    void whoDoesNotReadIsGivenUpWhileOthersHearAllAndComesBack() {
        CountDownLatch awake = new CountDownLatch(1);
        MeshNode sleeper = built(described("sleeper").listener(event -> {
            if (event instanceof Shout) {
                try {
                    awake.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }));
        MeshNode reader = started("reader");
        sleeper.join("news");
        reader.join("news");
        sleeper.start();
        MeshNode speaker = built(described("speaker").highWaterMark(10).sendTimeout(Duration.ofSeconds(1)));
        speaker.start();
        awaitEachOther(speaker, reader, sleeper);
        await().until(() -> speaker.members("news").size() == 2);

        byte[] news = new byte[256 << 10];
        int shouts = 0;
        while (diary(speaker).of(Exited.class).isEmpty()) {
            speaker.shout("news", List.of(news));
            shouts++;
        }
        assertThat(diary(speaker).of(Exited.class)).singleElement().satisfies(exited -> {
            assertThat(exited.peer().id()).isEqualTo(sleeper.id());
            assertThat(exited.reason()).isEqualTo(ExitReason.BLOCKED);
        });
        assertThat(speaker.stats().blocked()).isEqualTo(1);
        assertThat(speaker.members("news")).hasSize(1);
        speaker.shout("news", "goes on");
        int all = shouts + 1;
        await().until(() -> diary(reader).of(Shout.class).size() == all);

        awake.countDown();
        await().until(() -> {
            neighbourhood.lookAround();
            return diary(speaker).of(Entered.class).size() == 3;
        });
        await().until(() -> {
            speaker.whisper(sleeper.id(), "welcome back");
            return diary(sleeper).of(Whisper.class).stream()
                    .anyMatch(heard -> heard.text().equals("welcome back"));
        });
    }

    @Test
    @Tag("BLK-01")
    void aBurstWaitsForRoomInsteadOfCostingThePeer() {
        MeshNode alice = built(described("alice").highWaterMark(5));
        alice.start();
        MeshNode bob = started("bob");
        awaitEachOther(alice, bob);
        byte[] content = "x".repeat(10_000).getBytes(UTF_8);
        for (int i = 0; i < 5000; i++) {
            assertThat(alice.whisper(bob.id(), List.of(content))).isTrue();
        }
        await().until(() -> diary(bob).of(Whisper.class).size() == 5000);
        assertThat(diary(alice).of(Exited.class)).isEmpty();
    }

    @Test
    void nodesWithKeysTalkAndStrangersStayOut() {
        CurveKeyPair alices = CurveKeyPair.generate();
        CurveKeyPair bobs = CurveKeyPair.generate();
        CurveKeyPair eves = CurveKeyPair.generate();
        Authenticator friends = Authenticator.keys(AllowedKeys.of(alices.publicKey(), bobs.publicKey()));
        MeshNode alice = built(described("alice").security(new MeshSecurity(alices, friends)));
        MeshNode bob = built(described("bob").security(new MeshSecurity(bobs, friends)));
        MeshNode eve = built(described("eve").security(new MeshSecurity(eves, Authenticator.acceptAll())));
        MeshNode open = built(described("open"));
        List.of(alice, bob, eve, open).forEach(MeshNode::start);
        awaitEachOther(alice, bob);
        assertThat(alice.whisper(bob.id(), "secret")).isTrue();
        assertThat(diary(bob).await(Whisper.class, alice).text()).isEqualTo("secret");
        neighbourhood.lookAround();
        assertThat(alice.whisper(bob.id(), "later")).isTrue();
        diary(bob).await(Whisper.class, whisper -> whisper.text().equals("later"));
        assertThat(alice.peers()).extracting(MeshPeer::name).containsExactly("bob");
        assertThat(open.peers()).isEmpty();
    }

    @Test
    void valuesOutsideTheirLimitsAreRefused() {
        assertThatThrownBy(() -> described("x".repeat(256)).build())
                .hasMessage("name of 256 octets > 255, the most that ZRE can say; choose a shorter one");
        assertThatThrownBy(
                        () -> described("a").expireAfter(Duration.ofSeconds(5)).build())
                .hasMessageStartingWith("expireAfter=PT5S must be longer than evasiveAfter=PT5S");
        assertThatThrownBy(() -> described("a").highWaterMark(0).build()).hasMessage("highWaterMark=0 < 1");
        assertThatThrownBy(
                        () -> described("a").sendTimeout(Duration.ofMillis(-1)).build())
                .hasMessageContaining("is negative");
        assertThatThrownBy(() -> described("a")
                        .security(new MeshSecurity(CurveKeyPair.generate(), Authenticator.acceptAll()))
                        .discovery(LookupDiscovery.of("tcp://127.0.0.1:1"))
                        .build())
                .hasMessageContaining("LookupDiscovery does not");
        MeshNode node = built(described("a"));
        assertThatThrownBy(() -> node.join("")).hasMessageStartingWith("group of 0 octets");
        node.start();
        assertThatThrownBy(() -> node.shout("g", List.of())).hasMessageStartingWith("content of 0 frames");
    }

    @Test
    void aListenerThatFailsIsLoggedAndTheOthersHear() {
        MeshNode alice = MeshNode.builder(context)
                .discovery(neighbourhood.discovery())
                .listener(event -> {
                    throw new IllegalStateException("on purpose");
                })
                .build();
        nodes.add(alice);
        Diary diary = new Diary();
        alice.addListener(diary);
        diaries.put(alice, diary);
        alice.start();
        MeshNode bob = started("bob");
        awaitEachOther(alice, bob);
        alice.removeListener(diary);
        assertThat(alice.name()).isEqualTo(alice.id().toString().substring(0, 6));
    }
}
