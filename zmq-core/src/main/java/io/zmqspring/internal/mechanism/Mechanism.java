package io.zmqspring.internal.mechanism;

import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
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

    /** The next command that is due from us, or null if it is the other side's turn or nothing is left to say. */
    @Nullable
    Command nextCommand();

    /** Takes a command of the other side's. */
    void process(Command command) throws ProtocolException;

    /** Whether both sides have said all they have to say. */
    boolean isDone();

    /** What the other side announced, once done. */
    Map<String, byte[]> peerProperties();
}
