package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.ZmqEndpointException;
import io.zmqspring.boot.autoconfigure.ZmqSocketStartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what is wrong with an endpoint. */
final class ZmqEndpointFailureAnalyzer extends AbstractFailureAnalyzer<ZmqEndpointException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ZmqEndpointException cause) {
        ZmqSocketStartException start = findCause(rootFailure, ZmqSocketStartException.class);
        String where = start == null ? "" : " It is the value of the property '" + start.property() + "'.";
        return new FailureAnalysis(
                "The " + cause.getMessage() + "." + where,
                "Correct the " + (start == null ? "endpoint" : "property '" + start.property() + "'")
                        + ". Examples: tcp://127.0.0.1:5555 (host and port), tcp://*:5555 (all interfaces, to listen"
                        + " only), ipc:///run/orders.sock (a file on this machine), inproc://orders (inside this"
                        + " application).",
                cause);
    }
}
