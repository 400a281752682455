package io.zmqspring.internal.socket;

import io.zmqspring.ChannelSocket;
import io.zmqspring.ClientSocket;
import io.zmqspring.DealerSocket;
import io.zmqspring.DgramSocket;
import io.zmqspring.DishSocket;
import io.zmqspring.GatherSocket;
import io.zmqspring.Message;
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
import io.zmqspring.StreamSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqStateException;
import io.zmqspring.internal.pattern.DishPattern;
import io.zmqspring.internal.pattern.PeerPattern;
import io.zmqspring.internal.pattern.Publishing;
import io.zmqspring.internal.pattern.XPubPattern;
import io.zmqspring.internal.pattern.XSubPattern;
import io.zmqspring.internal.pipe.MessageQueue.Offer;
import io.zmqspring.internal.transport.InetText;
import java.nio.charset.StandardCharsets;

/** The face of each socket type: its public interface on top of {@link BaseSocket}. */
public final class Sockets {
    private static final int MAX_GROUP = 255;
    private static final int MAX_IDENTITY = 255;

    private Sockets() {}

    public static ReqSocket req(SocketCore of) {
        final class DefaultReqSocket extends BaseSocket.Plain implements ReqSocket {
            DefaultReqSocket() {
                super(of);
            }
        }
        return new DefaultReqSocket();
    }

    public static RepSocket rep(SocketCore of) {
        final class DefaultRepSocket extends BaseSocket.Plain implements RepSocket {
            DefaultRepSocket() {
                super(of);
            }
        }
        return new DefaultRepSocket();
    }

    public static DealerSocket dealer(SocketCore of) {
        final class DefaultDealerSocket extends BaseSocket.Plain implements DealerSocket {
            DefaultDealerSocket() {
                super(of);
            }
        }
        return new DefaultDealerSocket();
    }

    public static RouterSocket router(SocketCore of) {
        final class DefaultRouterSocket extends BaseSocket.Plain implements RouterSocket {
            DefaultRouterSocket() {
                super(of);
            }

            @Override
            public void connect(String endpoint, byte[] identity) {
                if (identity.length == 0 || identity.length > MAX_IDENTITY || identity[0] == 0) {
                    throw new IllegalArgumentException("identity of " + identity.length + " octets: it has 1 to "
                            + MAX_IDENTITY + ", and the first is not 0");
                }
                byte[] own = identity.clone();
                core.connect(endpoint, pipe -> pipe.setIdentity(own));
            }
        }
        return new DefaultRouterSocket();
    }

    public static PushSocket push(SocketCore of) {
        final class DefaultPushSocket extends BaseSocket.Plain implements PushSocket {
            DefaultPushSocket() {
                super(of);
            }
        }
        return new DefaultPushSocket();
    }

    public static PullSocket pull(SocketCore of) {
        final class DefaultPullSocket extends BaseSocket.Plain implements PullSocket {
            DefaultPullSocket() {
                super(of);
            }
        }
        return new DefaultPullSocket();
    }

    public static PairSocket pair(SocketCore of) {
        final class DefaultPairSocket extends BaseSocket.Plain implements PairSocket {
            DefaultPairSocket() {
                super(of);
            }
        }
        return new DefaultPairSocket();
    }

    public static DgramSocket dgram(SocketCore of) {
        final class DefaultDgramSocket extends BaseSocket implements DgramSocket {
            DefaultDgramSocket() {
                super(of);
            }

            @Override
            void check(Message message) {
                if (message.frameCount() != 2) {
                    throw new IllegalArgumentException("a message of " + message.frameCount()
                            + " frames: DGRAM sends two, the other side's address and the content");
                }
                InetText.parse(message.frame(0)); // throws if it is none
                int most = options().udp().maxDatagram();
                if (message.body().length > most) {
                    throw new IllegalArgumentException("content of " + message.body().length + " octets > " + most
                            + ", the largest datagram; send less at a time or raise UdpOptions.maxDatagram");
                }
            }
        }
        return new DefaultDgramSocket();
    }

    public static PubSocket pub(SocketCore of, Publishing pattern) {
        final class DefaultPubSocket extends BaseSocket.Publishes implements PubSocket {
            DefaultPubSocket() {
                super(of, pattern);
            }
        }
        return new DefaultPubSocket();
    }

    public static XPubSocket xPub(SocketCore of, XPubPattern pattern) {
        final class DefaultXPubSocket extends BaseSocket.Publishes implements XPubSocket {
            DefaultXPubSocket() {
                super(of, pattern);
            }

            @Override
            public void subscribe(Message request, byte[] topic) {
                apply(request, true, topic);
            }

            @Override
            public void unsubscribe(Message request, byte[] topic) {
                apply(request, false, topic);
            }

            @Override
            public void sendTo(Message request, Message message) {
                core.ensureOpen();
                if (!core.waiting()
                        .awaitRoom(() -> pattern.sendTo(request, message) == Offer.ACCEPTED, sendTimeoutNanos)) {
                    throw full("the peer has no room");
                }
            }

            private void apply(Message request, boolean added, byte[] topic) {
                core.ensureOpen();
                if (!pattern.apply(request, added, topic)) {
                    throw new ZmqStateException("notices=" + options().pubSub().notices()
                            + ": this XPUB applies subscriptions by itself; set MANUAL to do it by hand");
                }
            }
        }
        return new DefaultXPubSocket();
    }

    public static XSubSocket xSub(SocketCore of, XSubPattern pattern) {
        final class DefaultXSubSocket extends BaseSocket.Plain implements XSubSocket {
            DefaultXSubSocket() {
                super(of);
            }

            @Override
            public int topicCount() {
                return pattern.topics();
            }
        }
        return new DefaultXSubSocket();
    }

    public static ClientSocket client(SocketCore of) {
        final class DefaultClientSocket extends BaseSocket.Plain implements ClientSocket {
            DefaultClientSocket() {
                super(of);
            }
        }
        return new DefaultClientSocket();
    }

    public static ScatterSocket scatter(SocketCore of) {
        final class DefaultScatterSocket extends BaseSocket.Plain implements ScatterSocket {
            DefaultScatterSocket() {
                super(of);
            }
        }
        return new DefaultScatterSocket();
    }

    public static GatherSocket gather(SocketCore of) {
        final class DefaultGatherSocket extends BaseSocket.Plain implements GatherSocket {
            DefaultGatherSocket() {
                super(of);
            }
        }
        return new DefaultGatherSocket();
    }

    public static ChannelSocket channel(SocketCore of) {
        final class DefaultChannelSocket extends BaseSocket.Plain implements ChannelSocket {
            DefaultChannelSocket() {
                super(of);
            }
        }
        return new DefaultChannelSocket();
    }

    public static PeerSocket peer(SocketCore of, PeerPattern pattern) {
        final class DefaultPeerSocket extends RoutedBaseSocket implements PeerSocket {
            DefaultPeerSocket() {
                super(of, pattern);
            }

            @Override
            public int connect(String endpoint) {
                return core.connect(endpoint).routingId();
            }
        }
        return new DefaultPeerSocket();
    }

    public static ServerSocket server(SocketCore of, PeerPattern pattern) {
        final class DefaultServerSocket extends RoutedBaseSocket implements ServerSocket {
            DefaultServerSocket() {
                super(of, pattern);
            }

            @Override
            public void connect(String endpoint) {
                core.connect(endpoint);
            }
        }
        return new DefaultServerSocket();
    }

    public static StreamSocket stream(SocketCore of, PeerPattern pattern) {
        final class DefaultStreamSocket extends RoutedBaseSocket implements StreamSocket {
            DefaultStreamSocket() {
                super(of, pattern);
            }

            @Override
            public int connect(String endpoint) {
                return core.connect(endpoint).routingId();
            }

            /** Nothing to send is the word for the end. */
            @Override
            boolean sendNow(int routingId, Message message) {
                if (message.size() > 0) {
                    return super.sendNow(routingId, message);
                }
                disconnectPeer(routingId);
                return true;
            }
        }
        return new DefaultStreamSocket();
    }

    public static SubSocket sub(SocketCore of, XSubPattern pattern) {
        final class DefaultSubSocket extends BaseSocket.Plain implements SubSocket {
            DefaultSubSocket() {
                super(of);
            }

            @Override
            public int topicCount() {
                return pattern.topics();
            }

            @Override
            public void subscribe(byte[] topic) {
                core.ensureOpen();
                pattern.subscribe(topic);
            }

            @Override
            public void unsubscribe(byte[] topic) {
                core.ensureOpen();
                pattern.unsubscribe(topic);
            }
        }
        return new DefaultSubSocket();
    }

    public static DishSocket dish(SocketCore of, DishPattern pattern) {
        final class DefaultDishSocket extends BaseSocket.Plain implements DishSocket {
            DefaultDishSocket() {
                super(of);
            }

            @Override
            public void join(String group) {
                core.ensureOpen();
                if (!pattern.join(group(group))) {
                    throw new IllegalArgumentException("group '" + group + "' was joined already");
                }
            }

            @Override
            public void leave(String group) {
                core.ensureOpen();
                if (!pattern.leave(group(group))) {
                    throw new IllegalArgumentException("group '" + group + "' was not joined");
                }
            }
        }
        return new DefaultDishSocket();
    }

    public static RadioSocket radio(SocketCore of, Publishing pattern) {
        final class DefaultRadioSocket extends BaseSocket.Publishes implements RadioSocket {
            DefaultRadioSocket() {
                super(of, pattern);
            }

            @Override
            public void send(String group, Message message) {
                if (message.frameCount() > 1) {
                    throw new IllegalArgumentException(
                            "a message of " + message.frameCount() + " frames: RADIO sends single frames");
                }
                send(message.withLeading(group(group)));
            }
        }
        return new DefaultRadioSocket();
    }

    private static byte[] group(String group) {
        byte[] octets = group.getBytes(StandardCharsets.UTF_8);
        if (octets.length > MAX_GROUP || group.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "group of " + octets.length + " octets: it has at most " + MAX_GROUP + ", none of them 0");
        }
        return octets;
    }
}
