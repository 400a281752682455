package io.zmqspring;

import org.jspecify.annotations.Nullable;

/** An endpoint is well-formed but the system does not let us listen there. */
public class ZmqBindException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /** Why a bind failed. */
    public enum Reason {
        /** Another socket listens on that address. */
        ADDRESS_IN_USE,
        /** The address, interface or name does not belong to this machine. */
        ADDRESS_NOT_AVAILABLE,
        /** The user may not listen there. */
        PERMISSION_DENIED,
        /** Anything else; the cause tells. */
        OTHER
    }

    /** The endpoint as given. */
    private final String endpoint;

    /** Why. */
    private final Reason reason;

    /**
     * Makes an exception.
     *
     * @param endpoint the endpoint as given
     * @param reason why
     * @param detail the system's words and the way out
     * @param cause the cause, or null
     */
    public ZmqBindException(String endpoint, Reason reason, String detail, @Nullable Throwable cause) {
        super("cannot bind " + endpoint + ": " + detail, cause);
        this.endpoint = endpoint;
        this.reason = reason;
    }

    /**
     * Returns the endpoint as given.
     *
     * @return the text
     */
    public String endpoint() {
        return endpoint;
    }

    /**
     * Returns why the bind failed.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
