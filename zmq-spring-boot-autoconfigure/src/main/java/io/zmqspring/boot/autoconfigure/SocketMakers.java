package io.zmqspring.boot.autoconfigure;

import static java.util.Map.entry;

import io.zmqspring.ChannelSocket;
import io.zmqspring.ClientSocket;
import io.zmqspring.DealerSocket;
import io.zmqspring.DgramSocket;
import io.zmqspring.DishSocket;
import io.zmqspring.GatherSocket;
import io.zmqspring.PairSocket;
import io.zmqspring.PeerSocket;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RadioSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ScatterSocket;
import io.zmqspring.ServerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.StreamSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/** The table of socket types: the interface of each and what opens one. */
final class SocketMakers {
    private static final Map<SocketType, Maker> MAKERS = Map.ofEntries(
            entry(SocketType.REQ, new Maker(ReqSocket.class, ZmqContext::req)),
            entry(SocketType.REP, new Maker(RepSocket.class, ZmqContext::rep)),
            entry(SocketType.DEALER, new Maker(DealerSocket.class, ZmqContext::dealer)),
            entry(SocketType.ROUTER, new Maker(RouterSocket.class, ZmqContext::router)),
            entry(SocketType.PUB, new Maker(PubSocket.class, ZmqContext::pub)),
            entry(SocketType.SUB, new Maker(SubSocket.class, ZmqContext::sub)),
            entry(SocketType.XPUB, new Maker(XPubSocket.class, ZmqContext::xpub)),
            entry(SocketType.XSUB, new Maker(XSubSocket.class, ZmqContext::xsub)),
            entry(SocketType.PUSH, new Maker(PushSocket.class, ZmqContext::push)),
            entry(SocketType.PULL, new Maker(PullSocket.class, ZmqContext::pull)),
            entry(SocketType.PAIR, new Maker(PairSocket.class, ZmqContext::pair)),
            entry(SocketType.CLIENT, new Maker(ClientSocket.class, ZmqContext::client)),
            entry(SocketType.SERVER, new Maker(ServerSocket.class, ZmqContext::server)),
            entry(SocketType.RADIO, new Maker(RadioSocket.class, ZmqContext::radio)),
            entry(SocketType.DISH, new Maker(DishSocket.class, ZmqContext::dish)),
            entry(SocketType.SCATTER, new Maker(ScatterSocket.class, ZmqContext::scatter)),
            entry(SocketType.GATHER, new Maker(GatherSocket.class, ZmqContext::gather)),
            entry(SocketType.PEER, new Maker(PeerSocket.class, ZmqContext::peer)),
            entry(SocketType.CHANNEL, new Maker(ChannelSocket.class, ZmqContext::channel)),
            entry(SocketType.DGRAM, new Maker(DgramSocket.class, ZmqContext::dgram)),
            entry(SocketType.STREAM, new Maker(StreamSocket.class, ZmqContext::stream)));

    private record Maker(
            Class<? extends ZmqSocket> type, BiFunction<ZmqContext, SocketOptions, ? extends ZmqSocket> open) {}

    private SocketMakers() {}

    static Class<? extends ZmqSocket> interfaceOf(SocketType type) {
        return of(type).type;
    }

    static ZmqSocket open(SocketType type, ZmqContext context, SocketOptions options) {
        return of(type).open.apply(context, options);
    }

    private static Maker of(SocketType type) {
        return Objects.requireNonNull(MAKERS.get(type), () -> type + " is not in the table");
    }
}
