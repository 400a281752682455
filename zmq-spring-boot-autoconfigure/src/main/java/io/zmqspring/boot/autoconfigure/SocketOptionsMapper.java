package io.zmqspring.boot.autoconfigure;

import io.zmqspring.Heartbeat;
import io.zmqspring.Reconnect;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.spring.support.ZmqWireHeaders;
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
                .maxMessageSize(socket.maxMessageSize().toBytes())
                .heartbeat(heartbeat(socket.heartbeat()))
                .reconnect(new Reconnect(
                        socket.reconnect().delay(), socket.reconnect().maxDelay()))
                .connectTimeout(socket.connectTimeout())
                .handshakeTimeout(socket.handshakeTimeout())
                .linger(socket.linger())
                .envelope(socket.envelope());
        String announced = socket.peerName() == null ? peerName : socket.peerName();
        if (StringUtils.hasText(announced)) {
            options.property(ZmqWireHeaders.PEER_NAME_PROPERTY, announced);
        }
        socket.properties().forEach(options::property);
        return options;
    }

    private static Heartbeat heartbeat(ZmqProperties.Heartbeat heartbeat) {
        return new Heartbeat(heartbeat.interval(), heartbeat.timeout(), heartbeat.ttl());
    }
}
