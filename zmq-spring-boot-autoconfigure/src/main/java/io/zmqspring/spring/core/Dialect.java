package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/**
 * How one socket is spoken to: the only place that knows what its type means for templates and listeners, that is by what
 * a message finds its peer, which frames stand around its content, and how a reply names its request. Thread-safe.
 *
 * <p>The reply names its request by a header, where the type carries any; see {@link PathDialect} for those that name it
 * by a frame. From peers that do neither, the next message answers the oldest request.
 */
abstract class Dialect {
    private final String name;
    private final ZmqSocket socket;
    private final Dialects.Kind kind;
    private final @Nullable MessageReceiver receiver;
    private final String requestIdPrefix =
            Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";
    private final AtomicLong requestIds = new AtomicLong();

    Dialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        this.name = name;
        this.socket = socket;
        this.kind = kind;
        this.receiver = socket instanceof MessageReceiver receives ? receives : null;
    }

    /**
     * A received message taken apart.
     *
     * @param content what is for the application
     * @param headers what the frames around it said
     */
    record Incoming(Message content, Map<String, Object> headers) {}

    final String name() {
        return name;
    }

    final ZmqSocket socket() {
        return socket;
    }

    final SocketType type() {
        return socket.type();
    }

    final Addressing addressing() {
        return kind.addressing();
    }

    final boolean can(Can what) {
        return kind.can().contains(what);
    }

    /** Refuses what the type does not allow; {@code who} wants it. */
    final void require(Can what, String who) {
        if (!can(what)) {
            throw new ZmqSocketUseException(
                    name, type(), "cannot " + what + ", as " + who + " wants", WaysOut.of(type(), what));
        }
    }

    /**
     * Sends a message.
     *
     * @param routingId the peer, where it is addressed so, else 0
     * @param address identity, topic or group, where it is addressed so, else null
     */
    abstract void send(int routingId, @Nullable String address, Message message);

    /** Sends a message if that needs no waiting, and returns false if it does. Types that never wait just send. */
    boolean trySend(int routingId, @Nullable String address, Message message) {
        send(routingId, address, message);
        return true;
    }

    /** Answers a message that {@link #read} took apart into these headers. */
    abstract void reply(MessageHeaders request, Message reply);

    /** Tells that a received message will get no answer, or none any more. */
    void noReply(Message request) {
        // only a socket that takes turns needs to know
    }

    /** Returns the next message, waiting for it as long as it may take; null if there is none after all. */
    @Nullable
    Message receive(Duration timeout) {
        return receiver().tryReceive(timeout);
    }

    final MessageReceiver receiver() {
        if (receiver == null) {
            throw new IllegalStateException("a " + type() + " socket receives nothing");
        }
        return receiver;
    }

    /** Takes a received message apart. */
    Incoming read(Message message) {
        return new Incoming(message, Map.of());
    }

    final String nextRequestId() {
        return requestIdPrefix + Long.toHexString(requestIds.incrementAndGet());
    }

    final boolean isOwnRequestId(String id) {
        return id.startsWith(requestIdPrefix);
    }

    /** Sends a request whose reply is to name it. */
    void request(int routingId, @Nullable String address, String requestId, Message request) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put(ZmqWireHeaders.REQUEST_ID, requestId);
        send(routingId, address, request.withHeaders(headers));
    }

    /** Asks, and returns what waits for the reply. */
    Exchange ask(ZmqRoute route, ZmqSocketReader reader, Message request) {
        return new PendingExchange(
                route.destination(), reader, reader.request(route.routingId(), route.address(), request));
    }

    /** Returns the id of the request that a received message answers; null if it names none. */
    @Nullable
    String inReplyTo(Message message) {
        return message.header(ZmqWireHeaders.IN_REPLY_TO);
    }

    /** Whether a message that names no request may answer the oldest one all the same. */
    boolean mayAnswerOldest(Message message) {
        return message.headers().isEmpty() && !namesRequests(message.sender().properties());
    }

    /** Whether a peer that announced these properties names the requests that it answers. */
    boolean namesRequests(Map<String, String> properties) {
        return type().isSingleFrame()
                && switch (socket.options().envelope()) {
                    case NEVER -> false;
                    case ALWAYS -> true;
                    case AUTO ->
                        ZmqWireHeaders.ENVELOPE_VERSION.equals(properties.get(ZmqWireHeaders.ENVELOPE_PROPERTY));
                };
    }

    /** Whether the peer that a request went to names the requests that it answers; an unknown one is taken to. */
    boolean namesRequests(int routingId) {
        return type().isSingleFrame()
                && socket.peers().stream()
                        .filter(peer -> peer.routingId() == routingId)
                        .allMatch(peer -> namesRequests(peer.properties()));
    }

    /**
     * Whether a reply of the peer may name no request and answer the oldest, so that requests to it must be sent in the
     * order in which they are counted.
     */
    boolean answersInOrder(int routingId) {
        return true;
    }

    /** Begins to receive a topic or group; once more if that was done before. */
    void subscribe(String topic) {
        require(Can.SUBSCRIBE, "topic '" + topic + "'");
    }

    /** Takes back one {@link #subscribe}. */
    void unsubscribe(String topic) {
        require(Can.SUBSCRIBE, "topic '" + topic + "'");
    }

    /** Returns the topics or groups that are received. */
    Set<String> topics() {
        return Set.of();
    }
}
