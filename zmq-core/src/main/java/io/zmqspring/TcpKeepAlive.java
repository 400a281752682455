package io.zmqspring;

import java.time.Duration;

/**
 * How the kernel probes tcp connections on which nothing happens. Zero leaves a value to the system, and so do systems
 * that know no such value.
 *
 * @param on whether it probes at all
 * @param idle after how long a silence it begins, in whole seconds
 * @param interval the time between two probes, in whole seconds
 * @param probes how many probes without an answer end the connection
 */
public record TcpKeepAlive(boolean on, Duration idle, Duration interval, int probes) {
    /** No probes: the default, and what a system gives a new socket. */
    public static final TcpKeepAlive OFF = new TcpKeepAlive(false, Duration.ZERO, Duration.ZERO, 0);

    /** Probes when the system thinks fit; on Linux after two hours. */
    public static final TcpKeepAlive ON = new TcpKeepAlive(true, Duration.ZERO, Duration.ZERO, 0);

    /**
     * Checks the values.
     *
     * @param on see above
     * @param idle see above
     * @param interval see above
     * @param probes see above
     * @throws IllegalArgumentException if a value is negative or a time has parts of a second
     */
    public TcpKeepAlive {
        seconds("idle", idle);
        seconds("interval", interval);
        if (probes < 0 || probes > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("keepAlive probes=" + probes + " is outside 0 to " + Byte.MAX_VALUE);
        }
    }

    private static void seconds(String name, Duration time) {
        if (time.isNegative() || time.toNanosPart() != 0 || time.toSeconds() > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "keepAlive " + name + "=" + time + ": whole seconds from 0 to " + Short.MAX_VALUE);
        }
    }

    /**
     * Returns the same probes with other values.
     *
     * @param idle the silence before the first, in whole seconds
     * @param interval the time between two, in whole seconds
     * @param probes how many
     * @return the new probes, switched on
     */
    public TcpKeepAlive withProbes(Duration idle, Duration interval, int probes) {
        return new TcpKeepAlive(true, idle, interval, probes);
    }
}
