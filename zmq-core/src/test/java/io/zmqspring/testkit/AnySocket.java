package io.zmqspring.testkit;

import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;

/** Opens a socket of a type that is a parameter of the test. */
public final class AnySocket {
    private AnySocket() {}

    public static ZmqSocket open(ZmqContext context, SocketType type, SocketOptions options) {
        return switch (type) {
            case REQ -> context.req(options);
            case REP -> context.rep(options);
            case DEALER -> context.dealer(options);
            case ROUTER -> context.router(options);
            case PUB -> context.pub(options);
            case SUB -> context.sub(options);
            case XPUB -> context.xpub(options);
            case XSUB -> context.xsub(options);
            case PUSH -> context.push(options);
            case PULL -> context.pull(options);
            case PAIR -> context.pair(options);
            case CLIENT -> context.client(options);
            case SERVER -> context.server(options);
            case RADIO -> context.radio(options);
            case DISH -> context.dish(options);
            case SCATTER -> context.scatter(options);
            case GATHER -> context.gather(options);
            case PEER -> context.peer(options);
            case CHANNEL -> context.channel(options);
            case STREAM -> context.stream(options);
            case DGRAM -> context.dgram(options);
        };
    }
}
