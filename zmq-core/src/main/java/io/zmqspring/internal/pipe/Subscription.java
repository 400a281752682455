package io.zmqspring.internal.pipe;

/**
 * What a peer wants to receive, or no longer wants: a topic prefix (SUB, XSUB) or a group (DISH). It travels against the
 * messages and never counts against a high-water mark.
 *
 * @param kind prefix or group, wanted or not
 * @param topic the prefix or group; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Subscription(Kind kind, byte[] topic) {
    /** What is asked for. */
    public enum Kind {
        SUBSCRIBE,
        CANCEL,
        JOIN,
        LEAVE;

        /** Whether something is wanted that was not wanted before. */
        public boolean isAdded() {
            return this == SUBSCRIBE || this == JOIN;
        }
    }
}
