package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.spring.annotation.ZmqListenerDefinitionException;
import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what is wrong with a listener. */
final class ZmqListenerDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<ZmqListenerDefinitionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqListenerDefinitionException cause) {
        return new FailureAnalysis(
                "The @ZmqListener at " + cause.where() + " cannot be used: "
                        + Objects.requireNonNull(cause.getCause()).getMessage() + ".",
                "Correct the annotation at " + cause.where()
                        + ", or the property that its placeholder or expression takes the value from.",
                cause);
    }
}
