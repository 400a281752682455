package io.zmqspring.boot.autoconfigure.diagnostics;

import io.zmqspring.ZmqBindException;
import io.zmqspring.boot.autoconfigure.ZmqSocketStartException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why the system does not let a socket listen at an endpoint. */
final class ZmqBindFailureAnalyzer extends AbstractFailureAnalyzer<ZmqBindException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ZmqBindException cause) {
        ZmqSocketStartException start = findCause(rootFailure, ZmqSocketStartException.class);
        String setting = start == null ? "the endpoint" : "the property '" + start.property() + "'";
        String description = "A socket could not listen at " + cause.endpoint()
                + (start == null ? "" : ", which the property '" + start.property() + "' asks for") + ": " + why(cause);
        String action = start != null && start.property().startsWith("zmq.mesh.")
                ? ofMesh(cause, start.property())
                : action(cause, setting);
        return new FailureAnalysis(description, action, cause);
    }

    private static String why(ZmqBindException cause) {
        return switch (cause.reason()) {
            case ADDRESS_IN_USE ->
                "the address is in use. Another process, or another socket of this application,"
                        + " listens there already.";
            case ADDRESS_NOT_AVAILABLE -> "this machine has no such address or interface.";
            case PERMISSION_DENIED -> "the user who runs this application may not listen there.";
            case OTHER -> Objects.requireNonNullElse(cause.getMessage(), "the system refused.");
        };
    }

    /** A node's address is made of an interface and a port. */
    private static String ofMesh(ZmqBindException cause, String property) {
        return switch (cause.reason()) {
            case ADDRESS_IN_USE ->
                "Leave '" + property + ".port' out, so that a free port is picked, or change it. If it is the port of"
                        + " beacons, another program than a node has it: change '" + property
                        + ".discovery.port', for all nodes of the mesh.";
            case ADDRESS_NOT_AVAILABLE -> "Change '" + property + ".interface', or leave it out to use all interfaces.";
            case PERMISSION_DENIED -> "Change '" + property + ".port' to a port above 1023.";
            case OTHER -> "Change '" + property + ".port' and '.interface', or remove the obstacle.";
        };
    }

    private static String action(ZmqBindException cause, String setting) {
        return switch (cause.reason()) {
            case ADDRESS_IN_USE ->
                "Stop whatever listens there (perhaps an earlier run of this application), or change " + setting
                        + " to a free address. The port * picks a free one: tcp://127.0.0.1:*";
            case ADDRESS_NOT_AVAILABLE ->
                "Change " + setting
                        + " to an address of this machine: 127.0.0.1 to be reached from this machine only, * for all"
                        + " interfaces. To reach another machine, connect to its address instead of listening at it.";
            case PERMISSION_DENIED ->
                "Change " + setting + " to a port above 1023, or to a path that this user may write.";
            case OTHER -> "Change " + setting + ", or remove the obstacle.";
        };
    }
}
