package io.zmqspring.internal.codec;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes headers out of a frame, where they stand before the body between peers that both announced it; see
 * docs/envelope.md. {@link Message#envelope()} puts them there.
 *
 * <pre>
 * version(1)=01  size(2)  *( name-length(1) name  value-length(2) value )  body
 * </pre>
 */
public final class Envelope {
    private static final byte VERSION_OCTET = 1;
    private static final int FIXED = 3;

    private Envelope() {}

    /** Splits a frame into headers and body. */
    public static Message decode(byte[] frame, Sender sender) throws ProtocolException {
        if (frame.length < FIXED || frame[0] != VERSION_OCTET) {
            throw new ProtocolException("frame of " + frame.length + " octets does not begin with an envelope");
        }
        ByteBuffer in = ByteBuffer.wrap(frame);
        int size = in.getShort(1) & 0xffff;
        if (size > Message.MAX_HEADER_BYTES || size > frame.length - FIXED) {
            throw new ProtocolException("envelope of " + size + " octets in a frame of " + frame.length + ", at most "
                    + Message.MAX_HEADER_BYTES + " are accepted");
        }
        byte[] body = Arrays.copyOfRange(frame, FIXED + size, frame.length);
        Message message = Message.received(body, sender);
        return size == 0
                ? message
                : message.withHeaders(headers(in.position(FIXED).limit(FIXED + size)));
    }

    private static Map<String, String> headers(ByteBuffer in) throws ProtocolException {
        Map<String, String> headers = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            String name = text(in, in.get() & 0xff);
            if (in.remaining() < 2) {
                throw new ProtocolException("header " + WireText.escape(name) + " has no value");
            }
            if (name.isEmpty() || headers.put(name, text(in, in.getShort() & 0xffff)) != null) {
                throw new ProtocolException("header '" + WireText.escape(name) + "' is empty or comes twice");
            }
        }
        return headers;
    }

    private static String text(ByteBuffer in, int length) throws ProtocolException {
        if (length > in.remaining()) {
            throw new ProtocolException("header text of " + length + " octets where " + in.remaining() + " are left");
        }
        byte[] octets = new byte[length];
        in.get(octets);
        if (isAscii(octets)) { // nearly always, and decoders are dear
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("header text is not UTF-8");
        }
    }

    private static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }
}
