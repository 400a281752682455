package io.zmqspring.patterns.internal.node;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.RouterOptions;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqException;
import io.zmqspring.patterns.internal.mesh.Mesh;
import io.zmqspring.patterns.internal.mesh.Mesh.Outcome;
import io.zmqspring.patterns.internal.mesh.Outside;
import io.zmqspring.patterns.internal.mesh.PublicKeyHeader;
import io.zmqspring.patterns.internal.mesh.Settings;
import io.zmqspring.patterns.internal.zre.ZreCodec;
import io.zmqspring.patterns.internal.zre.ZreFormatException;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshSecurity;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sighting;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.Security;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node between start and stop. One lock guards all that it knows ({@link Mesh}): the application's threads send under it, a search
 * tells under it what it sees, and the node's own thread reads the mailbox. Nobody waits while holding it, and no listener is
 * called.
 */
final class RunningNode implements Outside, Sightings {
    private static final Logger LOG = System.getLogger(RunningNode.class.getName());
    /** So many messages are read before others get the lock. */
    private static final int BATCH = 256;

    private static final long PAUSE_NANOS = 100_000_000;
    /** What was sent has so much time to be read before beacons tell that we have gone, and nobody listens to us any more. */
    private static final long READING_NANOS = 50_000_000;

    private final NodeOptions options;
    private final EventOrder events;
    private final NodeCounters counters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Mailbox mailbox;
    private final Mesh mesh;
    private final SocketOptions linkOptions;
    private final Thread thread;
    private final MeshDiscovery.Search search;
    private boolean ending;
    private long lingerUntil;

    RunningNode(NodeOptions options, Collection<String> groups, EventOrder events, NodeCounters counters) {
        this.options = options;
        this.events = events;
        this.counters = counters;
        byte[] identity = NodeIdentity.of(options.id());
        this.linkOptions = SocketOptions.builder()
                .identity(identity)
                .sendHighWaterMark(options.highWaterMark())
                .build();
        this.mailbox = openMailbox();
        this.mesh = new Mesh(settings(), this);
        groups.forEach(mesh::join);
        this.thread = new Thread(this::run, "mesh-" + options.name());
        thread.setDaemon(true);
        thread.start();
        this.search = startSearch();
    }

    private Mailbox openMailbox() {
        MeshSecurity security = options.security();
        Security server =
                security == null ? Security.none() : Security.curveServer(security.own(), security.authenticator());
        var socket = options.context()
                .router(SocketOptions.builder()
                        .router(new RouterOptions(false, true)) // a peer's newest connection is the one that counts
                        .security(server)
                        .build());
        try {
            return new Mailbox(socket, options.networkInterface(), options.port());
        } catch (RuntimeException e) {
            socket.close(Duration.ZERO);
            throw e;
        }
    }

    private Settings settings() {
        Map<String, String> headers = new LinkedHashMap<>(options.headers());
        MeshSecurity security = options.security();
        if (security != null) {
            headers.put(PublicKeyHeader.NAME, security.own().publicKey().toString());
        }
        long evasive = options.evasiveAfter().toNanos();
        return new Settings(
                options.id(),
                options.name(),
                mailbox.endpoint(),
                headers,
                security != null,
                options.maxPeers(),
                options.discovery().isContinuous() ? evasive : evasive / 2,
                evasive,
                options.expireAfter().toNanos());
    }

    private MeshDiscovery.Search startSearch() {
        MeshSecurity security = options.security();
        CurveKey key = security == null ? null : security.own().publicKey();
        OwnNode own = new OwnNode(options.id(), mailbox.endpoint(), mailbox.port(), key, options.networkInterface());
        try {
            return options.discovery().start(own, this);
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    // ---- the mailbox ---------------------------------------------------------------------------------------------

    private void run() {
        try {
            long nextLook = System.nanoTime();
            while (true) {
                pauseIfListenersAreBehind();
                long wait = Math.max(0, nextLook - System.nanoTime());
                Message message = mailbox.socket.tryReceive(Duration.ofNanos(wait));
                long look = nextLook;
                nextLook = locked(mesh -> readOn(message, look));
            }
        } catch (ZmqClosedException e) {
            // the node stops
        }
    }

    private long readOn(@Nullable Message first, long nextLook) {
        long now = System.nanoTime();
        Message message = first;
        for (int i = 1; message != null; i++) {
            take(message, now);
            message = i < BATCH ? mailbox.socket.tryReceive() : null;
        }
        if (now - nextLook < 0) {
            return nextLook;
        }
        mesh.onTime(now);
        Long next = mesh.nextTime();
        long latest = now + options.evasiveAfter().toNanos() / 2; // who is met meanwhile has time until then
        return next == null || next - latest > 0 ? latest : next;
    }

    private void take(Message message, long now) {
        UUID from = NodeIdentity.read(message.frame(0));
        if (from == null || ending) {
            counters.ignored(1);
            return;
        }
        long before = mesh.ignored();
        try {
            ZreMessage read = ZreCodec.decode(message.frames().subList(1, message.frameCount()));
            if (read == null) {
                counters.ignored(1);
            } else {
                mesh.onMessage(from, message.sender().properties().get("Peer-Address"), read, now);
            }
        } catch (ZreFormatException e) {
            LOG.log(Level.DEBUG, "peer {0} sends what is no ZRE: {1}", from, e.getMessage());
            mesh.onNonsense(from);
        }
        counters.ignored(mesh.ignored() - before);
    }

    /** Peers whose messages wait in the mailbox meanwhile are not silent. */
    private void pauseIfListenersAreBehind() {
        if (!events.isFull()) {
            return;
        }
        long since = System.nanoTime();
        while (events.isFull() && !mailbox.socket.isClosed()) {
            events.awaitRoom(PAUSE_NANOS);
        }
        locked(mesh -> {
            mesh.onDeafness(System.nanoTime() - since);
            return null;
        });
    }

    // ---- what the mesh wants -------------------------------------------------------------------------------------

    /** What a peer says of itself may be anything: if it is no endpoint, or nobody's key, the way leads nowhere. */
    @Override
    public Link connect(String endpoint, @Nullable CurveKey key) {
        DealerSocket socket = null;
        try {
            socket = options.context().dealer(linkOptions(key));
            socket.connect(endpoint);
        } catch (ZmqException | IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "a peer is said to be at {0}, where it cannot be: {1}", endpoint, e.getMessage());
        }
        return new DealerLink(socket == null ? options.context().dealer(linkOptions) : socket, this::linger);
    }

    private SocketOptions linkOptions(@Nullable CurveKey key) {
        MeshSecurity security = options.security();
        return security == null || key == null
                ? linkOptions
                : linkOptions.toBuilder()
                        .security(Security.curveClient(security.own(), key))
                        .build();
    }

    @Override
    public void tell(MeshEvent event) {
        counters.told(event);
        events.add(event);
    }

    // ---- what a search sees --------------------------------------------------------------------------------------

    @Override
    public void seen(Sighting other) {
        unlessEnding(() -> mesh.onSeen(other, System.nanoTime()));
    }

    @Override
    public void reachable(String endpoint) {
        unlessEnding(() -> mesh.onReachable(endpoint, System.nanoTime()));
    }

    @Override
    public void left(UUID id) {
        unlessEnding(() -> mesh.onLeft(id));
    }

    @Override
    public void moved(InetAddress own) {
        unlessEnding(() -> {
            try {
                mailbox.moveTo(own);
                mesh.moveTo(mailbox.endpoint());
            } catch (ZmqException e) {
                LOG.log(Level.WARNING, "the mailbox cannot move to {0}: {1}", own, e.getMessage());
            }
        });
    }

    private void unlessEnding(Runnable action) {
        locked(mesh -> {
            if (!ending) {
                action.run();
            }
            return null;
        });
    }

    // ---- what the application wants ------------------------------------------------------------------------------

    boolean whisper(UUID peer, List<byte[]> content) {
        return send(peer, () -> mesh.whisper(peer, content));
    }

    int shout(String group, List<byte[]> content) {
        List<UUID> full = new ArrayList<>();
        int sent = locked(mesh -> {
            int count = mesh.shout(group, content, full);
            counters.sent(count);
            return count;
        });
        for (UUID peer : full) {
            if (send(peer, () -> mesh.shoutTo(peer, group, content))) {
                sent++;
            }
        }
        return sent;
    }

    private boolean send(UUID peer, Supplier<Outcome> attempt) {
        Outcome outcome = locked(mesh -> counted(attempt.get()));
        return outcome == Outcome.NO_ROOM ? sendWhenThereIsRoom(peer, attempt) : outcome == Outcome.SENT;
    }

    private Outcome counted(Outcome outcome) {
        if (outcome == Outcome.SENT) {
            counters.sent(1);
        }
        return outcome;
    }

    /** A peer that makes no room in the send timeout does not read, and is given up. */
    private boolean sendWhenThereIsRoom(UUID peer, Supplier<Outcome> attempt) {
        long deadline = System.nanoTime() + options.sendTimeout().toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            DealerLink link = locked(mesh -> (DealerLink) mesh.linkTo(peer));
            if (left > 0 && link != null) {
                link.awaitRoom(left);
            }
            Outcome outcome = locked(mesh -> {
                Outcome last = counted(attempt.get());
                if (last == Outcome.NO_ROOM && left <= 0) {
                    mesh.giveUp(peer);
                }
                return last;
            });
            if (outcome != Outcome.NO_ROOM || left <= 0) {
                return outcome == Outcome.SENT;
            }
        }
    }

    String endpoint() {
        return locked(mesh -> mailbox.endpoint());
    }

    /** Asks or changes what the node knows. */
    <T extends @Nullable Object> T locked(Function<Mesh, T> action) {
        lock.lock();
        try {
            return action.apply(mesh);
        } finally {
            lock.unlock();
            if (!lock.isHeldByCurrentThread()) {
                events.dispatch();
            }
        }
    }

    // ---- the end -------------------------------------------------------------------------------------------------

    void stop() {
        boolean alone = locked(mesh -> {
            boolean nobody = mesh.peers().isEmpty();
            mesh.goodbye(); // after all that was sent; a beacon would overtake it
            ending = true;
            lingerUntil = System.nanoTime() + options.linger().toNanos();
            mesh.stop();
            return nobody;
        });
        if (!alone) {
            LockSupport.parkNanos(READING_NANOS);
        }
        search.close();
        end();
    }

    /** A way ends at once, unless the node stops: then all ways go on sending, and together have the time of one. */
    private Duration linger() {
        return ending ? Duration.ofNanos(Math.max(0, lingerUntil - System.nanoTime())) : Duration.ZERO;
    }

    private void end() {
        mailbox.socket.close(Duration.ZERO);
        if (Thread.currentThread() != thread) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
