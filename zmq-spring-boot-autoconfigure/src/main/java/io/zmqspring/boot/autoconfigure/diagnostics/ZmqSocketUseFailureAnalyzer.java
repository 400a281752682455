package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.spring.core.ZmqSocketUseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/** Explains that a socket is to be used as its type does not allow. */
final class ZmqSocketUseFailureAnalyzer extends AbstractFailureAnalyzer<ZmqSocketUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqSocketUseException cause) {
        return new FailureAnalysis(
                "The socket '" + cause.socket() + "' is of type " + cause.type() + ", which " + cause.problem() + ".",
                StringUtils.capitalize(cause.wayOut()) + ". The type is 'zmq.sockets." + cause.socket() + ".type'.",
                cause);
    }
}
