package io.zmqspring;

import org.jspecify.annotations.Nullable;

/**
 * Messages that a socket makes by itself when connections come and go. A socket type to which one does not apply ignores
 * it. All are single frames.
 *
 * @param probeRouter whether REQ, DEALER and ROUTER send an empty message first on each new connection, so that a ROUTER
 *     learns of them before they have anything to say
 * @param hello what DEALER, ROUTER, CLIENT, SERVER and PEER send first on each new connection, again after each
 *     reconnect; null for nothing
 * @param disconnect what ROUTER, SERVER and PEER receive, as if from the peer and after everything it sent, when a
 *     connection that was made to them ends and they did not end it themselves; null for nothing
 * @param hiccup what DEALER, CLIENT and PEER receive, as if from the peer, when a connection that they made breaks; null
 *     for nothing. Not over inproc, where nothing breaks. While an earlier one waits unread no further one is added
 */
public record Notices(
        boolean probeRouter,
        @Nullable Message hello,
        @Nullable Message disconnect,
        @Nullable Message hiccup) {
    /** No such messages: the default. */
    public static final Notices NONE = new Notices(false, null, null, null);

    /** An empty message first on each new connection, and nothing else. */
    public static final Notices PROBE_ROUTER = new Notices(true, null, null, null);

    /**
     * Checks that each message is a single frame.
     *
     * @param probeRouter see above
     * @param hello see above
     * @param disconnect see above
     * @param hiccup see above
     */
    public Notices {
        check("hello", hello);
        check("disconnect", disconnect);
        check("hiccup", hiccup);
    }

    private static void check(String name, @Nullable Message message) {
        if (message != null && message.frameCount() > 1) {
            throw new IllegalArgumentException(name + " of " + message.frameCount() + " frames: it must be one");
        }
    }
}
