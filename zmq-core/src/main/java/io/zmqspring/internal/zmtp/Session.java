package io.zmqspring.internal.zmtp;

import io.zmqspring.Message;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.Verdict;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One peer, talked to as its generation of ZMTP wants it. It owns whatever only that generation has. */
interface Session {
    int MAX_IDENTITY = 255;

    /** Sends what is due from us without any input. */
    void start();

    /**
     * Takes what has arrived.
     *
     * @return who goes on: this session, or the one that takes its place, already started
     */
    Session receive(ByteBuffer in, long now) throws ProtocolException;

    ZmtpConnection.State state();

    /** The authenticator's answer; only where it was asked. */
    default void answer(Verdict verdict, long now) throws ProtocolException {
        throw new IllegalStateException("an answer, and nothing was asked");
    }

    /** A subscription or its end, in the form that the peer knows. */
    byte[] encodeSubscription(boolean subscribe, byte[] topic);

    /** Looks at the clock: may send a PING or a sign of life; false if the peer has been silent for too long. */
    default boolean isAlive(long now) {
        return true;
    }

    /** Nanoseconds from now until {@link #isAlive} should be asked again; a very long time if never. */
    default long untilHeartbeat(long now) {
        return Long.MAX_VALUE;
    }

    /** Nothing is read from now on. */
    default void rest(long now) {}

    /** What comes is read again. */
    default void listen(long now) {}

    /** Overwrites keys; nothing is called any more. */
    default void wipe() {}

    /** What the socket receives last when the connection ends without being asked to; null for nothing. */
    default @Nullable Message farewell() {
        return null;
    }

    /** Refuses an identity that is too long. */
    static byte[] checkIdentity(byte[] identity) throws ProtocolException {
        if (identity.length > MAX_IDENTITY) {
            throw new ProtocolException("identity of " + identity.length + " octets > " + MAX_IDENTITY);
        }
        return identity;
    }

    /** A subscription as peers before ZMTP 3.1 know it: the body of a message (RFC 15 and 23, "Publish-Subscribe"). */
    static byte[] subscriptionMessage(boolean subscribe, byte[] topic) {
        byte[] body = new byte[topic.length + 1];
        body[0] = (byte) (subscribe ? 1 : 0);
        System.arraycopy(topic, 0, body, 1, topic.length);
        return body;
    }
}
