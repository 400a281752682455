package io.zmqspring.boot.autoconfigure;

import io.zmqspring.HandshakeLimits;
import io.zmqspring.Heartbeat;
import io.zmqspring.IpcOptions;
import io.zmqspring.Message;
import io.zmqspring.Notices;
import io.zmqspring.PubSubOptions;
import io.zmqspring.Reconnect;
import io.zmqspring.ReqOptions;
import io.zmqspring.RouterOptions;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.SocksProxy;
import io.zmqspring.StreamOptions;
import io.zmqspring.SubscriptionLimits;
import io.zmqspring.TcpKeepAlive;
import io.zmqspring.TcpOptions;
import io.zmqspring.UdpOptions;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Turns the properties of a socket into its options, each property into one builder call. */
final class SocketOptionsMapper {
    private final @Nullable String peerName;

    /**
     * Makes a mapper.
     *
     * @param peerName the name to announce where a socket has none of its own; null or blank for none
     */
    SocketOptionsMapper(@Nullable String peerName) {
        this.peerName = peerName;
    }

    SocketOptionsBuilder map(ZmqProperties.Socket socket) {
        SocketOptionsBuilder options = SocketOptions.builder()
                .sendHighWaterMark(socket.send().highWaterMark())
                .sendQueueBytes(socket.send().queueSize().toBytes())
                .sendTimeout(socket.send().timeout())
                .receiveHighWaterMark(socket.receive().highWaterMark())
                .receiveQueueBytes(socket.receive().queueSize().toBytes())
                .maxMessageSize(socket.maxMessageSize().value())
                .maxMessageParts(socket.maxMessageParts().value())
                .heartbeat(heartbeat(socket.heartbeat()))
                .reconnect(new Reconnect(
                        socket.reconnect().delay(),
                        socket.reconnect().maxDelay(),
                        socket.reconnect().stopOn()))
                .connectTimeout(socket.connectTimeout())
                .handshakeTimeout(socket.handshakeTimeout())
                .handshakeLimits(new HandshakeLimits(
                        socket.handshakes().size().value(),
                        socket.handshakes().metadataSize().value(),
                        socket.handshakes().atOnce().value(),
                        socket.handshakes().perSource().value()))
                .linger(socket.linger())
                .envelope(socket.envelope());
        String announced = socket.peerName() == null ? peerName : socket.peerName();
        if (StringUtils.hasText(announced)) {
            options.property(ZmqWireHeaders.PEER_NAME_PROPERTY, announced);
        }
        socket.properties().forEach(options::property);
        if (socket.backlog() != null) {
            options.backlog(socket.backlog());
        }
        ZmqProperties.Ipc ipc = socket.ipc();
        return byType(options, socket)
                .tcp(tcp(socket.tcp()))
                .ipc(new IpcOptions(ipc.permissions(), ipc.users()))
                .udp(udp(socket.udp()));
    }

    private static UdpOptions udp(ZmqProperties.Udp udp) {
        return new UdpOptions(
                udp.multicastHops(),
                udp.multicastLoop(),
                Math.toIntExact(udp.maxDatagram().toBytes()),
                Math.toIntExact(udp.sendBuffer().toBytes()),
                Math.toIntExact(udp.receiveBuffer().toBytes()));
    }

    private static TcpOptions tcp(ZmqProperties.Tcp tcp) {
        ZmqProperties.KeepAlive probes = tcp.keepAlive();
        ZmqProperties.Socks proxy = tcp.proxy();
        return new TcpOptions(
                tcp.ipv6(),
                Math.toIntExact(tcp.sendBuffer().toBytes()),
                Math.toIntExact(tcp.receiveBuffer().toBytes()),
                tcp.trafficClass(),
                new TcpKeepAlive(probes.enabled(), probes.idle(), probes.interval(), probes.probes()),
                proxy == null ? null : new SocksProxy(proxy.host(), proxy.port(), proxy.user(), proxy.password()));
    }

    /** What counts for some types only; the others ignore it. */
    private static SocketOptionsBuilder byType(SocketOptionsBuilder options, ZmqProperties.Socket socket) {
        ZmqProperties.Notices notices = socket.notices();
        ZmqProperties.Router router = socket.router();
        ZmqProperties.PubSub pubSub = socket.pubSub();
        if (socket.identity() != null) {
            options.identity(socket.identity().getBytes(StandardCharsets.UTF_8));
        }
        return options
                .oldestPeer(socket.oldestPeer())
                .immediate(socket.immediate())
                .conflate(socket.conflate())
                .notices(new Notices(
                        notices.probeRouter(),
                        message(notices.hello()),
                        message(notices.disconnect()),
                        message(notices.hiccup())))
                .req(new ReqOptions(socket.req().relaxed(), socket.req().correlate()))
                .router(new RouterOptions(
                        router.mandatory(), router.handover(), router.notifyConnect(), router.notifyDisconnect()))
                .pubSub(new PubSubOptions(
                        pubSub.notices(),
                        pubSub.noDrop(),
                        pubSub.invertMatching(),
                        pubSub.onlyFirstSubscribe(),
                        pubSub.verboseUnsubscribe(),
                        message(pubSub.welcome()),
                        new SubscriptionLimits(
                                pubSub.limits().topics().value(),
                                pubSub.limits().size().value(),
                                pubSub.limits().topicSize().value())))
                .stream(new StreamOptions(socket.stream().notices()));
    }

    private static @Nullable Message message(@Nullable String text) {
        return text == null ? null : Message.of(text);
    }

    private static Heartbeat heartbeat(ZmqProperties.Heartbeat heartbeat) {
        return new Heartbeat(heartbeat.interval(), heartbeat.timeout(), heartbeat.ttl());
    }
}
