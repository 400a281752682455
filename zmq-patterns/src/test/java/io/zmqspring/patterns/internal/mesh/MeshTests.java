package io.zmqspring.patterns.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.patterns.internal.mesh.Mesh.Outcome;
import io.zmqspring.patterns.internal.zre.Beacon;
import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.security.CurveKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node; the test is all the others. */
class MeshTests {
    private static final UUID SELF = new UUID(0, 1);
    private static final UUID BOB = new UUID(0, 2);
    private static final UUID EVE = new UUID(0, 3);
    private static final String BOBS = "tcp://10.0.0.2:50000";
    private static final ZreCommand.Hello BOB_SAYS =
            new ZreCommand.Hello(BOBS, List.of("chat"), 1, "bob", Map.of("X-SERVICE", "tcp://10.0.0.2:9000"));
    private static final MeshPeer BOB_IS = new MeshPeer(BOB, "bob", BOBS, BOB_SAYS.headers());
    private static final List<byte[]> CONTENT = List.of(new byte[] {1});

    private final List<Way> ways = new ArrayList<>();
    private final List<MeshEvent> events = new ArrayList<>();
    private final Mesh mesh = new Mesh(
            new Settings(
                    SELF,
                    "self",
                    "tcp://10.0.0.1:49152",
                    Map.of("X", "Y"),
                    false,
                    3,
                    seconds(5),
                    seconds(5),
                    seconds(30)),
            new Outside() {
                @Override
                public Link connect(String endpoint, @Nullable CurveKey key) {
                    Way way = new Way(endpoint);
                    ways.add(way);
                    return way;
                }

                @Override
                public void tell(MeshEvent event) {
                    events.add(event);
                }
            });

    private static final class Way implements Outside.Link {
        private final String endpoint;
        private final List<ZreMessage> sent = new ArrayList<>();
        private int room = Integer.MAX_VALUE;
        private boolean closed;

        private Way(String endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public boolean send(ZreMessage message) {
            assertThat(closed).as("closed").isFalse();
            if (sent.size() >= room) {
                return false;
            }
            return sent.add(message);
        }

        @Override
        public void close() {
            closed = true;
        }

        private List<ZreCommand> commands() {
            return sent.stream().map(ZreMessage::command).toList();
        }
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    private static Beacon beacon(UUID node, int port) {
        return Beacon.of(ZreVersion.V2, node, port);
    }

    private void onBeacon(Beacon beacon, String host, long now) {
        if (beacon.isGoodbye()) {
            mesh.onLeft(beacon.node());
        } else {
            mesh.onSeen(new Sighting(beacon.node(), "tcp://" + host + ":" + beacon.port(), null), now);
        }
    }

    private void hear(UUID from, int sequence, ZreCommand command) {
        hear(from, sequence, command, 0);
    }

    private void hear(UUID from, int sequence, ZreCommand command, long now) {
        mesh.onMessage(from, null, new ZreMessage(ZreVersion.V2, sequence, command), now);
    }

    private Way enterBob() {
        hear(BOB, 1, BOB_SAYS);
        events.clear();
        return ways.get(ways.size() - 1);
    }

    @Test
    @Tag("HAR-04")
    @Tag("HAR-07")
    void beginsTheWayToAPeerWithHelloAndShowsThePeerWhenItsOwnHelloComes() {
        mesh.join("news");
        onBeacon(beacon(BOB, 50000), "10.0.0.2", 0);
        assertThat(ways).singleElement().satisfies(way -> {
            assertThat(way.endpoint).isEqualTo(BOBS);
            assertThat(way.sent)
                    .containsExactly(new ZreMessage(
                            ZreVersion.V2,
                            1,
                            new ZreCommand.Hello(
                                    "tcp://10.0.0.1:49152", List.of("news"), 1, "self", Map.of("X", "Y"))));
        });
        assertThat(events).isEmpty();
        assertThat(mesh.whisper(BOB, CONTENT))
                .as("sent to who is not there yet")
                .isEqualTo(Outcome.NO_PEER);
        hear(BOB, 1, BOB_SAYS);
        assertThat(events).containsExactly(new MeshEvent.Entered(BOB_IS), new MeshEvent.Joined(BOB_IS, "chat"));
        assertThat(ways).hasSize(1);
    }

    @Test
    @Tag("HAR-02")
    @Tag("HAR-05")
    @Tag("HAR-06")
    @Tag("ZRE-08")
    void connectsBackToWhoSaysHelloFirst() {
        hear(BOB, 1, BOB_SAYS);
        assertThat(ways)
                .singleElement()
                .satisfies(way -> assertThat(way.endpoint).isEqualTo(BOBS));
        assertThat(events).first().isEqualTo(new MeshEvent.Entered(BOB_IS));
        onBeacon(beacon(BOB, 50000), "10.0.0.2", 1);
        assertThat(ways).hasSize(1);
        assertThat(events).hasSize(2);
    }

    @Test
    @Tag("UDP-03")
    void ignoresItself() {
        onBeacon(beacon(SELF, 49152), "10.0.0.1", 0);
        hear(SELF, 1, BOB_SAYS);
        assertThat(ways).isEmpty();
        assertThat(mesh.ignored()).isEqualTo(1);
    }

    @Test
    @Tag("HAR-09")
    @Tag("HAR-11")
    void ignoresWhoHasNotSaidHello() {
        hear(BOB, 2, new ZreCommand.Whisper(CONTENT));
        onBeacon(beacon(EVE, 50001), "10.0.0.3", 0);
        hear(EVE, 7, new ZreCommand.Ping());
        hear(BOB, 2, BOB_SAYS); // no first message
        hear(BOB, 1, new ZreCommand.Hello("ipc:///tmp/somebody", List.of(), 0, "", Map.of()));
        assertThat(events).isEmpty();
        assertThat(ways).singleElement().satisfies(way -> assertThat(way.sent).hasSize(1));
        assertThat(mesh.ignored()).isEqualTo(4);
    }

    @Test
    @Tag("HAR-10")
    void letsGoOfWhoWasAtAnEndpointBefore() {
        Way way = enterBob();
        onBeacon(beacon(EVE, 50000), "10.0.0.2", 0);
        assertThat(way.closed).isTrue();
        assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.REPLACED));
    }

    @Test
    @Tag("HAR-13")
    void followsAPeerToAnotherEndpoint() {
        Way old = enterBob();
        onBeacon(beacon(BOB, 50005), "10.0.0.2", seconds(1));
        assertThat(old.closed).isTrue();
        assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.RESTARTED));
        assertThat(ways.get(1).endpoint).isEqualTo("tcp://10.0.0.2:50005");
    }

    @Test
    @Tag("HAR-13")
    void takesAnotherAddressForAMoveOnlyIfThePeerIsSilentAtTheFirst() {
        Way way = enterBob();
        onBeacon(beacon(BOB, 50000), "192.168.7.7", seconds(9));
        assertThat(way.closed).as("the second address of a node that has two").isFalse();
        onBeacon(beacon(BOB, 50000), "192.168.7.7", seconds(10));
        assertThat(way.closed).isTrue();
        assertThat(ways.get(1).endpoint).isEqualTo("tcp://192.168.7.7:50000");
    }

    @Test
    @Tag("BLK-04")
    void takesAHelloOfAPeerThatIsThereForANewBeginning() {
        Way old = enterBob();
        hear(BOB, 1, BOB_SAYS);
        assertThat(old.closed).isTrue();
        assertThat(events)
                .containsExactly(
                        new MeshEvent.Exited(BOB_IS, ExitReason.RESTARTED),
                        new MeshEvent.Entered(BOB_IS),
                        new MeshEvent.Joined(BOB_IS, "chat"));
        assertThat(ways.get(1).sent)
                .singleElement()
                .satisfies(hello -> assertThat(hello.sequence()).isEqualTo(1));
    }

    @Test
    @Tag("ZRE-02")
    void disconnectsWhoSkipsOrRepeatsANumber() {
        for (int wrong : new int[] {1, 3}) {
            Way way = enterBob();
            hear(BOB, wrong, new ZreCommand.Whisper(CONTENT));
            assertThat(way.closed).isTrue();
            assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.OUT_OF_STEP));
            assertThat(mesh.members("chat")).isEmpty();
        }
    }

    @Test
    @Tag("ZRE-03")
    void countsOnFromZeroAfterTheLastNumber() {
        Way way = enterBob();
        for (int i = 2; i <= 65_537; i++) {
            hear(BOB, i % 65_536, new ZreCommand.Ping());
        }
        assertThat(events).isEmpty();
        assertThat(way.sent).hasSize(65_537);
        assertThat(way.sent.get(65_534).sequence()).isEqualTo(65_535);
        assertThat(way.sent.get(65_535).sequence()).isZero();
        assertThat(way.sent.get(65_536).sequence()).isEqualTo(1);
    }

    @Test
    @Tag("ZRE-06")
    @Tag("GRP-08")
    void takesPortZeroForGoodbye() {
        Way way = enterBob();
        onBeacon(beacon(EVE, 50000).goodbye(), "10.0.0.3", 0);
        assertThat(events).as("of who is not known").isEmpty();
        onBeacon(beacon(BOB, 50000).goodbye(), "10.0.0.2", 0);
        assertThat(way.closed).isTrue();
        assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.LEFT));
        assertThat(mesh.peers()).isEmpty();
        assertThat(mesh.peerGroups()).isEmpty();
    }

    @Test
    @Tag("GRP-01")
    @Tag("GRP-03")
    @Tag("GRP-10")
    void tellsAllPeersWhatItJoinsAndLeaves() {
        Way way = enterBob();
        mesh.join("news");
        mesh.join("news");
        mesh.leave("sport");
        mesh.leave("news");
        mesh.leave("news");
        assertThat(way.commands().subList(1, way.sent.size()))
                .containsExactly(new ZreCommand.Join("news", 1), new ZreCommand.Leave("news", 2));
    }

    @Test
    @Tag("GRP-02")
    @Tag("GRP-04")
    @Tag("GRP-05")
    void followsTheGroupsOfPeersAndNoticesWhenItHasMissedOne() {
        enterBob();
        hear(BOB, 2, new ZreCommand.Join("news", 2));
        hear(BOB, 3, new ZreCommand.Leave("chat", 3));
        assertThat(events).containsExactly(new MeshEvent.Joined(BOB_IS, "news"), new MeshEvent.Left(BOB_IS, "chat"));
        assertThat(mesh.members("news")).containsExactly(BOB_IS);
        assertThat(mesh.members("chat")).isEmpty();
        hear(BOB, 4, new ZreCommand.Join("sport", 5));
        assertThat(events).last().isEqualTo(new MeshEvent.Exited(BOB_IS, ExitReason.OUT_OF_STEP));
    }

    @Test
    @Tag("GRP-06")
    @Tag("GRP-09")
    void shoutsToTheMembersOnly() {
        List<UUID> full = new ArrayList<>();
        Way bobs = enterBob();
        hear(EVE, 1, new ZreCommand.Hello("tcp://10.0.0.3:50000", List.of("Chat"), 1, "eve", Map.of()));
        assertThat(mesh.shout("chat", CONTENT, full)).isEqualTo(1);
        assertThat(bobs.commands()).last().isEqualTo(new ZreCommand.Shout("chat", CONTENT));
        assertThat(ways.get(1).sent).hasSize(1);
        assertThat(mesh.shout("nobody", CONTENT, full)).isZero();
        assertThat(full).isEmpty();
    }

    @Test
    @Tag("GRP-07")
    void handsOverShoutsToGroupsThatItIsInAndWhispers() {
        enterBob();
        mesh.join("news");
        hear(BOB, 2, new ZreCommand.Shout("news", CONTENT));
        mesh.leave("news");
        hear(BOB, 3, new ZreCommand.Shout("news", CONTENT));
        hear(BOB, 4, new ZreCommand.Whisper(CONTENT));
        assertThat(events)
                .containsExactly(new MeshEvent.Shout(BOB_IS, "news", CONTENT), new MeshEvent.Whisper(BOB_IS, CONTENT));
    }

    @Test
    @Tag("SIM-02")
    void whisperingToADepartedPeerIsHarmless() {
        enterBob();
        onBeacon(beacon(BOB, 50000).goodbye(), "10.0.0.2", 0);
        assertThat(mesh.whisper(BOB, CONTENT)).isEqualTo(Outcome.NO_PEER);
    }

    @Test
    @Tag("PRS-01")
    @Tag("PRS-03")
    @Tag("PRS-07")
    void asksASilentPeerAndGivesItUpAtLast() {
        Way way = enterBob();
        hear(EVE, 1, new ZreCommand.Hello("tcp://10.0.0.3:50000", List.of(), 0, "eve", Map.of()), seconds(4));
        events.clear();
        assertThat(mesh.nextTime()).isEqualTo(seconds(5));
        mesh.onTime(seconds(5) - 1);
        assertThat(events).isEmpty();
        mesh.onTime(seconds(5));
        assertThat(events).containsExactly(new MeshEvent.Evasive(BOB_IS));
        assertThat(way.commands()).last().isEqualTo(new ZreCommand.Ping());
        assertThat(ways.get(1).sent).as("to who is not silent").hasSize(1);
        onBeacon(beacon(EVE, 50000), "10.0.0.3", seconds(8));
        mesh.onTime(seconds(9));
        assertThat(way.sent).as("not again so soon").hasSize(2);
        for (int i = 10; i < 30; i++) {
            onBeacon(beacon(EVE, 50000), "10.0.0.3", seconds(i));
            mesh.onTime(seconds(i));
        }
        assertThat(way.sent).as("every 5 s").hasSize(6);
        assertThat(events).hasSize(1);
        mesh.onTime(seconds(30));
        assertThat(events).last().isEqualTo(new MeshEvent.Exited(BOB_IS, ExitReason.SILENT));
        assertThat(way.closed).isTrue();
        assertThat(mesh.peers()).hasSize(1);
    }

    @Test
    @Tag("PRS-02")
    @Tag("PRS-04")
    @Tag("HAR-12")
    void anyMessageIsASignOfLife() {
        Way way = enterBob();
        for (int i = 1; i <= 20; i++) {
            hear(BOB, i + 1, i % 2 == 0 ? new ZreCommand.PingOk() : new ZreCommand.Ping(), seconds(4L * i));
            mesh.onTime(seconds(4L * i + 3));
        }
        assertThat(events).isEmpty();
        assertThat(way.commands().stream().filter(ZreCommand.PingOk.class::isInstance))
                .hasSize(10);
        assertThat(way.commands()).doesNotContain(new ZreCommand.Ping());
    }

    @Test
    @Tag("PRS-05")
    void beaconsAloneAreASignOfLife() {
        Way way = enterBob();
        for (int i = 1; i <= 20; i++) {
            onBeacon(beacon(BOB, 50000), "10.0.0.2", seconds(4L * i));
            mesh.onTime(seconds(4L * i + 3));
        }
        assertThat(events).isEmpty();
        assertThat(way.sent).hasSize(1);
    }

    @Test
    void introducesItselfAgainToWhoDoesNotAnswerAndForgetsItAtLast() {
        onBeacon(beacon(BOB, 50000), "10.0.0.2", 0);
        assertThat(mesh.nextTime()).isEqualTo(seconds(5));
        for (int i = 1; i < 6; i++) {
            mesh.onTime(seconds(5L * i));
            assertThat(ways).hasSize(i + 1);
            assertThat(ways.get(i - 1).closed).isTrue();
            assertThat(ways.get(i).sent).hasSize(1);
        }
        mesh.onTime(seconds(30));
        assertThat(ways).hasSize(6).allMatch(way -> way.closed);
        assertThat(events).isEmpty();
        assertThat(mesh.nextTime()).isNull();
    }

    @Test
    void doesNotAnswerTheAnswerOfAPeerThatWasThereAlready() {
        enterBob();
        hear(BOB, 1, BOB_SAYS);
        hear(BOB, 1, BOB_SAYS);
        assertThat(ways).as("the second is the answer to ours").hasSize(2);
        assertThat(events.stream().filter(MeshEvent.Entered.class::isInstance)).hasSize(2);
        hear(BOB, 1, BOB_SAYS);
        assertThat(ways).hasSize(3);
    }

    @Test
    @Tag("BLK-02")
    @Tag("BLK-03")
    @Tag("BLK-04")
    void givesUpAPeerThatHasNoRoomAndMeetsItAgain() {
        Way way = enterBob();
        way.room = 3;
        assertThat(mesh.whisper(BOB, CONTENT)).isEqualTo(Outcome.SENT);
        assertThat(mesh.whisper(BOB, CONTENT)).isEqualTo(Outcome.SENT);
        assertThat(mesh.whisper(BOB, CONTENT)).isEqualTo(Outcome.NO_ROOM);
        way.room = 4;
        assertThat(mesh.whisper(BOB, CONTENT)).isEqualTo(Outcome.SENT);
        assertThat(way.sent).last().extracting(ZreMessage::sequence).isEqualTo(4);
        assertThat(mesh.linkTo(BOB)).isSameAs(way);
        assertThat(way.closed).isFalse();
        mesh.giveUp(BOB);
        assertThat(way.closed).isTrue();
        assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.BLOCKED));
        onBeacon(beacon(BOB, 50000), "10.0.0.2", seconds(1));
        assertThat(ways.get(1).sent)
                .singleElement()
                .satisfies(hello -> assertThat(hello.command()).isInstanceOf(ZreCommand.Hello.class));
        hear(BOB, 1, BOB_SAYS, seconds(1));
        assertThat(mesh.whisper(BOB, CONTENT)).isEqualTo(Outcome.SENT);
    }

    @Test
    void giveUpWhoSendsNonsense() {
        Way way = enterBob();
        mesh.onNonsense(EVE);
        mesh.onNonsense(BOB);
        assertThat(way.closed).isTrue();
        assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.OUT_OF_STEP));
    }

    @Test
    void speaksVersion2UntilAPeerSpeaksOtherwise() {
        onBeacon(Beacon.of(ZreVersion.V3, EVE, 50001), "10.0.0.3", 0);
        mesh.onMessage(BOB, null, new ZreMessage(ZreVersion.V3, 1, BOB_SAYS), 0);
        assertThat(ways.get(0).sent.get(0).version()).isEqualTo(ZreVersion.V2);
        assertThat(ways.get(1).sent.get(0).version()).isEqualTo(ZreVersion.V3);
    }

    @Test
    void greetsWhoIsSaidToSpeakVersion3InVersion3() {
        mesh.onSeen(new Sighting(EVE, "tcp://10.0.0.3:50001", null, 3), 0);
        assertThat(ways.get(0).sent)
                .singleElement()
                .satisfies(hello -> assertThat(hello.version()).isEqualTo(ZreVersion.V3));
    }

    @Test
    void introducesItselfAnewToWhoSpeaksAnotherVersionThanItWasMetIn() {
        onBeacon(Beacon.of(ZreVersion.V3, BOB, 50000), "10.0.0.2", 0);
        mesh.onMessage(BOB, null, new ZreMessage(ZreVersion.V3, 1, BOB_SAYS), 0);
        assertThat(ways.get(0).closed)
                .as("where it was told what it passed over")
                .isTrue();
        assertThat(ways.get(1).sent).singleElement().satisfies(hello -> {
            assertThat(hello.version()).isEqualTo(ZreVersion.V3);
            assertThat(hello.sequence()).isEqualTo(1);
        });
        assertThat(events).containsExactly(new MeshEvent.Entered(BOB_IS), new MeshEvent.Joined(BOB_IS, "chat"));
        mesh.onMessage(BOB, null, new ZreMessage(ZreVersion.V3, 2, new ZreCommand.Ping()), 0);
        assertThat(ways.get(1).sent.get(1)).isEqualTo(new ZreMessage(ZreVersion.V3, 2, new ZreCommand.PingOk()));
    }

    @Test
    void countsCommandsThatItDoesNotKnowAndMakesNothingOfThem() {
        Way way = enterBob();
        hear(BOB, 2, new ZreCommand.Other(8), seconds(4));
        hear(BOB, 3, new ZreCommand.Whisper(CONTENT), seconds(4));
        mesh.onTime(seconds(8));
        assertThat(events).containsExactly(new MeshEvent.Whisper(BOB_IS, CONTENT));
        assertThat(way.sent).hasSize(1);
    }

    @Test
    void hearsAndSaysGoodbye() {
        Way way = enterBob();
        mesh.goodbye();
        assertThat(way.sent.get(1)).isEqualTo(new ZreMessage(ZreVersion.V2, 2, new ZreCommand.Goodbye()));
        hear(BOB, 2, new ZreCommand.Goodbye());
        assertThat(way.closed).isTrue();
        assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.LEFT));
    }

    @Test
    @Tag("BLK-02")
    void givesUpAPeerThatHasNoRoomForWhatTheMeshItselfHasToSay() {
        Way way = enterBob();
        way.room = 1;
        mesh.join("news");
        assertThat(way.closed).isTrue();
        assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.BLOCKED));
    }

    @Test
    void greetsAnEndpointOfWhichNothingIsKnownAndTakesTheWayForThePeerThatAnswers() {
        mesh.onReachable(BOBS, 0);
        mesh.onReachable(BOBS, 1);
        assertThat(ways).singleElement().satisfies(way -> {
            assertThat(way.endpoint).isEqualTo(BOBS);
            assertThat(way.commands()).singleElement().isInstanceOf(ZreCommand.Hello.class);
        });
        assertThat(events).isEmpty();
        hear(BOB, 1, BOB_SAYS);
        assertThat(events).first().isEqualTo(new MeshEvent.Entered(BOB_IS));
        mesh.onReachable(BOBS, 2);
        onBeacon(beacon(BOB, 50000), "10.0.0.2", 3);
        mesh.whisper(BOB, CONTENT);
        assertThat(ways)
                .singleElement()
                .satisfies(way -> assertThat(way.sent)
                        .last()
                        .extracting(ZreMessage::sequence)
                        .isEqualTo(2));
        mesh.onTime(seconds(6));
        assertThat(ways.get(0).closed).isFalse();
    }

    @Test
    void knowsWhoAnswersByItsAddressIfItHasAnotherEndpointThanTheOneGreeted() {
        mesh.onReachable("tcp://192.168.0.2:50000", 0);
        mesh.onMessage(BOB, "192.168.0.2", new ZreMessage(ZreVersion.V2, 1, BOB_SAYS), 1);
        assertThat(ways).hasSize(1);
        assertThat(mesh.peers()).containsExactly(BOB_IS);
        mesh.onReachable("tcp://192.168.0.2:50000", 2);
        mesh.onReachable(BOBS, 2);
        assertThat(ways).as("both are Bob's").hasSize(1);
    }

    @Test
    void doesNotGreetAPeerAtTheAddressFromWhichItSpeaks() {
        mesh.onMessage(BOB, "192.168.0.2", new ZreMessage(ZreVersion.V2, 1, BOB_SAYS), 0);
        mesh.onReachable("tcp://192.168.0.2:50000", 1);
        assertThat(ways)
                .as("a second HELLO would mean that we know nothing of Bob any more")
                .hasSize(1);
        mesh.onReachable("tcp://192.168.0.3:50000", 1);
        assertThat(ways).hasSize(2);
        onBeacon(beacon(new UUID(0, 3), 50000), "192.168.0.2", 2);
        assertThat(mesh.peers())
                .as("another node of Bob's host does not replace Bob")
                .containsExactly(BOB_IS);
    }

    @Test
    void takesTheGreetingForTheWayIfABeaconTellsWhoIsThere() {
        mesh.onReachable(BOBS, 0);
        onBeacon(beacon(BOB, 50000), "10.0.0.2", 1);
        hear(BOB, 1, BOB_SAYS);
        assertThat(ways).singleElement().satisfies(way -> assertThat(way.sent).hasSize(1));
        assertThat(mesh.peers()).containsExactly(BOB_IS);
    }

    @Test
    void greetsAgainWhereNobodyAnswersAndNeverItself() {
        mesh.onReachable("tcp://10.0.0.1:49152", 0);
        assertThat(ways).as("its own endpoint").isEmpty();
        mesh.onReachable("tcp://127.0.0.1:49152", 0);
        assertThat(ways).hasSize(1);
        assertThat(mesh.nextTime()).isEqualTo(seconds(5));
        mesh.onTime(seconds(5));
        assertThat(ways.get(0).closed).isTrue();
        mesh.onReachable("tcp://127.0.0.1:49152", seconds(5));
        assertThat(ways).hasSize(2);
        mesh.onMessage(SELF, "127.0.0.1", new ZreMessage(ZreVersion.V3, 1, BOB_SAYS), seconds(5));
        assertThat(ways.get(1).closed).isTrue();
        mesh.onReachable("tcp://127.0.0.1:49152", seconds(9));
        assertThat(ways).hasSize(2);
    }

    @Test
    void whatWasNotHeardWhileItDidNotListenMeansNothing() {
        enterBob();
        mesh.onDeafness(seconds(40));
        mesh.onTime(seconds(41));
        assertThat(mesh.peers()).hasSize(1);
        assertThat(events).isEmpty();
    }

    @Test
    @Tag("PRS-08")
    void tellsItsNewEndpointAfterItHasMoved() {
        mesh.moveTo("tcp://10.0.0.9:49152");
        Way way = enterBob();
        assertThat(way.commands())
                .singleElement()
                .isInstanceOfSatisfying(
                        ZreCommand.Hello.class,
                        hello -> assertThat(hello.endpoint()).isEqualTo("tcp://10.0.0.9:49152"));
    }

    @Test
    void ignoresMoreNodesThanItMayHave() {
        enterBob();
        onBeacon(beacon(EVE, 50000), "10.0.0.3", 0);
        onBeacon(beacon(new UUID(0, 4), 50000), "10.0.0.4", 0);
        onBeacon(beacon(new UUID(0, 5), 50000), "10.0.0.5", 0);
        hear(new UUID(0, 6), 1, new ZreCommand.Hello("tcp://10.0.0.6:1", List.of(), 0, "", Map.of()));
        mesh.onReachable("tcp://10.0.0.7:1", 0);
        assertThat(ways).hasSize(3);
        assertThat(mesh.ignored()).isEqualTo(2);
        onBeacon(beacon(EVE, 50000).goodbye(), "10.0.0.3", 0);
        onBeacon(beacon(new UUID(0, 5), 50000), "10.0.0.5", 1);
        assertThat(ways).hasSize(4);
    }

    @Test
    void saysGoodbyeToTheApplicationWhenItStops() {
        Way way = enterBob();
        mesh.stop();
        assertThat(way.closed).isTrue();
        assertThat(events).containsExactly(new MeshEvent.Exited(BOB_IS, ExitReason.STOPPED));
    }
}
