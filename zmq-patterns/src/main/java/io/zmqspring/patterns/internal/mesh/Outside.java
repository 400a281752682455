package io.zmqspring.patterns.internal.mesh;

import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.security.CurveKey;
import org.jspecify.annotations.Nullable;

/** What a node of a mesh acts upon. */
public interface Outside {

    /**
     * Opens the way to a peer's mailbox: a DEALER with our identity, which is connected to it and never read.
     *
     * @param key the peer's public key, null if nothing is encrypted
     */
    Link connect(String endpoint, @Nullable CurveKey key);

    /** Tells the application. */
    void tell(MeshEvent event);

    /** The way to one peer. */
    interface Link {
        /** Queues a message; false if there is no room for it. */
        boolean send(ZreMessage message);

        /** Ends it; what is queued is dropped. */
        void close();
    }
}
