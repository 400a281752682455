package io.zmqspring.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zmqspring.Message;
import io.zmqspring.PubSubOptions;
import io.zmqspring.RouterOptions;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqUnroutableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The broker of one cluster, whose clients are served by its own workers if any is idle, and otherwise by those of another
 * cluster that says it has some. Everything happens on an executor that runs one task at a time, so nothing here is
 * locked. While nobody can do a request, at most one from each side is held here; all others stay in the sockets' queues.
 */
final class PeeringBroker {
    private static final byte[] EMPTY = new byte[0];

    private final String name;
    private final Executor loop;
    private final Frontend clients;
    private final RouterSocket workers;
    private final Frontend tasksOfOthers;
    private final RouterSocket tasksForOthers;
    private final XPubSocket ownState;
    private final SubSocket stateOfOthers;

    private final Set<String> peers = new HashSet<>();
    private final Deque<byte[]> idle = new ArrayDeque<>();
    /** How many idle workers each peer has, as far as we know; only peers that have some. */
    private final Map<String, Integer> idleElsewhere = new HashMap<>();

    /** Where others connect. */
    record Endpoints(String clients, String workers, String tasks, String state) {}

    /** A socket from which a request is taken only when it can be done. */
    private static final class Frontend {
        final RouterSocket socket;

        @Nullable
        Message request;

        boolean asked;

        Frontend(RouterSocket socket) {
            this.socket = socket;
        }
    }

    /** Opens the sockets of a broker. */
    PeeringBroker(String name, ZmqContext context, Executor loop) {
        this.name = name;
        this.loop = loop;
        clients = new Frontend(context.router(router(RouterOptions.LENIENT)));
        workers = context.router();
        tasksOfOthers = new Frontend(context.router(router(RouterOptions.LENIENT)));
        tasksForOthers = context.router(router(new RouterOptions(true, false, false, true)));
        PubSubOptions everySubscriber = PubSubOptions.DEFAULT.withNotices(PubSubOptions.Notices.EVERY_SUBSCRIBE);
        ownState = context.xpub(SocketOptions.builder().pubSub(everySubscriber).build());
        stateOfOthers = context.sub();
        stateOfOthers.subscribe("");
    }

    /** Between brokers a router is known by the name of its broker. */
    private SocketOptions router(RouterOptions options) {
        return SocketOptions.builder()
                .identity(name.getBytes(UTF_8))
                .router(options)
                .build();
    }

    /** Begins to serve. */
    Endpoints start(Endpoints where) {
        workers.onMessage(loop, this::onWorker);
        tasksForOthers.onMessage(loop, this::onOther);
        stateOfOthers.onMessage(loop, this::onState);
        ownState.onMessage(loop, newcomer -> announce());
        return new Endpoints(
                clients.socket.bind(where.clients()).toString(),
                workers.bind(where.workers()).toString(),
                tasksOfOthers.socket.bind(where.tasks()).toString(),
                ownState.bind(where.state()).toString());
    }

    /** Joins another cluster, which must join this one as well for its clients to be helped. */
    void join(String peer, Endpoints endpoints) {
        loop.execute(() -> peers.add(peer));
        tasksForOthers.connect(endpoints.tasks());
        stateOfOthers.connect(endpoints.state());
    }

    /** The peers that have idle workers, as far as we know. */
    CompletableFuture<Set<String>> helpers() {
        return CompletableFuture.supplyAsync(() -> Set.copyOf(idleElsewhere.keySet()), loop);
    }

    /** {@code [worker] [] [READY]}, or a reply: {@code [worker] [] [client] [] [reply]}, with the asking peer before the client. */
    private void onWorker(Message message) {
        if (message.frameCount() > 3) {
            Message reply = message.withoutLeading(2);
            boolean forPeer = peers.contains(new String(reply.frame(0), UTF_8));
            (forPeer ? tasksOfOthers : clients).socket.send(reply);
        }
        idle.add(message.frame(0));
        announce();
        serve();
    }

    /** {@code [peer] [client] [] [reply]}, or a notice that the peer has gone: {@code [peer] []}. */
    private void onOther(Message message) {
        if (message.frameCount() > 2) {
            clients.socket.send(message.withoutLeading(1));
        } else {
            idleElsewhere.remove(new String(message.frame(0), UTF_8));
        }
    }

    /** {@code [peer] [idle workers]}. */
    private void onState(Message message) {
        String peer = new String(message.frame(0), UTF_8);
        setIdleElsewhere(peer, Integer.parseInt(message.text()));
        serve();
    }

    private void setIdleElsewhere(String peer, int workers) {
        if (workers > 0) {
            idleElsewhere.put(peer, workers);
        } else {
            idleElsewhere.remove(peer);
        }
    }

    private void announce() {
        ownState.send(Message.ofTexts(name, String.valueOf(idle.size())));
    }

    /** Gives away what can be done, and asks for more while somebody is idle; what others ask for is done here or not at all. */
    private void serve() {
        if (tasksOfOthers.request != null && !idle.isEmpty()) {
            toWorker(tasksOfOthers);
        }
        if (clients.request != null && !idle.isEmpty()) {
            toWorker(clients);
        }
        while (clients.request != null && !idleElsewhere.isEmpty()) {
            toPeer(clients);
        }
        if (!idle.isEmpty()) {
            ask(tasksOfOthers);
        }
        if (!idle.isEmpty() || !idleElsewhere.isEmpty()) {
            ask(clients);
        }
    }

    private void ask(Frontend from) {
        if (!from.asked) {
            from.asked = true;
            from.socket.receiveAsync().thenAcceptAsync(request -> onRequest(from, request), loop);
        }
    }

    private void onRequest(Frontend from, Message request) {
        from.request = request;
        serve();
    }

    private static Message taken(Frontend from) {
        Message request = from.request;
        from.request = null;
        from.asked = false;
        return request;
    }

    private void toWorker(Frontend from) {
        workers.send(taken(from).withLeading(idle.remove(), EMPTY));
        announce();
    }

    private void toPeer(Frontend from) {
        String peer = idleElsewhere.keySet().iterator().next();
        try {
            tasksForOthers.send(from.request.withLeading(peer.getBytes(UTF_8)));
            taken(from);
            setIdleElsewhere(peer, idleElsewhere.get(peer) - 1);
        } catch (ZmqUnroutableException gone) {
            idleElsewhere.remove(peer);
        }
    }
}
