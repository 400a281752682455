package io.zmqspring.patterns.internal.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zmqspring.ZmqStateException;
import io.zmqspring.patterns.internal.mesh.Mesh;
import io.zmqspring.patterns.mesh.MeshListener;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.patterns.mesh.MeshStats;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A node over its runs: what it is in, and who listens, outlasts them. */
public final class DefaultMeshNode implements MeshNode {
    private static final int MOST_OCTETS = 255;

    private final NodeOptions options;
    private final EventOrder events;
    private final NodeCounters counters = new NodeCounters();
    /** Guards {@link #groups}, and that one thread at a time starts or stops. */
    private final Object life = new Object();

    private final Set<String> groups = new LinkedHashSet<>();
    private volatile @Nullable RunningNode running;

    public DefaultMeshNode(NodeOptions options) {
        this.options = options;
        Executor executor = options.executor();
        this.events = new EventOrder(executor == null ? ownThread(options.name()) : executor);
        events.listeners().addAll(options.listeners());
    }

    /** One thread, there only while there is something to tell. */
    private static Executor ownThread(String name) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "mesh-" + name + "-events");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public UUID id() {
        return options.id();
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public Map<String, String> headers() {
        return options.headers();
    }

    @Override
    public void start() {
        synchronized (life) {
            if (running != null) {
                throw new ZmqStateException("node " + name() + " runs already; stop it before it is started again");
            }
            running = new RunningNode(options, groups, events, counters);
        }
    }

    @Override
    public void stop() {
        synchronized (life) {
            RunningNode node = running;
            if (node != null) {
                running = null;
                node.stop();
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public String endpoint() {
        return started().endpoint();
    }

    private RunningNode started() {
        RunningNode node = running;
        if (node == null) {
            throw new ZmqStateException("node " + name() + " does not run; start it first");
        }
        return node;
    }

    @Override
    public void join(String group) {
        checked(group);
        synchronized (life) {
            groups.add(group);
            whileRunning(mesh -> mesh.join(group));
        }
    }

    @Override
    public void leave(String group) {
        synchronized (life) {
            groups.remove(group);
            whileRunning(mesh -> mesh.leave(group));
        }
    }

    private void whileRunning(Consumer<Mesh> action) {
        RunningNode node = running;
        if (node != null) {
            node.locked(mesh -> {
                action.accept(mesh);
                return null;
            });
        }
    }

    private static String checked(String group) {
        int size = group.getBytes(UTF_8).length;
        if (size == 0 || size > MOST_OCTETS) {
            throw new IllegalArgumentException(
                    "group of " + size + " octets: its name must have 1 to " + MOST_OCTETS + "; choose another one");
        }
        return group;
    }

    private static List<byte[]> checked(List<byte[]> content) {
        if (content.isEmpty()) {
            throw new IllegalArgumentException(
                    "content of 0 frames: some peers cannot tell it from none; send an empty frame instead");
        }
        return List.copyOf(content);
    }

    @Override
    public boolean whisper(UUID peer, List<byte[]> content) {
        return started().whisper(Objects.requireNonNull(peer, "peer"), checked(content));
    }

    @Override
    public boolean whisper(UUID peer, String text) {
        return whisper(peer, List.of(text.getBytes(UTF_8)));
    }

    @Override
    public int shout(String group, List<byte[]> content) {
        return started().shout(checked(group), checked(content));
    }

    @Override
    public int shout(String group, String text) {
        return shout(group, List.of(text.getBytes(UTF_8)));
    }

    @Override
    public List<MeshPeer> peers() {
        return ask(Mesh::peers, List.of());
    }

    @Override
    public List<MeshPeer> members(String group) {
        return ask(mesh -> mesh.members(group), List.of());
    }

    @Override
    public Set<String> groups() {
        synchronized (life) {
            return Set.copyOf(groups);
        }
    }

    @Override
    public Set<String> peerGroups() {
        return ask(Mesh::peerGroups, Set.of());
    }

    private <T> T ask(Function<Mesh, T> question, T otherwise) {
        RunningNode node = running;
        return node == null ? otherwise : node.locked(question);
    }

    @Override
    public MeshStats stats() {
        return counters.snapshot(events.waiting());
    }

    @Override
    public void addListener(MeshListener listener) {
        events.listeners().add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public void removeListener(MeshListener listener) {
        events.listeners().remove(listener);
    }

    @Override
    public String toString() {
        return "MeshNode[" + name() + ", " + id() + (isRunning() ? "" : ", stopped") + "]";
    }
}
