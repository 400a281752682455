package io.zmqspring.patterns.log;

import io.zmqspring.patterns.internal.log.ZreLogCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Something that happened at a node of a mesh.
 *
 * <p>A node is told by 16 bits only, which hundreds of nodes already share: take them for a hint. What {@link ZreLogPublisher} tells
 * by itself has the whole ids in the text, as {@code node=… peer=…}.
 *
 * @param level how much it matters
 * @param event what it is
 * @param node {@linkplain #hashOf hash} of the node where it happened, 0 to 65535
 * @param peer hash of the node that it is about, 0 to 65535; 0 if it is about none
 * @param time when, by the node's clock; milliseconds travel
 * @param text more about it; 255 octets of UTF-8 travel, what is longer is cut
 */
public record ZreLogRecord(Level level, Event event, int node, int peer, Instant time, String text) {
    private static final int MAX_HASH = 0xffff;

    /** Refuses nulls and hashes that are none. */
    public ZreLogRecord {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(text, "text");
        checkHash("node", node);
        checkHash("peer", peer);
    }

    private static void checkHash(String name, int hash) {
        if (hash < 0 || hash > MAX_HASH) {
            throw new IllegalArgumentException(name + "=" + hash + " must be 0 to " + MAX_HASH);
        }
    }

    /**
     * Returns what stands for a node in records: the hash of the 16 octets of its id.
     *
     * @param node the node's id
     * @return 0 to 65535; different nodes may have the same
     */
    public static int hashOf(UUID node) {
        return ZreLogCodec.hash(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(node.getMostSignificantBits())
                .putLong(node.getLeastSignificantBits())
                .array());
    }

    /** How much a record matters. The most severe is the first. */
    public enum Level {
        /** Something does not work. */
        ERROR,
        /** Something may soon not work. */
        WARNING,
        /** All is well. */
        INFO
    }

    /** What may have happened. */
    public enum Event {
        /** A peer joined a group. */
        JOIN,
        /** A peer left a group. */
        LEAVE,
        /** A peer entered the mesh. */
        ENTER,
        /** A peer is gone. */
        EXIT,
        /** A message was sent. */
        SEND,
        /** A message was received. */
        RECEIVE
    }
}
