package io.zmqspring.patterns.internal.gossip;

import io.zmqspring.patterns.internal.gossip.GossipMessage.Hello;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Invalid;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Ping;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Pong;
import io.zmqspring.patterns.internal.gossip.GossipMessage.Publish;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Messages of zgossip, version 1, as octets: one frame each, numbers in network order. */
public final class GossipCodec {
    private static final short SIGNATURE = (short) 0xaaa0;
    private static final byte VERSION = 1;
    private static final byte HELLO = 1;
    private static final byte PUBLISH = 2;
    private static final byte PING = 3;
    private static final byte PONG = 4;
    private static final byte INVALID = 5;
    private static final int HEAD = 4;
    private static final int MAX_KEY = 0xff;
    private static final long MAX_TTL = 0xffffffffL;

    private GossipCodec() {}

    /**
     * The frame of a message.
     *
     * @throws IllegalArgumentException if a key is too long, or a time to live out of range
     */
    public static byte[] encode(GossipMessage message) {
        return message instanceof Publish publish
                ? encode(publish)
                : head(ByteBuffer.allocate(HEAD), id(message)).array();
    }

    private static byte id(GossipMessage message) {
        return message instanceof Hello
                ? HELLO
                : message instanceof Ping ? PING : message instanceof Pong ? PONG : INVALID;
    }

    private static byte[] encode(Publish publish) {
        byte[] key = publish.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = publish.value().getBytes(StandardCharsets.UTF_8);
        if (key.length > MAX_KEY) {
            throw new IllegalArgumentException("a key of " + key.length + " octets must have at most " + MAX_KEY);
        }
        if (publish.ttl() < 0 || publish.ttl() > MAX_TTL) {
            throw new IllegalArgumentException("ttl=" + publish.ttl() + " must be 0 to " + MAX_TTL + " ms");
        }
        int size = HEAD + Byte.BYTES + key.length + Integer.BYTES + value.length + Integer.BYTES;
        return head(ByteBuffer.allocate(size), PUBLISH)
                .put((byte) key.length)
                .put(key)
                .putInt(value.length)
                .put(value)
                .putInt((int) publish.ttl())
                .array();
    }

    private static ByteBuffer head(ByteBuffer out, byte id) {
        return out.putShort(SIGNATURE).put(id).put(VERSION);
    }

    /** Reads a frame; null if it is none of ours. */
    public static @Nullable GossipMessage decode(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame);
        if (in.remaining() < HEAD || in.getShort() != SIGNATURE) {
            return null;
        }
        byte id = in.get();
        if (in.get() != VERSION) {
            return null;
        }
        GossipMessage message = id == PUBLISH ? publish(in) : bare(id);
        return in.hasRemaining() ? null : message;
    }

    private static @Nullable GossipMessage bare(byte id) {
        return switch (id) {
            case HELLO -> new Hello();
            case PING -> new Ping();
            case PONG -> new Pong();
            case INVALID -> new Invalid();
            default -> null;
        };
    }

    private static @Nullable Publish publish(ByteBuffer in) {
        String key = in.remaining() < Byte.BYTES ? null : text(in, Byte.toUnsignedInt(in.get()));
        String value = key == null || in.remaining() < Integer.BYTES ? null : text(in, in.getInt());
        if (key == null || value == null || in.remaining() < Integer.BYTES) {
            return null;
        }
        return new Publish(key, value, Integer.toUnsignedLong(in.getInt()));
    }

    private static @Nullable String text(ByteBuffer in, int size) {
        if (size < 0 || size > in.remaining()) {
            return null;
        }
        byte[] octets = new byte[size];
        in.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }
}
