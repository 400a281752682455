package io.zmqspring;

/**
 * Counters of one peer or of a whole socket. Bytes are those of message bodies.
 *
 * @param acceptedMessages messages that send accepted
 * @param acceptedBytes their bytes
 * @param sentMessages messages given to the transport
 * @param sentBytes their bytes
 * @param receivedMessages messages that arrived and were queued for the application
 * @param receivedBytes their bytes
 * @param deliveredMessages messages that receive handed to the application
 * @param deliveredBytes their bytes
 * @param outgoingQueue messages in the outgoing queue now
 * @param incomingQueue messages in the incoming queue now
 */
public record Traffic(
        long acceptedMessages,
        long acceptedBytes,
        long sentMessages,
        long sentBytes,
        long receivedMessages,
        long receivedBytes,
        long deliveredMessages,
        long deliveredBytes,
        long outgoingQueue,
        long incomingQueue) {

    /** No traffic yet. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Adds two sets of counters.
     *
     * @param other the others
     * @return the sums
     */
    public Traffic plus(Traffic other) {
        return new Traffic(
                acceptedMessages + other.acceptedMessages,
                acceptedBytes + other.acceptedBytes,
                sentMessages + other.sentMessages,
                sentBytes + other.sentBytes,
                receivedMessages + other.receivedMessages,
                receivedBytes + other.receivedBytes,
                deliveredMessages + other.deliveredMessages,
                deliveredBytes + other.deliveredBytes,
                outgoingQueue + other.outgoingQueue,
                incomingQueue + other.incomingQueue);
    }
}
