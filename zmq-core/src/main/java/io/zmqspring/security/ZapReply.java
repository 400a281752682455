package io.zmqspring.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a ZAP handler answered (RFC 27, "Reply").
 *
 * @param id the request that it answers
 * @param verdict what it says; no verdict of a handler that breaks the rules lets anybody in
 */
record ZapReply(String id, Verdict verdict) {
    static final String VERSION = "1.0";

    private static final int FRAMES = 7;
    private static final int LENGTH_SIZE = 4;

    // The frames, in this order.
    private static final int DELIMITER = 0;
    private static final int VERSION_FRAME = 1;
    private static final int ID = 2;
    private static final int STATUS = 3;
    private static final int TEXT = 4;
    private static final int USER = 5;
    private static final int METADATA = 6;

    /** Reads a reply, delimiter included. */
    static ZapReply read(List<byte[]> frames) {
        String id = frames.size() > ID ? new String(frames.get(ID), ISO_8859_1) : "";
        try {
            return new ZapReply(id, verdict(frames));
        } catch (IllegalArgumentException e) {
            return new ZapReply(id, Verdict.fail("the ZAP handler breaks RFC 27: " + e.getMessage()));
        }
    }

    private static Verdict verdict(List<byte[]> frames) {
        if (frames.size() != FRAMES) {
            throw new IllegalArgumentException(frames.size() + " frames where a reply has " + FRAMES);
        }
        if (frames.get(DELIMITER).length > 0) {
            throw new IllegalArgumentException("the first frame is not empty");
        }
        String version = text(frames, VERSION_FRAME);
        if (!version.equals(VERSION)) {
            throw new IllegalArgumentException("version '" + version + "' where only 1.0 is known");
        }
        String reason = text(frames, TEXT);
        return switch (text(frames, STATUS)) {
            case "200" -> accepted(text(frames, USER), metadata(ByteBuffer.wrap(frames.get(METADATA))));
            case "300" -> Verdict.tryLater(reason);
            case "400" -> Verdict.refuse(reason);
            case "500" -> Verdict.fail(reason);
            default ->
                throw new IllegalArgumentException("status '" + text(frames, STATUS) + "' is not 200, 300, 400 or 500");
        };
    }

    private static Verdict accepted(String user, Map<String, String> metadata) {
        return user.isEmpty() && metadata.isEmpty() ? Verdict.accept() : Verdict.accept(new User(user, metadata));
    }

    private static String text(List<byte[]> frames, int index) {
        return new String(frames.get(index), UTF_8);
    }

    /** Properties as a handshake has them: {@code *( name-length(1) name value-length(4) value )}. */
    private static Map<String, String> metadata(ByteBuffer in) {
        Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        while (in.hasRemaining()) {
            String name = text(in, in.get() & 0xff);
            int length = in.remaining() < LENGTH_SIZE ? -1 : in.getInt();
            if (name.isEmpty() || properties.put(name, text(in, length)) != null) {
                throw new IllegalArgumentException("metadata with a name that is empty or comes twice");
            }
        }
        return properties;
    }

    private static String text(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("metadata that ends before it is whole");
        }
        byte[] octets = new byte[length];
        in.get(octets);
        return new String(octets, UTF_8);
    }
}
