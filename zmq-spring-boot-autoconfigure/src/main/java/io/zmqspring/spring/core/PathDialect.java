package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.MessageSender;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/**
 * DEALER and ROUTER: content may stand behind the path that it has come, and a reply goes back along it (RFC 28). The path
 * is the identity of the peer, for a ROUTER, and everything up to the first empty frame that something follows: what a REQ
 * and the brokers on its way have put there.
 *
 * <p>A request has such a path too, of one frame: its id, which REP and every ROUTER listener give back. So many requests
 * may be open at once, and their replies may come in any order.
 */
final class PathDialect extends Dialect {
    private static final byte[] DELIMITER = new byte[0];

    private final MessageSender sender;

    /** How many frames the identity takes: none for a DEALER. */
    private final int identities;

    PathDialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        super(name, socket, kind);
        this.sender = (MessageSender) socket;
        this.identities = socket.type() == SocketType.ROUTER ? 1 : 0;
    }

    @Override
    void send(int routingId, @Nullable String address, Message message) {
        sender.send(addressed(address, message));
    }

    @Override
    boolean trySend(int routingId, @Nullable String address, Message message) {
        return sender.trySend(addressed(address, message));
    }

    private Message addressed(@Nullable String address, Message message) {
        return identities == 0 ? message : message.withLeading(identity(address));
    }

    private byte[] identity(@Nullable String address) {
        if (address == null) {
            throw new ZmqDestinationException(
                    name(), "a ROUTER socket sends to an identity; write " + name() + "/identity, or answer a message");
        }
        return Identities.octets(address);
    }

    @Override
    void reply(MessageHeaders request, Message reply) {
        if (!(request.get(ZmqHeaders.RAW) instanceof Message received)) {
            throw new IllegalArgumentException(
                    "the message has no header " + ZmqHeaders.RAW + "; only received messages can be answered");
        }
        byte[][] path = received.frames().subList(0, pathLength(received)).toArray(new byte[0][]);
        sender.send(reply.withLeading(path));
    }

    @Override
    Incoming read(Message message) {
        int length = pathLength(message);
        Message content = length == 0 ? message : message.withoutLeading(length);
        if (identities == 0) {
            return new Incoming(content, Map.of());
        }
        return new Incoming(content, Map.of(ZmqHeaders.IDENTITY, Identities.text(message.frame(0))));
    }

    private int pathLength(Message message) {
        for (int i = identities; i < message.frameCount() - 1; i++) {
            if (message.frame(i).length == 0) {
                return i + 1;
            }
        }
        return identities;
    }

    @Override
    void request(int routingId, @Nullable String address, String requestId, Message request) {
        send(routingId, address, request.withLeading(requestId.getBytes(StandardCharsets.US_ASCII), DELIMITER));
    }

    @Override
    @Nullable
    String inReplyTo(Message message) {
        if (pathLength(message) != identities + 2) {
            return null;
        }
        String id = new String(message.frame(identities), StandardCharsets.ISO_8859_1);
        return isOwnRequestId(id) ? id : null;
    }

    @Override
    boolean mayAnswerOldest(Message message) {
        return false;
    }

    @Override
    boolean namesRequests(int routingId) {
        return true;
    }

    @Override
    boolean answersInOrder(int routingId) {
        return false;
    }
}
