package io.zmqspring.spring.support;

import java.util.Set;

/** Names of the headers inside the envelope, as they stand on the wire: all lower case, described in docs/envelope.md. */
public final class ZmqWireHeaders {
    /** The media type of the body. */
    public static final String CONTENT_TYPE = "content-type";

    /** The sender's id for the message. */
    public static final String MESSAGE_ID = "message-id";

    /** When the sender made the message: milliseconds since 1970, decimal. */
    public static final String TIMESTAMP = "timestamp";

    /** The id of a request whose sender waits for a reply. */
    public static final String REQUEST_ID = "request-id";

    /** On a reply, the id of the request it answers. */
    public static final String IN_REPLY_TO = "in-reply-to";

    /** On a reply, that the request failed, and how: the type and text of what was thrown. */
    public static final String ERROR = "error";

    /** W3C trace context: passed on as it is. */
    public static final Set<String> TRACE = Set.of("traceparent", "tracestate", "baggage");

    /** The handshake property that announces that a peer reads and writes envelopes. */
    public static final String ENVELOPE_PROPERTY = "X-Envelope";

    /** The value of {@link #ENVELOPE_PROPERTY} for the one format there is. */
    public static final String ENVELOPE_VERSION = "1";

    /** The handshake property in which a peer announces its name. */
    public static final String PEER_NAME_PROPERTY = "X-Peer-Name";

    /** The property in which the socket itself notes the address of a peer. */
    public static final String PEER_ADDRESS_PROPERTY = "Peer-Address";

    private ZmqWireHeaders() {}
}
