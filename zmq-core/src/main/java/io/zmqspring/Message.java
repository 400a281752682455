package io.zmqspring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One whole message: one frame or more, headers if any, and for a received message its sender.
 *
 * <p>Most messages have one frame, the body. Where there are several, the last one is called the body: the ones before
 * it are a topic, an envelope or whatever the applications agreed on.
 *
 * <p>A message is a value. It can be sent any number of times, to any number of sockets, by any thread. Its headers
 * travel only to peers that negotiated the envelope ({@link SocketOptions#envelope()}); all others receive the body
 * alone.
 *
 * <p>{@link #wrap(byte[])} and {@link #body()} share the array with the caller for the sake of speed; whoever uses
 * them promises not to change it any more. {@link #copyOf(byte[])} and {@link #toByteArray()} copy.
 */
public final class Message {
    /** The most that the headers of one message may take in the envelope, octets. */
    public static final int MAX_HEADER_BYTES = 16 << 10;

    private static final byte[] NO_BYTES = new byte[0];
    private static final byte[][] NO_FRAMES = new byte[0][];
    private static final int MAX_HEADER_NAME = 255;
    private static final int HEADER_OVERHEAD = 3;
    private static final char FIRST_BEYOND_ASCII = 0x80;
    private static final byte[] NO_HEADERS = {1, 0, 0};

    private final byte[] body;
    /** The frames before the body. */
    private final byte[][] leading;

    private final Map<String, String> headers;
    private final Sender sender;
    private volatile byte @Nullable [] envelope;

    private Message(byte[][] leading, byte[] body, Map<String, String> headers, Sender sender) {
        this.leading = leading;
        this.body = Objects.requireNonNull(body, "body");
        this.headers = headers;
        this.sender = sender;
    }

    /**
     * Makes a message of an array without copying it.
     *
     * @param body the body; it must not be changed afterwards
     * @return the message
     */
    public static Message wrap(byte[] body) {
        return new Message(NO_FRAMES, body, Map.of(), Sender.LOCAL);
    }

    /**
     * Makes a message as it is received, without copying the body.
     *
     * @param body the body; it must not be changed afterwards
     * @param sender where it came from
     * @return the message
     */
    public static Message received(byte[] body, Sender sender) {
        return new Message(NO_FRAMES, body, Map.of(), sender);
    }

    /**
     * Makes a message of a copy of an array.
     *
     * @param body the body
     * @return the message
     */
    public static Message copyOf(byte[] body) {
        return wrap(body.clone());
    }

    /**
     * Makes a message of a copy of the remaining bytes of a buffer, whose position is left as it is.
     *
     * @param body the body
     * @return the message
     */
    public static Message copyOf(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return wrap(bytes);
    }

    /**
     * Makes a message of a text in UTF-8.
     *
     * @param body the text
     * @return the message
     */
    public static Message of(String body) {
        return wrap(body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a message of several frames without copying them.
     *
     * @param frames at least one; they must not be changed afterwards
     * @return the message
     */
    public static Message ofFrames(byte[]... frames) {
        return ofFrames(List.of(frames));
    }

    /**
     * Makes a message of several frames without copying them.
     *
     * @param frames at least one; they must not be changed afterwards
     * @return the message
     */
    public static Message ofFrames(List<byte[]> frames) {
        return receivedFrames(frames, Sender.LOCAL);
    }

    /**
     * Makes a message of several texts in UTF-8.
     *
     * @param frames at least one
     * @return the message
     */
    public static Message ofTexts(String... frames) {
        return ofFrames(Arrays.stream(frames)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /**
     * Makes a message of several frames as it is received, without copying them.
     *
     * @param frames at least one; they must not be changed afterwards
     * @param sender where it came from
     * @return the message
     */
    public static Message receivedFrames(List<byte[]> frames, Sender sender) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("a message has at least one frame, which may be empty");
        }
        int last = frames.size() - 1;
        byte[][] leading = last == 0 ? NO_FRAMES : frames.subList(0, last).toArray(NO_FRAMES);
        return new Message(leading, frames.get(last), Map.of(), sender);
    }

    /**
     * Returns a message without any content, of which ZeroMQ makes an ordinary message (RFC 37, "Framing").
     *
     * @return the empty message
     */
    public static Message empty() {
        return wrap(NO_BYTES);
    }

    /**
     * Returns a message with the same body and other headers.
     *
     * @param headers all headers of the new message, copied; names of 1 to 255 octets
     * @return the new message
     * @throws IllegalArgumentException if a name is empty or too long, or all take more than
     *     {@link #MAX_HEADER_BYTES}
     */
    public Message withHeaders(Map<String, String> headers) {
        for (String name : headers.keySet()) {
            int length = utf8Length(name);
            if (length == 0 || length > MAX_HEADER_NAME) {
                throw new IllegalArgumentException(
                        "header name of " + length + " octets: it must have 1 to " + MAX_HEADER_NAME);
            }
        }
        int size = encodedHeaderSize(headers);
        if (size > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "headers of " + size + " octets > " + MAX_HEADER_BYTES + ": put large data into the body");
        }
        return new Message(leading, body, Map.copyOf(headers), sender);
    }

    /**
     * Returns what headers take in the envelope.
     *
     * @param headers the headers
     * @return octets
     */
    public static int encodedHeaderSize(Map<String, String> headers) {
        int size = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            size += HEADER_OVERHEAD + utf8Length(header.getKey()) + utf8Length(header.getValue());
        }
        return size;
    }

    /** Octets of a text in UTF-8, counted without making them: headers are measured on both ways of every message. */
    private static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= FIRST_BEYOND_ASCII) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return length;
    }

    /**
     * Returns the same content as received from a given sender, as the library does for each incoming message.
     *
     * @param sender the sender
     * @return this message if it already has that sender, otherwise a new one that shares the content
     */
    @SuppressWarnings("ReferenceEquality") // one Sender object stands for one connection
    public Message from(Sender sender) {
        return this.sender == sender
                ? this
                : new Message(leading, body, headers, Objects.requireNonNull(sender, "sender"));
    }

    /**
     * Returns a message with more frames in front of the same frames.
     *
     * @param frames the frames to stand in front
     * @return the new message
     */
    public Message withLeading(byte[]... frames) {
        byte[][] all = Arrays.copyOf(frames, frames.length + leading.length);
        System.arraycopy(leading, 0, all, frames.length, leading.length);
        return new Message(all, body, headers, sender);
    }

    /**
     * Returns a message without its first frames.
     *
     * @param count how many to leave out, fewer than there are
     * @return the new message
     */
    public Message withoutLeading(int count) {
        if (count < 0 || count > leading.length) {
            throw new IllegalArgumentException("cannot leave out " + count + " of " + frameCount() + " frames");
        }
        return new Message(Arrays.copyOfRange(leading, count, leading.length), body, headers, sender);
    }

    /**
     * Returns how many frames the message has.
     *
     * @return at least 1
     */
    public int frameCount() {
        return leading.length + 1;
    }

    /**
     * Returns one frame without copying it.
     *
     * @param index 0 for the first
     * @return the frame; it must not be changed
     */
    public byte[] frame(int index) {
        return index == leading.length ? body : leading[index];
    }

    /**
     * Returns all frames without copying them.
     *
     * @return the frames; they must not be changed
     */
    public List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>(List.of(leading));
        frames.add(body);
        return Collections.unmodifiableList(frames);
    }

    /**
     * Returns the body, which is the last frame, without copying it.
     *
     * @return the body; it must not be changed
     */
    public byte[] body() {
        return body;
    }

    /**
     * Returns a copy of the body.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        return body.clone();
    }

    /**
     * Returns the body decoded as UTF-8, malformed input replaced.
     *
     * @return the text
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Returns the size of all frames together.
     *
     * @return octets
     */
    public int size() {
        int size = body.length;
        for (byte[] frame : leading) {
            size += frame.length;
        }
        return size;
    }

    /**
     * Returns the headers.
     *
     * @return an unmodifiable map, empty if there are none
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * Returns what stands before the body where the peer has negotiated the envelope (docs/envelope.md). It is put together
     * once, however many peers get the message.
     *
     * @return version, size and headers; not to be changed
     */
    public byte[] envelope() {
        if (headers.isEmpty()) {
            return NO_HEADERS;
        }
        byte[] known = envelope;
        if (known == null) {
            known = encodeHeaders();
            envelope = known;
        }
        return known;
    }

    private byte[] encodeHeaders() {
        int size = encodedHeaderSize(headers);
        ByteBuffer out = ByteBuffer.allocate(NO_HEADERS.length + size);
        out.put(NO_HEADERS[0]).putShort((short) size);
        headers.forEach((name, value) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
            out.put((byte) nameBytes.length).put(nameBytes);
            out.putShort((short) valueBytes.length).put(valueBytes);
        });
        return out.array();
    }

    /**
     * Returns one header.
     *
     * @param name the header's name, case-sensitive
     * @return its value, or null
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * Returns where the message came from.
     *
     * @return the sender, {@link Sender#LOCAL} for a message made here
     */
    public Sender sender() {
        return sender;
    }

    /**
     * Returns the receiving socket's routing id of the connection the message came from, to be passed to
     * {@link PeerSocket#send(int, Message)} for an answer.
     *
     * @return unsigned 32 bits; 0 for a message that was not received from a socket with routing ids
     */
    public int routingId() {
        return sender.routingId();
    }

    /** Says how large the message is; the content never shows in logs. */
    @Override
    public String toString() {
        return "Message[" + frameCount() + " frames, " + size() + " bytes, " + headers.size() + " headers]";
    }
}
