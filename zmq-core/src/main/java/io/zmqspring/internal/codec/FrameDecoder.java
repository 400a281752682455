package io.zmqspring.internal.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames apart, whatever the pieces they arrive in: first {@link #header}, then {@link #body} or {@link #skip}.
 *
 * <p>A declared size reserves nothing: a body that is not there yet starts with 64 KiB at most and doubles as octets
 * arrive. An incomplete header is left in the input, for the caller to keep (9 octets at most).
 */
public final class FrameDecoder {
    /** The most that a command may have, even where messages must be smaller: a peer's PING is no message. */
    public static final int MAX_COMMAND = 8 << 10;

    /** How an error goes on that has named a size and the largest one. */
    public static final String TOO_LARGE =
            ", the most accepted here, headers included; raise maxMessageSize if such messages are wanted";

    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;
    private static final int FIRST_CHUNK = 64 << 10;
    private static final byte[] EMPTY = new byte[0];

    private final Framing framing;
    private boolean handshaking = true;
    private long maxSize;
    private String wayOut;
    private int flags;
    private long size;
    private long skipped;
    private byte @Nullable [] partial;
    private int filled;
    private int proven; // a peer that has sent a body of this size is given room for another before it has arrived

    /** For a handshake, in which a peer may send so many octets; {@link #limitMessages} follows when it is done. */
    public FrameDecoder(Framing framing, long maxHandshake) {
        this.framing = framing;
        this.maxSize = Math.min(maxHandshake, LARGEST_ARRAY);
        this.wayOut = ", the most before the handshake is done; raise handshakeLimits if peers need more";
    }

    /** Sets the largest body of a message that is accepted from now on, and returns this. */
    public FrameDecoder limitMessages(long maxMessageSize) {
        this.maxSize = Math.min(maxMessageSize, LARGEST_ARRAY);
        this.handshaking = false;
        this.wayOut = TOO_LARGE;
        return this;
    }

    /** Reads flags and size; false if they have not arrived yet. */
    public boolean header(ByteBuffer in) throws ProtocolException {
        framing.skipEmpty(in);
        int start = in.position();
        int header = framing.headerSize(in, start);
        if (header == 0) {
            return false;
        }
        flags = framing.flags(in, start);
        size = framing.bodySize(in, start);
        in.position(start + header);
        long most = handshaking || !isCommand() ? maxSize : Math.max(maxSize, MAX_COMMAND);
        if (size < 0 || size > most) {
            throw new ProtocolException("frame size " + Long.toUnsignedString(size) + " > " + most + wayOut);
        }
        return true;
    }

    public boolean isCommand() {
        return (flags & Frames.COMMAND) != 0;
    }

    public boolean hasMore() {
        return (flags & Frames.MORE) != 0;
    }

    /** How large the body of the frame is whose header was read. */
    public long size() {
        return size;
    }

    /** Reads the body of the frame whose header was read; null if it has not arrived whole yet. */
    public byte @Nullable [] body(ByteBuffer in) {
        if (partial == null) {
            if (in.remaining() >= size) {
                if (size == 0) {
                    return EMPTY;
                }
                byte[] whole = new byte[(int) size];
                in.get(whole);
                return whole;
            }
            partial = new byte[(int) Math.min(size, Math.max(FIRST_CHUNK, proven))];
        }
        return bodyInPieces(in, partial);
    }

    private byte @Nullable [] bodyInPieces(ByteBuffer in, byte[] collected) {
        int n = (int) Math.min(in.remaining(), size - filled);
        if (filled + n > collected.length) {
            int capacity = (int) Math.min(size, Math.max(collected.length * 2L, filled + n));
            collected = Arrays.copyOf(collected, capacity);
            partial = collected;
        }
        in.get(collected, filled, n);
        filled += n;
        if (filled < size) {
            return null;
        }
        partial = null;
        filled = 0;
        proven = Math.max(proven, collected.length);
        return collected;
    }

    /** Passes over the body of the frame whose header was read; false if more of it is to come. */
    public boolean skip(ByteBuffer in) {
        long n = Math.min(in.remaining(), size - skipped);
        in.position(in.position() + (int) n);
        skipped += n;
        if (skipped < size) {
            return false;
        }
        skipped = 0;
        return true;
    }
}
