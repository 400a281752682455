package io.zmqspring.patterns.internal.gossip;

import io.zmqspring.patterns.internal.gossip.GossipMessage.Hello;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Invalid;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Ping;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Pong;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Publish;
import io.zmqspring.patterns.internal.gossip.GossipTable.News;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One that gossips: a server for those who know its endpoint, a client of the remotes whose endpoints it knows, and it passes on
 * what it hears from any of them to all the others. One thread at a time.
 *
 * <p>A client that we serve is forgotten when its connection is gone; CZMQ forgets those it serves after a second of silence, so
 * a remote hears from us twice a second. Whoever is forgotten and speaks on is told so and introduces itself again.
 */
public final class Gossip {
    /** The longest time between two calls of {@link #onTime}. */
    public static final long TICK_NANOS = 100_000_000;

    private static final long PING_NANOS = 400_000_000;
    private static final long PATIENCE_NANOS = 2_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final GossipOutside outside;
    private final GossipTable table = new GossipTable();
    private final Set<ByteBuffer> clients = new LinkedHashSet<>();
    private final List<Remote> remotes = new ArrayList<>();
    private @Nullable Publish own;
    private long published;

    /** How far we are with a remote. */
    private enum State {
        /** It has to hear our HELLO. */
        UNKNOWN,
        /** HELLO and PING are on their way: after the PONG it has taken us in. */
        GREETED,
        READY
    }

    private static final class Remote {
        private final int number;
        private State state = State.UNKNOWN;
        private long spoken;

        Remote(int number) {
            this.number = number;
        }
    }

    /**
     * @param remotes how many there are, which are called 0, 1 and so on
     */
    public Gossip(int remotes, GossipOutside outside, long now) {
        this.outside = outside;
        for (int i = 0; i < remotes; i++) {
            Remote remote = new Remote(i);
            remote.spoken = now - PATIENCE_NANOS;
            this.remotes.add(remote);
        }
    }

    /** Says something, and says it again in time before it would be forgotten. */
    public void publish(Publish mine, long now) {
        own = mine;
        published = now;
        table.accept(mine, now);
        forward(mine, null, -1);
    }

    /** All that is true now, our own too. */
    public List<Publish> known(long now) {
        return table.all(now);
    }

    // ---- as a server ---------------------------------------------------------------------------------------------

    /**
     * A client said something.
     *
     * @param client its routing identity
     */
    public void fromClient(ByteBuffer client, GossipMessage message, long now) {
        if (message instanceof Hello ? !clients.add(client) : !clients.contains(client)) {
            clients.remove(client);
            outside.toClient(client, new Invalid());
        } else if (message instanceof Hello) {
            for (Publish each : table.all(now)) {
                toClient(client, each);
            }
        } else if (message instanceof Publish said) {
            hear(said, client, -1, now);
        } else if (message instanceof Ping) {
            toClient(client, new Pong());
        }
    }

    /** A client's connection has ended. */
    public void onClientGone(ByteBuffer client) {
        clients.remove(client);
    }

    /** Who does not take a message must not believe to know everything: it is told, when it next speaks, to begin anew. */
    private void toClient(ByteBuffer client, GossipMessage message) {
        if (!outside.toClient(client, message)) {
            clients.remove(client);
        }
    }

    // ---- as a client ---------------------------------------------------------------------------------------------

    /** A remote said something. */
    public void fromRemote(int number, GossipMessage message, long now) {
        Remote remote = remotes.get(number);
        if (message instanceof Publish said) {
            hear(said, null, number, now);
        } else if (message instanceof Invalid) {
            remote.state = State.UNKNOWN;
        } else if (message instanceof Pong && remote.state == State.GREETED) {
            remote.state = State.READY;
            for (Publish each : table.all(now)) {
                toRemote(remote, each);
            }
        }
    }

    /** Without a connection there is nobody who knows us. */
    private boolean toRemote(Remote remote, GossipMessage message) {
        boolean sent = outside.toRemote(remote.number, message);
        if (!sent) {
            remote.state = State.UNKNOWN;
        }
        return sent;
    }

    /** Time has passed. */
    public void onTime(long now) {
        for (Remote remote : remotes) {
            long silence = now - remote.spoken;
            if (silence >= (remote.state == State.GREETED ? PATIENCE_NANOS : PING_NANOS)) {
                speak(remote, now);
            }
        }
        if (own != null && own.ttl() != 0 && now - published >= own.ttl() * NANOS_PER_MILLI / 2) {
            publish(own, now);
        }
    }

    /** An attempt without a connection does not count, so that the first moment of a connection is used. */
    private void speak(Remote remote, long now) {
        boolean known = remote.state == State.READY;
        if ((known || toRemote(remote, new Hello())) && toRemote(remote, new Ping())) {
            remote.state = known ? State.READY : State.GREETED;
            remote.spoken = now;
        }
    }

    // ---- as both -------------------------------------------------------------------------------------------------

    private void hear(Publish said, @Nullable ByteBuffer client, int remote, long now) {
        if (own != null && own.key().equals(said.key())) {
            return; // what is true of us is known best here
        }
        News news = table.accept(said, now);
        if (news == News.NONE) {
            return;
        }
        forward(said, client, remote);
        if (news == News.NEW) {
            outside.learned(said.key(), said.value());
        }
    }

    private void forward(Publish said, @Nullable ByteBuffer fromClient, int fromRemote) {
        for (ByteBuffer each : List.copyOf(clients)) {
            if (!each.equals(fromClient)) {
                toClient(each, said);
            }
        }
        for (Remote each : remotes) {
            if (each.number != fromRemote && each.state == State.READY) {
                toRemote(each, said);
            }
        }
    }
}
