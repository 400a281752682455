package io.zmqspring;

/**
 * What a close left behind.
 *
 * @param undeliveredMessages messages that send had accepted and that were not given to the transport in time
 * @param undeliveredBytes their bodies, octets
 */
public record CloseReport(long undeliveredMessages, long undeliveredBytes) {

    /** Nothing was left. */
    public static final CloseReport CLEAN = new CloseReport(0, 0);

    /**
     * Adds two reports.
     *
     * @param other the other report
     * @return the sums
     */
    public CloseReport plus(CloseReport other) {
        return new CloseReport(
                undeliveredMessages + other.undeliveredMessages, undeliveredBytes + other.undeliveredBytes);
    }
}
