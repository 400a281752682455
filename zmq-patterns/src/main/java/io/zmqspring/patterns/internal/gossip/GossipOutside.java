package io.zmqspring.patterns.internal.gossip;

import java.nio.ByteBuffer;

/** What a gossip acts upon. */
public interface GossipOutside {

    /** Sends to a client; false if it is gone or does not read. */
    boolean toClient(ByteBuffer client, GossipMessage message);

    /** Sends to a remote; false if there is no connection to it. */
    boolean toRemote(int remote, GossipMessage message);

    /** Somebody has published something new. */
    void learned(String key, String value);
}
