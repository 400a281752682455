package io.zmqspring.interop;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a conversation, whichever library it belongs to. A frame is a text of ISO 8859-1, an octet a character.
 * SERVER and PEER have the routing id, RADIO and DISH the group as the first frame.
 */
interface End extends AutoCloseable {
    /** Binds, and says where. */
    String bind(String endpoint);

    void connect(String endpoint);

    /** A prefix for SUB and XSUB, a group for DISH. */
    void subscribe(String topic);

    void unsubscribe(String topic);

    /** Waits ten seconds at most for a peer, and fails then. */
    void send(List<String> frames);

    /** The next message, or null if none comes in time. */
    @Nullable
    List<String> receive(Duration timeout);

    /** The routing id that connecting gave a PEER; null if it did not connect. */
    @Nullable
    default String connectedId() {
        return null;
    }

    @Override
    void close();
}
