package io.zmqspring.benchmarks;

/**
 * One socket of one library, with as little around it as a comparison needs. Used by one thread at a time, because the
 * sockets of other libraries belong to a thread.
 */
interface Wire extends AutoCloseable {

    /** Binds to an endpoint, which may have a wildcard, and returns it as others may connect to it. */
    String bind(String endpoint);

    void connect(String endpoint);

    /** Connects so many times and says something to each of the peers. */
    default void connectAndGreet(String endpoint, int times) {
        throw new UnsupportedOperationException("only PEER tells its connections apart");
    }

    /** Sends to whom the socket type chooses: for routed types, whom it connected to or heard from last. */
    void send(byte[] body);

    /** Waits for a message and returns its last frame. */
    byte[] receive();

    /** Returns the last frame of a message if there is one, otherwise null. */
    byte[] tryReceive();

    /** Asks for messages that begin with a prefix. */
    void subscribe(byte[] prefix);

    /** Sends back every message by a callback, as the library offers it without a change of threads. */
    default void answerDirectly() {
        throw new UnsupportedOperationException("this library has no callbacks");
    }

    @Override
    void close();
}
