package io.zmqspring.internal.mechanism;

import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.internal.codec.Command;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.WireText;

/** What every mechanism says of what it does not take. */
final class Refusals {
    private Refusals() {}

    /** For a command that is not due: the other side gave up if it is an ERROR, else it broke the order. */
    static ProtocolException notDue(Command command, String due) throws ProtocolException {
        if (command.name().equals(Command.ERROR)) {
            return new ProtocolException(
                    HandshakeFailure.REJECTED_BY_PEER, "the other side sent ERROR: " + command.errorReason());
        }
        return unexpected(command, due + " or ERROR");
    }

    static ProtocolException unexpected(Command command, String due) {
        return new ProtocolException(
                HandshakeFailure.UNEXPECTED_COMMAND,
                "command " + WireText.escape(command.name()) + " where " + due + " was due");
    }

    static ProtocolException malformed(String command, String problem) {
        return new ProtocolException(HandshakeFailure.MALFORMED_COMMAND, "malformed " + command + ": " + problem);
    }

    static ProtocolException forged(String problem) {
        return new ProtocolException(HandshakeFailure.CRYPTOGRAPHIC, problem);
    }
}
