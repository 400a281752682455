package io.zmqspring.boot.test;

import io.zmqspring.Connectable;
import io.zmqspring.DgramSocket;
import io.zmqspring.DishSocket;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.MessageSender;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerSocket;
import io.zmqspring.Publisher;
import io.zmqspring.RadioSocket;
import io.zmqspring.RoutedSocket;
import io.zmqspring.StreamSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqSocket;
import io.zmqspring.ZmqTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A peer that a test scripts: it sends frames and expects frames, whatever its socket type. {@link ZmqTestPeers} makes it. What
 * does not come in time, or is something else, fails the test and tells what there was instead. For one thread at a time.
 */
public final class ZmqTestPeer implements AutoCloseable {
    private final ZmqSocket socket;
    private final String where;
    private final Runnable afterwards;
    private Duration timeout = ZmqTestPeers.DEFAULT_TIMEOUT;
    private int connection;
    private @Nullable Message last;

    ZmqTestPeer(ZmqSocket socket, String where, Runnable afterwards) {
        this.socket = socket;
        this.where = where;
        this.afterwards = afterwards;
    }

    ZmqTestPeer connect(String endpoint) {
        if (socket instanceof PeerSocket peer) {
            connection = peer.connect(endpoint);
        } else if (socket instanceof StreamSocket stream) {
            connection = stream.connect(endpoint);
        } else if (socket instanceof Connectable connects) {
            connects.connect(endpoint);
        } else {
            throw new IllegalStateException("a " + socket.type() + " connects to nobody; let it listen, with bind");
        }
        return this;
    }

    ZmqTestPeer bind(String endpoint) {
        socket.bind(endpoint);
        return this;
    }

    ZmqTestPeer awaitConnection() {
        if (socket instanceof DgramSocket) {
            return this; // datagrams need no connection
        }
        try {
            socket.awaitPeers(1, timeout);
            return this;
        } catch (ZmqTimeoutException late) {
            throw new AssertionError(this + " found nobody within " + timeout + state(), late);
        }
    }

    /**
     * Changes how long it waits for what it expects.
     *
     * @param longest the time, {@link ZmqTestPeers#DEFAULT_TIMEOUT} without this
     * @return this peer
     */
    public ZmqTestPeer withTimeout(Duration longest) {
        this.timeout = longest;
        return this;
    }

    /**
     * Sends a message. A PEER, SERVER or STREAM sends it where it connected to; if it listens, to whoever sent the last message,
     * or to the only peer it has. A RADIO takes the first frame for the group.
     *
     * @param frames its frames, as text in UTF-8
     * @return this peer
     */
    public ZmqTestPeer send(String... frames) {
        return send(Message.ofTexts(frames));
    }

    /**
     * Sends a message, as {@link #send(String...)}.
     *
     * @param message the message
     * @return this peer
     */
    public ZmqTestPeer send(Message message) {
        if (socket instanceof MessageSender sender) {
            sender.send(message);
        } else if (socket instanceof RoutedSocket routed) {
            routed.send(receiver(), message);
        } else if (socket instanceof RadioSocket radio) {
            radio.send(text(message.frame(0)), message.withoutLeading(1));
        } else {
            throw new IllegalStateException("a " + socket.type() + " does not send");
        }
        return this;
    }

    private int receiver() {
        if (connection != 0) {
            return connection;
        }
        if (last != null) {
            return last.routingId();
        }
        List<PeerInfo> peers = socket.peers();
        if (peers.size() != 1) {
            throw new IllegalStateException(
                    this + " has " + peers.size() + " peers, and has received from none of them,"
                            + " so nobody knows whom it means; receive a message first");
        }
        return peers.get(0).routingId();
    }

    /**
     * Waits for the next message.
     *
     * @return the message
     * @throws AssertionError if none comes in time
     */
    public Message receive() {
        Message message = receiver("receive").tryReceive(timeout);
        if (message == null) {
            throw new AssertionError(this + " got no message within " + timeout + state());
        }
        last = message;
        return message;
    }

    /**
     * Waits for the next message, which must be this one.
     *
     * @param frames its frames, as text in UTF-8
     * @return this peer
     * @throws AssertionError if none comes in time, or another
     */
    public ZmqTestPeer expect(String... frames) {
        Message wanted = Message.ofTexts(frames);
        Message came;
        try {
            came = receive();
        } catch (AssertionError nothing) {
            throw new AssertionError(nothing.getMessage() + "; it expected " + shown(wanted), nothing);
        }
        if (!Arrays.deepEquals(wanted.frames().toArray(), came.frames().toArray())) {
            throw new AssertionError(this + " expected " + shown(wanted) + " but got " + shown(came));
        }
        return this;
    }

    /**
     * Sees to it that no message comes. This takes the whole time: prefer to send something after it that is answered, and
     * to expect the answer next.
     *
     * @param time how long to wait
     * @return this peer
     * @throws AssertionError if one comes
     */
    public ZmqTestPeer expectNothing(Duration time) {
        Message message = receiver("receive").tryReceive(time);
        if (message != null) {
            throw new AssertionError(this + " expected nothing but got " + shown(message));
        }
        return this;
    }

    private MessageReceiver receiver(String what) {
        if (socket instanceof MessageReceiver receiver) {
            return receiver;
        }
        throw new IllegalStateException("a " + socket.type() + " does not " + what);
    }

    /**
     * Subscribes a SUB or XSUB to topics, or joins a DISH to groups. {@link ZmqAwait#subscribers} waits until a publisher of
     * the application knows.
     *
     * @param topics the topics or groups
     * @return this peer
     */
    public ZmqTestPeer subscribe(String... topics) {
        for (String topic : topics) {
            if (socket instanceof SubSocket sub) {
                sub.subscribe(topic);
            } else if (socket instanceof XSubSocket xsub) {
                xsub.send(Message.of("\u0001" + topic));
            } else if (socket instanceof DishSocket dish) {
                dish.join(topic);
            } else {
                throw new IllegalStateException("a " + socket.type() + " does not subscribe");
            }
        }
        return this;
    }

    /**
     * Waits until somebody gets what this PUB, XPUB or RADIO sends, so that nothing is sent too early.
     *
     * @param topic the beginning of a message, or a group
     * @return this peer
     * @throws AssertionError if nobody asks for it in time
     */
    public ZmqTestPeer awaitSubscriber(String topic) {
        if (!(socket instanceof Publisher publisher)) {
            throw new IllegalStateException("a " + socket.type() + " has no subscribers");
        }
        try {
            publisher.awaitSubscribers(topic, 1, timeout);
            return this;
        } catch (ZmqTimeoutException late) {
            throw new AssertionError(this + ": nobody asked for '" + topic + "' within " + timeout + state(), late);
        }
    }

    /**
     * Returns where it listens.
     *
     * @return the endpoint, the port resolved
     * @throws IllegalStateException if it does not listen
     */
    public String endpoint() {
        return socket.boundEndpoints().stream()
                .findFirst()
                .map(Endpoint::toString)
                .orElseThrow(() -> new IllegalStateException(this + " does not listen, it connects"));
    }

    /**
     * Returns the socket, for what this class does not know.
     *
     * @return the socket, with the interface of its type
     */
    public ZmqSocket socket() {
        return socket;
    }

    /** Goes, at once: what it has sent and is still queued is gone too. */
    @Override
    public void close() {
        if (!socket.isClosed()) {
            socket.close(Duration.ZERO);
            afterwards.run();
        }
    }

    /** Returns what failures call it. */
    @Override
    public String toString() {
        return "test peer " + socket.type() + " at '" + where + "'";
    }

    private String state() {
        String peers = socket.peers().stream()
                .map(peer -> peer.endpoint() + " " + peer.state()
                        + (peer.lastError() == null ? "" : " (" + peer.lastError() + ")"))
                .collect(Collectors.joining(", "));
        return peers.isEmpty() ? "; it has no peers" : "; its peers: " + peers;
    }

    private static String shown(Message message) {
        return message.frames().stream().map(ZmqTestPeer::text).toList().toString();
    }

    /** As text where it is text, otherwise as hexadecimal digits. */
    private static String text(byte[] frame) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(frame))
                    .toString();
        } catch (CharacterCodingException binary) {
            return "0x" + HexFormat.of().formatHex(frame);
        }
    }
}
