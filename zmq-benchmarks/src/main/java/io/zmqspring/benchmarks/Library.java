package io.zmqspring.benchmarks;

import java.util.List;

/** A library's context: sockets by the name of their type. */
interface Library extends AutoCloseable {

    /** Opens the library of that name. */
    static Library open(String name) {
        return open(name, Curve.NONE, 1, 0);
    }

    /**
     * Opens the library of that name with other than its defaults.
     *
     * @param ioThreads how many; only zmq-core is measured with more than one
     * @param heartbeatMillis between two, or 0 for none; only zmq-core is measured with them
     */
    static Library open(String name, Curve curve, int ioThreads, int heartbeatMillis) {
        return switch (name) {
            case "zmq-core" -> new CoreLibrary(curve, ioThreads, heartbeatMillis);
            case "jeromq" -> new JeroMqLibrary(curve);
            case "raw" -> new RawLibrary();
            default ->
                throw new IllegalArgumentException(
                        "there is no library '" + name + "' here, take zmq-core, jeromq or raw");
        };
    }

    Wire socket(String type);

    /** Receives from whichever socket has something until the deadline and returns how many messages came. */
    long receiveFromAll(List<Wire> sockets, long deadlineNanos);

    @Override
    void close();
}
