package io.zmqspring.boot.autoconfigure;

import io.zmqspring.SocketOptions;
import org.springframework.util.unit.DataSize;

/**
 * A limit of {@link ZmqProperties}: a number, or a size as {@code 16MB}, or {@code unlimited}. Immutable.
 *
 * @param value the number, or the size in octets; at least 1, {@link SocketOptions#UNLIMITED} for none
 */
public record ZmqLimit(long value) {
    private static final String NONE = "unlimited";

    /** Refuses numbers that other libraries take for no limit. */
    public ZmqLimit {
        if (value < 1) {
            throw new IllegalArgumentException(value + " is no limit: at least 1, or '" + NONE + "'");
        }
    }

    /**
     * Reads a limit.
     *
     * @param text a number, a size, or {@code unlimited}
     * @return the limit
     * @throws IllegalArgumentException if it is none of these, or less than 1
     */
    public static ZmqLimit of(String text) {
        return text.strip().equalsIgnoreCase(NONE)
                ? new ZmqLimit(SocketOptions.UNLIMITED)
                : new ZmqLimit(DataSize.parse(text).toBytes());
    }

    /**
     * Takes a limit from YAML, where numbers are numbers.
     *
     * @param number the limit
     * @return the limit
     * @throws IllegalArgumentException if it is less than 1
     */
    public static ZmqLimit of(Integer number) {
        return new ZmqLimit(number);
    }

    /**
     * Takes a limit from YAML, where large numbers are other numbers.
     *
     * @param number the limit
     * @return the limit
     * @throws IllegalArgumentException if it is less than 1
     */
    public static ZmqLimit of(Long number) {
        return new ZmqLimit(number);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return value == SocketOptions.UNLIMITED ? NONE : Long.toString(value);
    }
}
