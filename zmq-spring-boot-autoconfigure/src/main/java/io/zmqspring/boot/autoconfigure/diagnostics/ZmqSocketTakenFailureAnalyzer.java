package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.spring.core.ZmqSocketTakenException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that two parties want to receive from one socket. */
final class ZmqSocketTakenFailureAnalyzer extends AbstractFailureAnalyzer<ZmqSocketTakenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqSocketTakenException cause) {
        return new FailureAnalysis(
                "The socket '" + cause.socket() + "' has two receivers: " + cause.owner() + " and " + cause.refused()
                        + ". Each message would reach only one of them, by chance.",
                "Remove one of the two, or give it a socket of its own below 'zmq.sockets'. To have both see each"
                        + " message, let one pass it on to the other.",
                cause);
    }
}
