package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.boot.autoconfigure.ZmqSecurityException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/** Explains why a socket would not be safe. */
final class ZmqSecurityFailureAnalyzer extends AbstractFailureAnalyzer<ZmqSecurityException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqSecurityException cause) {
        return new FailureAnalysis(
                "The property '" + cause.property() + "' does not make a safe "
                        + (cause.property().startsWith("zmq.mesh.") ? "node of a mesh: " : "socket: ") + cause.problem()
                        + ".",
                StringUtils.capitalize(cause.wayOut()) + ".",
                cause);
    }
}
