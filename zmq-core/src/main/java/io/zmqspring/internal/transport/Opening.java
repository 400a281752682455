package io.zmqspring.internal.transport;

import io.zmqspring.Message;
import io.zmqspring.Notices;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import java.util.ArrayList;
import java.util.List;

/** What a socket says first on each new connection, ahead of what is queued. */
public final class Opening {
    private Opening() {}

    /** The messages, in order. */
    public static List<Message> messages(SocketType type, SocketOptions options) {
        Notices notices = options.notices();
        List<Message> messages = new ArrayList<>(2);
        if (notices.probeRouter() && type.hasIdentity()) {
            messages.add(Message.empty());
        }
        Message hello = notices.hello();
        if (hello != null && hasHello(type)) {
            messages.add(hello);
        }
        return messages;
    }

    private static boolean hasHello(SocketType type) {
        return switch (type) {
            case DEALER, ROUTER, CLIENT, SERVER, PEER -> true;
            default -> false;
        };
    }
}
