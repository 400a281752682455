package io.zmqspring.patterns.internal.zre;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The datagram by which a node says that it is there, or with port 0 that it leaves (36/ZRE and 43/ZRE, "Node Discovery").
 * Numbers are in network order.
 */
public final class Beacon {
    /** Without and with a key. */
    public static final int SIZE = 22;

    /** With a CURVE key, which only version 3 knows. */
    public static final int SIZE_WITH_KEY = 54;

    private static final byte[] LETTERS = {'Z', 'R', 'E'};
    private static final int KEY_SIZE = SIZE_WITH_KEY - SIZE;
    private static final int MAX_PORT = 0xffff;

    private final ZreVersion version;
    private final UUID node;
    private final int port;
    private final byte @Nullable [] key;

    private Beacon(ZreVersion version, UUID node, int port, byte @Nullable [] key) {
        this.version = version;
        this.node = node;
        this.port = port;
        this.key = key;
    }

    /**
     * A beacon without a key.
     *
     * @param port of the node's mailbox, 1 to 65535, or 0 to say goodbye
     */
    public static Beacon of(ZreVersion version, UUID node, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port=" + port + " must be 0 to " + MAX_PORT);
        }
        return new Beacon(version, node, port, null);
    }

    /** The same beacon with the public CURVE key of the node, as version 3. */
    public Beacon withKey(byte[] publicKey) {
        if (publicKey.length != KEY_SIZE) {
            throw new IllegalArgumentException("a CURVE key has " + KEY_SIZE + " octets, not " + publicKey.length);
        }
        return new Beacon(ZreVersion.V3, node, port, publicKey.clone());
    }

    /** The same beacon as the last word of a node that leaves. */
    public Beacon goodbye() {
        return new Beacon(version, node, 0, key);
    }

    /** Reads a datagram; null if it is none of ours, which is no error on a port that anybody may use. */
    public static @Nullable Beacon decode(ByteBuffer datagram) {
        int size = datagram.remaining();
        if (size != SIZE && size != SIZE_WITH_KEY) {
            return null;
        }
        for (byte letter : LETTERS) {
            if (datagram.get() != letter) {
                return null;
            }
        }
        ZreVersion version = ZreVersion.byBeacon(datagram.get());
        if (version == null || (version == ZreVersion.V2 && size != SIZE)) {
            return null;
        }
        UUID node = new UUID(datagram.getLong(), datagram.getLong());
        int port = Short.toUnsignedInt(datagram.getShort());
        byte[] key = null;
        if (datagram.hasRemaining()) {
            key = new byte[KEY_SIZE];
            datagram.get(key);
        }
        return new Beacon(version, node, port, key);
    }

    /** The datagram. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(key == null ? SIZE : SIZE_WITH_KEY);
        out.put(LETTERS).put(version.ofBeacon());
        out.putLong(node.getMostSignificantBits()).putLong(node.getLeastSignificantBits());
        out.putShort((short) port);
        if (key != null) {
            out.put(key);
        }
        return out.array();
    }

    public ZreVersion version() {
        return version;
    }

    public UUID node() {
        return node;
    }

    /** The port of the node's mailbox; meaningless if it {@linkplain #isGoodbye() leaves}. */
    public int port() {
        return port;
    }

    public boolean isGoodbye() {
        return port == 0;
    }

    /** The node's public CURVE key, if it has one. */
    public byte @Nullable [] key() {
        return key == null ? null : key.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Beacon that
                && version == that.version
                && node.equals(that.node)
                && port == that.port
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, node, port, Arrays.hashCode(key));
    }

    @Override
    public String toString() {
        return "Beacon[" + version + ", " + node + ", port=" + port + (key == null ? "" : ", with a key") + "]";
    }
}
