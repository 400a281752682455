package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.spring.core.ZmqUnknownSocketException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that a listener, an adapter or a destination names a socket that does not exist. */
final class ZmqUnknownSocketFailureAnalyzer extends AbstractFailureAnalyzer<ZmqUnknownSocketException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqUnknownSocketException cause) {
        String known = cause.known().isEmpty()
                ? "There are no sockets at all."
                : "The sockets are: " + String.join(", ", cause.known()) + ".";
        return new FailureAnalysis(
                "A @ZmqListener, an adapter or a destination asks for the socket '" + cause.socket()
                        + "', which does not exist. " + known,
                "Correct the name where it is used, or configure the socket: zmq.sockets." + cause.socket()
                        + ".bind=tcp://127.0.0.1:5555",
                cause);
    }
}
