package io.zmqspring;

/**
 * How strictly a REQ socket takes turns (RFC 28).
 *
 * @param relaxed whether a new request may be sent while the reply to the last is still due; that reply is dropped. Use
 *     it together with {@code correlate}, or a late reply may be taken for the new one's
 * @param correlate whether each request carries an id that the reply must repeat; REP and ROUTER give it back by
 *     themselves
 */
public record ReqOptions(boolean relaxed, boolean correlate) {
    /** Strict turns, no ids: the default. */
    public static final ReqOptions STRICT = new ReqOptions(false, false);

    /** A new request any time, each with an id. */
    public static final ReqOptions RELAXED = new ReqOptions(true, true);
}
