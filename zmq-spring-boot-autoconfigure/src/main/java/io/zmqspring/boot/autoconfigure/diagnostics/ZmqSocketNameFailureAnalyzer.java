package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.boot.autoconfigure.ZmqSocketNameException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains that a socket has the name of another bean. */
final class ZmqSocketNameFailureAnalyzer extends AbstractFailureAnalyzer<ZmqSocketNameException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ZmqSocketNameException cause) {
        String name = cause.name();
        boolean mesh = cause.property().startsWith("zmq.mesh.");
        return new FailureAnalysis(
                "Every " + (mesh ? "mesh" : "socket") + " becomes a bean of its name, but the name of '"
                        + cause.property() + "' is taken: '" + name + "' is " + cause.other() + ".",
                "Rename the " + (mesh ? "mesh below 'zmq.mesh'" : "socket below 'zmq.sockets'")
                        + " or rename the other bean. "
                        + (mesh
                                ? "(To make the node yourself, let the bean be of type"
                                        + " io.zmqspring.patterns.mesh.MeshNode.)"
                                : "(To make the socket yourself, let the bean be of type io.zmqspring.PeerSocket.)"),
                cause);
    }
}
