package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.security.User;
import io.zmqspring.security.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One security handshake as a machine without I/O (RFC 37, "Authentication and Confidentiality"): commands in, commands
 * out, until it is done. An object serves one connection and is used by one thread.
 */
public interface Mechanism {

    /** The name that the greeting carries. */
    String name();

    /** Whether we have the server's role; false where the mechanism has none. */
    boolean asServer();

    /**
     * Whether peers of ZMTP 1.0 and 2.0, which know no mechanism, may be let in. Not if there is anything that the
     * mechanism is to keep out.
     */
    default boolean admitsOldPeers() {
        return false;
    }

    /** Whether the other side may be told by an ERROR why we do not want it; a client just leaves (RFC 26). */
    default boolean mayTellErrors() {
        return true;
    }

    /** Reads the body of a command frame of the handshake. */
    default Command parse(byte[] body) throws ProtocolException {
        return Command.parse(body);
    }

    /** The next command that is due from us, or null if it is the other side's turn or nothing is left to say. */
    @Nullable
    Command nextCommand();

    /** Takes a command of the other side's. The time is in monotonic nanoseconds. */
    void process(Command command, long now) throws ProtocolException;

    /** What somebody has to be asked before the handshake can go on; handed out once, null if there is nothing. */
    default @Nullable Question takeQuestion() {
        return null;
    }

    /** What the question was answered. */
    default void answer(Verdict verdict) throws ProtocolException {
        throw new IllegalStateException("an answer, and nothing was asked");
    }

    /** Whether both sides have said all they have to say. */
    boolean isDone();

    /** What the other side announced; empty before it did. */
    Map<String, byte[]> peerProperties();

    /** Whom the authenticator recognised in the peer; null if nobody. */
    default @Nullable User user() {
        return null;
    }

    /** What protects all that is exchanged after the handshake; null for nothing. Asked for once, when done. */
    default @Nullable Sealing sealing() {
        return null;
    }

    /** Overwrites the keys of an unfinished handshake; nothing is called any more. */
    default void wipe() {}
}
