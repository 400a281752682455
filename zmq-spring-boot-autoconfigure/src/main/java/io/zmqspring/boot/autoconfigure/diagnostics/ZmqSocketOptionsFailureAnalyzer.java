package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.boot.autoconfigure.ZmqSocketStartException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains which option of a socket has a value that cannot be. */
final class ZmqSocketOptionsFailureAnalyzer extends AbstractFailureAnalyzer<ZmqSocketStartException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ZmqSocketStartException cause) {
        if (!(cause.getCause() instanceof IllegalArgumentException invalid)) {
            return null;
        }
        return new FailureAnalysis(
                "The properties below '" + cause.property() + "' do not make "
                        + kind(cause.property()) + ": "
                        + invalid.getMessage(),
                "Correct the value named above. Leave the property out to have its default.",
                cause);
    }

    private static String kind(String property) {
        if (property.startsWith("zmq.proxies.")) {
            return "a proxy";
        }
        return property.startsWith("zmq.mesh.") ? "a node of a mesh" : "a socket";
    }
}
