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
                        + (cause.property().startsWith("zmq.proxies.") ? "a proxy: " : "a socket: ")
                        + invalid.getMessage(),
                "Correct the value named above. Leave the property out to have its default.",
                cause);
    }
}
