package io.zmqspring;

/** An endpoint that cannot be used: malformed, of an unknown transport, or unknown to the socket. */
public class ZmqEndpointException extends ZmqException {
    private static final long serialVersionUID = 1L;

    /** The endpoint as given. */
    private final String endpoint;

    /**
     * Makes an exception.
     *
     * @param endpoint the endpoint as given
     * @param problem what is wrong, as a clause about "it"
     * @param remedy a right example or what to do
     */
    public ZmqEndpointException(String endpoint, String problem, String remedy) {
        super("endpoint '" + endpoint + "' cannot be used: " + problem + "; " + remedy);
        this.endpoint = endpoint;
    }

    /**
     * Returns the endpoint as given.
     *
     * @return the text
     */
    public String endpoint() {
        return endpoint;
    }
}
