package io.zmqspring.benchmarks;

import java.util.List;

/** A library's context: sockets by the name of their type. */
interface Library extends AutoCloseable {

    /** Opens the library of that name. */
    static Library open(String name) {
        return open(name, Curve.NONE);
    }

    /** The same with sockets that encrypt. */
    static Library open(String name, Curve curve) {
        return switch (name) {
            case "zmq-core" -> new CoreLibrary(curve);
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
