package io.zmqspring.patterns.internal.node;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** By which a mailbox knows whom a message is from: 01 and the id, as an identity must not begin with 00 (36/ZRE). */
final class NodeIdentity {
    private static final int SIZE = 17;
    private static final byte MARK = 1;

    private NodeIdentity() {}

    static byte[] of(UUID node) {
        return ByteBuffer.allocate(SIZE)
                .put(MARK)
                .putLong(node.getMostSignificantBits())
                .putLong(node.getLeastSignificantBits())
                .array();
    }

    /** Null if it is the identity of no node. */
    static @Nullable UUID read(byte[] identity) {
        if (identity.length != SIZE || identity[0] != MARK) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(identity, 1, SIZE - 1);
        return new UUID(in.getLong(), in.getLong());
    }
}
