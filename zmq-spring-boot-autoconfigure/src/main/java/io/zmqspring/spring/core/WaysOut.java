package io.zmqspring.spring.core;

import io.zmqspring.SocketType;

/** What to do instead of what a socket type does not allow. */
final class WaysOut {
    private WaysOut() {}

    static String of(SocketType type, Can what) {
        return switch (what) {
            case LISTEN -> listen(type);
            case ANSWER ->
                type == SocketType.REQ
                        ? listen(type)
                        : "let the method return nothing, or use a type that answers: REP, ROUTER, SERVER or PEER";
            case SEND -> send(type);
            case ASK -> "ask over a REQ, DEALER, CLIENT or PEER socket";
            case SUBSCRIBE -> "remove the topics, or receive with a SUB, XSUB or DISH socket";
        };
    }

    private static String listen(SocketType type) {
        return switch (type) {
            case REQ ->
                "the reply is what the template's sendAndReceive returns; to receive at any time use a DEALER socket";
            case PUSH -> "listen to the PULL socket at the other end";
            case SCATTER -> "listen to the GATHER socket at the other end";
            case PUB -> "listen to the SUB socket at the other end, or use an XPUB socket to see the subscriptions";
            case RADIO -> "listen to the DISH socket at the other end";
            default -> "listen to a socket that receives";
        };
    }

    private static String send(SocketType type) {
        return switch (type) {
            case REQ -> "use the template's sendAndReceive: each request must be followed by its reply";
            case REP -> "return the reply from the listener: a REP socket speaks when it is asked";
            case SUB -> "send with the PUB or XPUB socket at the other end";
            case PULL -> "send with the PUSH socket at the other end";
            case GATHER -> "send with the SCATTER socket at the other end";
            case DISH -> "send with the RADIO socket at the other end";
            default -> "send with a socket that sends";
        };
    }
}
