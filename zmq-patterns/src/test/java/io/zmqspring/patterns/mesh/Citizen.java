package io.zmqspring.patterns.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ZmqStateException;
import io.zmqspring.patterns.mesh.MeshEvent.Entered;
import io.zmqspring.patterns.mesh.MeshEvent.Evasive;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshEvent.Exited;
import io.zmqspring.patterns.mesh.MeshEvent.Joined;
import io.zmqspring.patterns.mesh.MeshEvent.Left;
import io.zmqspring.patterns.mesh.MeshEvent.Shout;
import io.zmqspring.patterns.mesh.MeshEvent.Whisper;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * One node of the {@link MeshTester}. It answers as the guide's does, but an answer to an answer to an answer is the last, and
 * asserts at each event:
 *
 * <ul>
 *   <li>a peer enters before anything else is told of it, and nothing is told after it has exited;
 *   <li>a peer joins only what it is not in, and leaves only what it is in;
 *   <li>as long as a peer is there, whispers to it are taken, and those from it come one by one without a gap;
 *   <li>nobody exits who has not been stopped.
 * </ul>
 */
final class Citizen {
    private static final int GROUPS = 10;
    private static final int LAST_ECHO = 3;
    /** One of so many joins is greeted with a shout: each costs as many messages as the group has members. */
    private static final int RARELY = 30;

    private final Random random;
    private final Verdict verdict;
    private final Predicate<UUID> hasStopped;
    private final Map<UUID, View> views = new HashMap<>();
    private final Map<UUID, Heard> heard = new HashMap<>();
    private long conversations;
    private MeshNode node;

    /** What is known of a peer between its entrance and its exit. */
    private static final class View {
        final long conversation;
        final Set<String> groups = new HashSet<>();
        int sent;
        boolean refused;

        View(long conversation) {
            this.conversation = conversation;
        }
    }

    /** The last that came from a peer. */
    private static final class Heard {
        long conversation = -1;
        int count;
    }

    Citizen(int number, long seed, Verdict verdict, Predicate<UUID> hasStopped) {
        this.conversations = (long) number << 32;
        this.random = new Random(seed);
        this.verdict = verdict;
        this.hasStopped = hasStopped;
    }

    synchronized void start(MeshNodeBuilder builder) {
        node = builder.listener(this::onEvent).build();
        node.start();
    }

    UUID id() {
        return node.id();
    }

    void stop() {
        node.stop();
    }

    /** Once a second: joins or leaves. */
    synchronized void act() {
        String group = "group-" + random.nextInt(GROUPS);
        if (node.groups().contains(group)) {
            node.leave(group);
        } else {
            node.join(group);
        }
    }

    private synchronized void onEvent(MeshEvent event) {
        verdict.events.increment();
        UUID peer = event.peer().id();
        View view = views.get(peer);
        if (event instanceof Entered) {
            check(view == null, "entered twice: %s", event);
            views.put(peer, new View(++conversations));
            whisper(peer, 0);
            return;
        }
        if (view == null) {
            check(false, "of a peer that has not entered: %s", event);
            return;
        }
        if (event instanceof Exited exited) {
            onExit(exited);
        } else if (event instanceof Joined joined) {
            check(view.groups.add(joined.group()), "joined twice: %s", event);
            if (random.nextInt(RARELY) == 0 && node.isRunning()) {
                shout(joined.group(), 0);
            }
        } else if (event instanceof Left left) {
            check(view.groups.remove(left.group()), "left without having joined: %s", event);
        } else if (event instanceof Whisper whisper) {
            onWhisper(peer, ByteBuffer.wrap(whisper.content().get(0)));
        } else if (event instanceof Shout shout) {
            onShout(peer, shout.group(), shout.content().get(0)[0]);
        } else if (event instanceof Evasive) {
            verdict.evasive.increment();
        }
    }

    private void onExit(Exited exited) {
        UUID peer = exited.peer().id();
        views.remove(peer);
        boolean expected = exited.reason() == ExitReason.STOPPED || hasStopped.test(peer);
        check(expected, "gone, and not stopped: %s", exited);
        if (node.isRunning()) {
            whisperOrNot(peer); // to one who is gone: harmless
        }
    }

    private void whisperOrNot(UUID peer) {
        try {
            node.whisper(peer, "are you gone?");
        } catch (ZmqStateException e) {
            // we are being stopped
        }
    }

    private void onWhisper(UUID peer, ByteBuffer content) {
        verdict.whispers.increment();
        long conversation = content.getLong();
        int number = content.getInt();
        Heard last = heard.computeIfAbsent(peer, id -> new Heard());
        if (conversation != last.conversation) {
            check(conversation > last.conversation, "an old conversation %s after %s", conversation, last.conversation);
            last.conversation = conversation;
            last.count = 0;
        }
        check(number == last.count, "number %s of conversation %s after %s", number, conversation, last.count - 1);
        last.count = number + 1;
        int echo = content.get();
        if (random.nextBoolean() && echo < LAST_ECHO) {
            whisper(peer, echo + 1);
        }
    }

    private void onShout(UUID peer, String group, int echo) {
        verdict.shouts.increment();
        if (random.nextInt(3) == 0 && echo < LAST_ECHO) {
            whisper(peer, echo + 1);
        }
        if (random.nextInt(3 * RARELY) == 0 && echo < LAST_ECHO && node.isRunning()) {
            shout(group, echo + 1);
        }
    }

    private void whisper(UUID peer, int echo) {
        View view = views.get(peer);
        if (view == null || !node.isRunning()) {
            return;
        }
        byte[] content = ByteBuffer.allocate(13)
                .putLong(view.conversation)
                .putInt(view.sent)
                .put((byte) echo)
                .array();
        try {
            if (node.whisper(peer, List.of(content))) {
                view.sent++;
            } else {
                view.refused = true;
            }
        } catch (ZmqStateException e) {
            check(!node.isRunning(), "%s", e.getMessage());
        }
    }

    private void shout(String group, int echo) {
        try {
            node.shout(group, List.of(new byte[] {(byte) echo}));
        } catch (ZmqStateException e) {
            check(!node.isRunning(), "%s", e.getMessage());
        }
    }

    private void check(boolean holds, String otherwise, Object... arguments) {
        if (!holds) {
            verdict.violated(node.name() + ": " + otherwise, arguments);
        }
    }

    /** Sees all the others and nobody else, in the groups that they are in, and has heard all that they have said. */
    void assertSeesExactly(List<Citizen> all) {
        for (Citizen other : all) {
            if (other != this) {
                Said said = other.saidTo(id());
                synchronized (this) {
                    View view = views.get(other.id());
                    assertThat(view)
                            .as("%s sees %s", node.name(), other.node.name())
                            .isNotNull();
                    assertThat(view.refused)
                            .as("who was refused a whisper has exited")
                            .isFalse();
                    assertThat(view.groups).isEqualTo(other.node.groups());
                    Heard last = heard.getOrDefault(other.id(), new Heard());
                    assertThat(said.count == 0 || (said.conversation == last.conversation && said.count == last.count))
                            .as("%s has heard %s of %s", node.name(), last.count, said)
                            .isTrue();
                }
            }
        }
        assertThat(node.peers()).hasSize(all.size() - 1);
    }

    private record Said(long conversation, int count) {}

    private synchronized Said saidTo(UUID peer) {
        View view = views.get(peer);
        return view == null ? new Said(-1, -1) : new Said(view.conversation, view.sent);
    }
}
