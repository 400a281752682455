package io.zmqspring.benchmarks;

/** A PEER socket of one of the compared libraries, with its defaults. Used by one thread unless said otherwise. */
interface PeerUnderTest extends AutoCloseable {

    /** Listens at a free port of the loopback interface and returns the endpoint. */
    String bind();

    /** Connects and returns the routing id. */
    int connect(String endpoint);

    /** Sends, waiting for room. */
    void send(int routingId, byte[] body);

    /** Waits for a message and returns its routing id. */
    int receive();

    @Override
    void close();

    /** Opens a socket of the library with that name. */
    static PeerUnderTest open(String library) {
        return switch (library) {
            case "zmq-core" -> new CorePeer();
            case "jeromq" -> new JeroMqPeer();
            default -> throw new IllegalArgumentException("library '" + library + "': use zmq-core or jeromq");
        };
    }
}
