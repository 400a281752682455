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
import io.zmqspring.SocketType;
import io.zmqspring.StreamSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqSocket;
import java.util.Map;
import java.util.Objects;

/** The table of socket types: the interface of each. */
final class SocketInterfaces {
    private static final Map<SocketType, Class<? extends ZmqSocket>> INTERFACES = Map.ofEntries(
            entry(SocketType.REQ, ReqSocket.class),
            entry(SocketType.REP, RepSocket.class),
            entry(SocketType.DEALER, DealerSocket.class),
            entry(SocketType.ROUTER, RouterSocket.class),
            entry(SocketType.PUB, PubSocket.class),
            entry(SocketType.SUB, SubSocket.class),
            entry(SocketType.XPUB, XPubSocket.class),
            entry(SocketType.XSUB, XSubSocket.class),
            entry(SocketType.PUSH, PushSocket.class),
            entry(SocketType.PULL, PullSocket.class),
            entry(SocketType.PAIR, PairSocket.class),
            entry(SocketType.CLIENT, ClientSocket.class),
            entry(SocketType.SERVER, ServerSocket.class),
            entry(SocketType.RADIO, RadioSocket.class),
            entry(SocketType.DISH, DishSocket.class),
            entry(SocketType.SCATTER, ScatterSocket.class),
            entry(SocketType.GATHER, GatherSocket.class),
            entry(SocketType.PEER, PeerSocket.class),
            entry(SocketType.CHANNEL, ChannelSocket.class),
            entry(SocketType.DGRAM, DgramSocket.class),
            entry(SocketType.STREAM, StreamSocket.class));

    private SocketInterfaces() {}

    static Class<? extends ZmqSocket> of(SocketType type) {
        return Objects.requireNonNull(INTERFACES.get(type), () -> type + " is not in the table");
    }
}
