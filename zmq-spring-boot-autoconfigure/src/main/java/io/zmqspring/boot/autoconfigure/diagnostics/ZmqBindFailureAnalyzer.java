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
        return new FailureAnalysis(description, action(cause, setting), cause);
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
