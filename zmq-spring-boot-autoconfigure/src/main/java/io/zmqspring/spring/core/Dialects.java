package io.zmqspring.spring.core;

import static io.zmqspring.spring.core.Can.ANSWER;
import static io.zmqspring.spring.core.Can.ASK;
import static io.zmqspring.spring.core.Can.LISTEN;
import static io.zmqspring.spring.core.Can.SEND;
import static io.zmqspring.spring.core.Can.SUBSCRIBE;
import static java.util.Map.entry;

import io.zmqspring.SocketType;
import io.zmqspring.ZmqSocket;
import java.util.Map;
import java.util.Set;

/** The table of socket types: what each can do, whom it addresses by what, and how it frames. */
final class Dialects {
    private static final Set<Can> ALL = Set.of(LISTEN, ANSWER, SEND, ASK);

    private static final Map<SocketType, Kind> KINDS = Map.ofEntries(
            entry(SocketType.PEER, new Kind(RoutedDialect::new, Addressing.ROUTING_ID, ALL)),
            entry(SocketType.SERVER, new Kind(RoutedDialect::new, Addressing.ROUTING_ID, ALL)),
            entry(SocketType.CLIENT, new Kind(PlainDialect::new, Addressing.NONE, ALL)),
            entry(SocketType.PAIR, new Kind(PlainDialect::new, Addressing.NONE, ALL)),
            entry(SocketType.CHANNEL, new Kind(PlainDialect::new, Addressing.NONE, ALL)),
            entry(SocketType.PUSH, new Kind(PlainDialect::new, Addressing.NONE, Set.of(SEND))),
            entry(SocketType.PULL, new Kind(PlainDialect::new, Addressing.NONE, Set.of(LISTEN))),
            entry(SocketType.SCATTER, new Kind(PlainDialect::new, Addressing.NONE, Set.of(SEND))),
            entry(SocketType.GATHER, new Kind(PlainDialect::new, Addressing.NONE, Set.of(LISTEN))),
            entry(SocketType.PUB, new Kind(TopicDialect::new, Addressing.TOPIC, Set.of(SEND))),
            entry(SocketType.SUB, new Kind(TopicDialect::new, Addressing.NONE, Set.of(LISTEN, SUBSCRIBE))),
            entry(SocketType.XPUB, new Kind(TopicDialect::new, Addressing.TOPIC, Set.of(LISTEN, SEND))),
            entry(SocketType.XSUB, new Kind(TopicDialect::new, Addressing.NONE, Set.of(LISTEN, SEND, SUBSCRIBE))),
            entry(SocketType.RADIO, new Kind(GroupDialect::new, Addressing.GROUP, Set.of(SEND))),
            entry(SocketType.DISH, new Kind(GroupDialect::new, Addressing.NONE, Set.of(LISTEN, SUBSCRIBE))),
            entry(SocketType.REQ, new Kind(ReqDialect::new, Addressing.NONE, Set.of(ASK))),
            entry(SocketType.REP, new Kind(RepDialect::new, Addressing.NONE, Set.of(LISTEN, ANSWER))),
            entry(SocketType.DEALER, new Kind(PathDialect::new, Addressing.NONE, ALL)),
            entry(SocketType.STREAM, new Kind(RoutedDialect::new, Addressing.ROUTING_ID, Set.of(LISTEN, ANSWER, SEND))),
            entry(SocketType.DGRAM, new Kind(DatagramDialect::new, Addressing.IDENTITY, Set.of(LISTEN, ANSWER, SEND))),
            entry(SocketType.ROUTER, new Kind(PathDialect::new, Addressing.IDENTITY, ALL)));

    private Dialects() {}

    /** Makes what speaks for one socket. */
    @FunctionalInterface
    interface Maker {
        Dialect make(String name, ZmqSocket socket, Kind kind);
    }

    /**
     * What is known of a type.
     *
     * @param maker makes the dialect of a socket
     * @param addressing by what a destination is told
     * @param can what applications may do
     */
    record Kind(Maker maker, Addressing addressing, Set<Can> can) {}

    static Dialect of(String name, ZmqSocket socket) {
        Kind kind = KINDS.get(socket.type());
        if (kind == null) {
            throw new IllegalArgumentException("socket '" + name + "' is of type " + socket.type()
                    + ", which templates and listeners do not know; use the socket itself, and define it so that it"
                    + " is no bean of its own");
        }
        return kind.maker.make(name, socket, kind);
    }
}
