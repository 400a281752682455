package io.zmqspring.internal.codec;

import java.nio.ByteBuffer;

/**
 * How a generation of ZMTP lays the header of a frame out. Nothing but the header differs: what reads, writes and looks
 * for frames is the same for all. Stateless; headers are read where they stand, so nothing is made for one.
 */
public interface Framing {

    /** Passes over what may stand before a frame and says nothing. */
    default void skipEmpty(ByteBuffer in) {}

    /** How many octets the header has that begins at an index; 0 if it is not there whole yet. */
    int headerSize(ByteBuffer in, int at);

    /** The flags in the whole header at an index: bits of {@link Frames}. */
    int flags(ByteBuffer in, int at);

    /** The size of the body after the whole header at an index; negative or too large if a peer says so. */
    long bodySize(ByteBuffer in, int at);

    /** How many octets the header of a body of this size takes. */
    int headerSize(long bodySize);

    /** Writes the shortest header. */
    void putHeader(ByteBuffer out, int flags, long bodySize);
}
