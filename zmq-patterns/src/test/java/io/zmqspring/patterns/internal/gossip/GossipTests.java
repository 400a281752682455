package io.zmqspring.patterns.internal.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.patterns.internal.gossip.GossipMessage.Hello;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Invalid;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Ping;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Pong;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Publish;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GossipTests {
    private static final long MILLI = 1_000_000;
    private static final ByteBuffer ANN = client("ann");
    private static final ByteBuffer BOB = client("bob");
    private static final Publish TUPLE = new Publish("key", "value", 0);
    private static final Publish OWN = new Publish("own", "here", 60_000);

    private final Recorder out = new Recorder();

    private static ByteBuffer client(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes down what a gossip does. */
    private static final class Recorder implements GossipOutside {
        final List<Object> done = new ArrayList<>();
        final Set<Object> unreachable = new HashSet<>();

        record Sent(Object to, GossipMessage message) {}

        record Learned(String key, String value) {}

        @Override
        public boolean toClient(ByteBuffer client, GossipMessage message) {
            return sent(client, message);
        }

        @Override
        public boolean toRemote(int remote, GossipMessage message) {
            return sent(remote, message);
        }

        private boolean sent(Object to, GossipMessage message) {
            return !unreachable.contains(to) && done.add(new Sent(to, message));
        }

        @Override
        public void learned(String key, String value) {
            done.add(new Learned(key, value));
        }

        List<Object> take() {
            List<Object> all = List.copyOf(done);
            done.clear();
            return all;
        }
    }

    private static Recorder.Sent to(Object whom, GossipMessage message) {
        return new Recorder.Sent(whom, message);
    }

    private Gossip gossip(int remotes) {
        return new Gossip(remotes, out, 0);
    }

    /** With one remote that has taken us in. */
    private Gossip ready() {
        Gossip gossip = gossip(1);
        gossip.onTime(0);
        gossip.fromRemote(0, new Pong(), 0);
        out.take();
        return gossip;
    }

    @Test
    void a_client_that_says_hello_hears_all_that_is_known() {
        Gossip gossip = gossip(0);
        gossip.publish(OWN, 0);
        gossip.fromClient(ANN, new Hello(), 0);
        assertThat(out.take()).containsExactly(to(ANN, OWN));
        gossip.fromClient(ANN, TUPLE, 0);
        assertThat(out.take()).containsExactly(new Recorder.Learned("key", "value"));
        gossip.fromClient(BOB, new Hello(), 0);
        assertThat(out.take()).containsExactly(to(BOB, OWN), to(BOB, TUPLE));
        gossip.fromClient(BOB, new Ping(), 0);
        assertThat(out.take()).containsExactly(to(BOB, new Pong()));
    }

    @Test
    void who_has_not_said_hello_or_says_it_twice_begins_anew() {
        Gossip gossip = gossip(0);
        gossip.fromClient(ANN, TUPLE, 0);
        gossip.fromClient(ANN, new Ping(), 0);
        assertThat(out.take()).containsExactly(to(ANN, new Invalid()), to(ANN, new Invalid()));
        assertThat(gossip.known(0)).isEmpty();

        gossip.fromClient(ANN, new Hello(), 0);
        gossip.fromClient(ANN, new Hello(), 0);
        assertThat(out.take()).containsExactly(to(ANN, new Invalid()));
        gossip.fromClient(ANN, new Ping(), 0);
        assertThat(out.take()).containsExactly(to(ANN, new Invalid()));
        gossip.fromClient(ANN, new Hello(), 0);
        gossip.fromClient(ANN, new Ping(), 0);
        assertThat(out.take()).containsExactly(to(ANN, new Pong()));
    }

    @Test
    void news_goes_to_everybody_but_who_brought_it_and_old_news_to_nobody() {
        Gossip gossip = ready();
        gossip.fromClient(ANN, new Hello(), 0);
        gossip.fromClient(BOB, new Hello(), 0);
        gossip.fromClient(ANN, TUPLE, 0);
        assertThat(out.take()).containsExactly(to(BOB, TUPLE), to(0, TUPLE), new Recorder.Learned("key", "value"));
        gossip.fromRemote(0, TUPLE, 0);
        gossip.fromClient(BOB, TUPLE, 0);
        assertThat(out.take()).isEmpty();

        Publish moved = new Publish("key", "elsewhere", 0);
        gossip.fromRemote(0, moved, 0);
        assertThat(out.take())
                .containsExactly(to(ANN, moved), to(BOB, moved), new Recorder.Learned("key", "elsewhere"));
    }

    @Test
    void a_remote_is_told_all_once_it_has_taken_us_in() {
        Gossip gossip = gossip(1);
        gossip.publish(OWN, 0);
        assertThat(out.take()).isEmpty();
        gossip.onTime(0);
        assertThat(out.take()).containsExactly(to(0, new Hello()), to(0, new Ping()));
        gossip.fromRemote(0, TUPLE, 0);
        gossip.onTime(100 * MILLI);
        assertThat(out.take()).containsExactly(new Recorder.Learned("key", "value"));
        gossip.fromRemote(0, new Pong(), 100 * MILLI);
        assertThat(out.take()).containsExactly(to(0, OWN), to(0, TUPLE));
    }

    @Test
    void a_remote_hears_from_us_often_enough_not_to_forget_us() {
        Gossip gossip = ready();
        int pings = 0;
        for (long now = 0; now <= 2000 * MILLI; now += Gossip.TICK_NANOS) {
            gossip.onTime(now);
            pings += out.take().size();
        }
        assertThat(pings).isBetween(4, 5);
    }

    @Test
    void who_has_forgotten_us_is_greeted_again_once_however_often_it_says_so() {
        Gossip gossip = ready();
        gossip.publish(OWN, 0);
        out.take();
        for (int i = 0; i < 10; i++) {
            gossip.fromRemote(0, new Invalid(), 500 * MILLI);
        }
        gossip.onTime(500 * MILLI);
        gossip.onTime(600 * MILLI);
        assertThat(out.take()).containsExactly(to(0, new Hello()), to(0, new Ping()));
        gossip.fromRemote(0, new Invalid(), 601 * MILLI); // late, and it costs a round
        gossip.onTime(700 * MILLI);
        assertThat(out.take()).isEmpty();
        gossip.onTime(900 * MILLI);
        assertThat(out.take()).containsExactly(to(0, new Hello()), to(0, new Ping()));
        gossip.fromRemote(0, new Pong(), 901 * MILLI);
        assertThat(out.take()).containsExactly(to(0, OWN));
    }

    @Test
    void a_remote_that_is_not_there_is_greeted_as_soon_as_it_is() {
        out.unreachable.add(0);
        Gossip gossip = gossip(1);
        gossip.onTime(0);
        gossip.onTime(100 * MILLI);
        out.unreachable.clear();
        gossip.onTime(200 * MILLI);
        assertThat(out.take()).containsExactly(to(0, new Hello()), to(0, new Ping()));
        gossip.onTime(2100 * MILLI);
        assertThat(out.take()).isEmpty();
        gossip.onTime(2200 * MILLI); // nothing came: the connection may have broken behind our HELLO
        assertThat(out.take()).containsExactly(to(0, new Hello()), to(0, new Ping()));
    }

    @Test
    void a_client_that_does_not_read_or_is_gone_is_forgotten() {
        Gossip gossip = gossip(0);
        gossip.fromClient(ANN, new Hello(), 0);
        gossip.fromClient(BOB, new Hello(), 0);
        out.unreachable.add(ANN);
        gossip.fromClient(BOB, TUPLE, 0);
        out.unreachable.clear();
        gossip.onClientGone(BOB);
        out.take();
        gossip.publish(OWN, 0);
        assertThat(out.take()).isEmpty();
        gossip.fromClient(ANN, new Ping(), 0);
        assertThat(out.take()).containsExactly(to(ANN, new Invalid()));
    }

    @Test
    void what_is_true_of_ourselves_nobody_else_knows_better() {
        Gossip gossip = ready();
        gossip.publish(OWN, 0);
        out.take();
        gossip.fromRemote(0, new Publish("own", "somewhere else", 0), 0);
        assertThat(out.take()).isEmpty();
        assertThat(gossip.known(0)).containsExactly(OWN);
    }

    @Test
    void what_nobody_says_any_more_is_forgotten_in_time_and_then_is_news() {
        Gossip gossip = ready();
        Publish brief = new Publish("key", "value", 60_000);
        gossip.fromRemote(0, brief, 0);
        assertThat(gossip.known(59_999 * MILLI)).containsExactly(brief);
        assertThat(gossip.known(60_000 * MILLI)).isEmpty();
        out.take();
        gossip.fromRemote(0, brief, 61_000 * MILLI);
        assertThat(out.take()).containsExactly(new Recorder.Learned("key", "value"));
    }

    @Test
    void what_is_said_again_is_passed_on_once_and_is_no_news() {
        Gossip gossip = gossip(2);
        gossip.onTime(0);
        gossip.fromRemote(0, new Pong(), 0);
        gossip.fromRemote(1, new Pong(), 0);
        Publish brief = new Publish("key", "value", 60_000);
        gossip.fromRemote(0, brief, 0);
        out.take();
        gossip.fromRemote(0, brief, 14_000 * MILLI);
        assertThat(out.take()).isEmpty();
        gossip.fromRemote(0, brief, 30_000 * MILLI);
        gossip.fromRemote(1, brief, 30_001 * MILLI);
        assertThat(out.take()).containsExactly(to(1, brief));
        assertThat(gossip.known(89_000 * MILLI)).containsExactly(brief);
    }

    @Test
    void our_own_is_said_again_at_half_its_time() {
        Gossip gossip = ready();
        gossip.publish(OWN, 0);
        out.take();
        for (long now = 0; now < 30_000 * MILLI; now += Gossip.TICK_NANOS) {
            gossip.onTime(now);
        }
        assertThat(out.take()).doesNotContain(to(0, OWN));
        gossip.onTime(30_000 * MILLI);
        assertThat(out.take()).contains(to(0, OWN));
        assertThat(gossip.known(89_000 * MILLI)).containsExactly(OWN);
    }

    @Test
    void a_babbler_does_not_fill_the_memory() {
        Gossip gossip = gossip(1);
        gossip.onTime(0);
        for (int i = 0; i < GossipTable.MAX_TUPLES + 10; i++) {
            gossip.fromRemote(0, new Publish("key" + i, "value", 0), 0);
        }
        assertThat(gossip.known(0)).hasSize(GossipTable.MAX_TUPLES);
    }
}
