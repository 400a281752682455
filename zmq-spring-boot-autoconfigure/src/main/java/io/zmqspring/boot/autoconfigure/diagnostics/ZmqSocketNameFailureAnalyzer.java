package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.boot.autoconfigure.ZmqSocketNameException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that a socket has the name of another bean. */
final class ZmqSocketNameFailureAnalyzer extends AbstractFailureAnalyzer<ZmqSocketNameException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqSocketNameException cause) {
        String name = cause.name();
        return new FailureAnalysis(
                "Every socket and every mesh becomes a bean of its name, but the name of '" + cause.property()
                        + "' is taken: '" + name + "' is " + cause.other() + ".",
                "Rename '" + cause.property()
                        + "' or rename the other bean. (To make the socket or the node of the mesh"
                        + " yourself, let the bean be of type io.zmqspring.PeerSocket, or"
                        + " io.zmqspring.patterns.mesh.MeshNode.)",
                cause);
    }
}
