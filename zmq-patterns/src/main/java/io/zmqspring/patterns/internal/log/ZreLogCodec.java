package io.zmqspring.patterns.internal.log;

import io.zmqspring.patterns.log.ZreLogRecord;
import io.zmqspring.patterns.log.ZreLogRecord.Event;
import io.zmqspring.patterns.log.ZreLogRecord.Level;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records to octets and back (20/ZRE, "Logging"). Numbers are in network order. */
public final class ZreLogCodec {
    /** The longest record. */
    public static final int MAX_SIZE = 273;

    private static final byte[] START = {(byte) 0xaa, (byte) 0xa2, 1};
    private static final int FIXED = 18;
    private static final int HASH_FACTOR = 33;
    private static final int HASH_MASK = 0xffff;

    /** In the order of their numbers, which begin at 1. */
    private static final List<Level> LEVELS = List.of(Level.ERROR, Level.WARNING, Level.INFO);

    private static final List<Event> EVENTS =
            List.of(Event.JOIN, Event.LEAVE, Event.ENTER, Event.EXIT, Event.SEND, Event.RECEIVE);

    private ZreLogCodec() {}

    /** What all records of a level begin with, and no others. */
    public static byte[] prefix(Level level) {
        return new byte[] {START[0], START[1], START[2], number(LEVELS, level)};
    }

    private static <T> byte number(List<T> all, T value) {
        return (byte) (all.indexOf(value) + 1);
    }

    private static <T> @Nullable T byNumber(List<T> all, byte number) {
        return number < 1 || number > all.size() ? null : all.get(number - 1);
    }

    /** The record; its text is cut after the last character that has room. */
    public static byte[] encode(ZreLogRecord entry) {
        ByteBuffer out = ByteBuffer.allocate(MAX_SIZE);
        out.put(START).put(number(LEVELS, entry.level())).put(number(EVENTS, entry.event()));
        out.putShort((short) entry.node()).putShort((short) entry.peer());
        out.putLong(entry.time().toEpochMilli()).put((byte) 0);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(entry.text()), out, true);
        out.put(FIXED - 1, (byte) (out.position() - FIXED));
        byte[] octets = new byte[out.position()];
        out.flip().get(octets);
        return octets;
    }

    /** Reads a record; null if it is none. */
    public static @Nullable ZreLogRecord decode(byte[] frame) {
        if (frame.length < FIXED) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(frame);
        for (byte octet : START) {
            if (in.get() != octet) {
                return null;
            }
        }
        Level level = byNumber(LEVELS, in.get());
        Event event = byNumber(EVENTS, in.get());
        int node = Short.toUnsignedInt(in.getShort());
        int peer = Short.toUnsignedInt(in.getShort());
        Instant time = Instant.ofEpochMilli(in.getLong());
        int size = Byte.toUnsignedInt(in.get());
        if (level == null || event == null || size != in.remaining()) {
            return null;
        }
        String text = new String(frame, FIXED, size, StandardCharsets.UTF_8);
        return new ZreLogRecord(level, event, node, peer, time, text);
    }

    /** Bernstein's hash with an exclusive or, in 16 bits. */
    public static int hash(byte[] octets) {
        int hash = 0;
        for (byte octet : octets) {
            hash = (HASH_FACTOR * hash ^ Byte.toUnsignedInt(octet)) & HASH_MASK;
        }
        return hash;
    }
}
