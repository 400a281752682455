package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.integration.ZmqChannel;
import io.zmqspring.spring.integration.ZmqInboundChannelAdapter;
import io.zmqspring.spring.integration.ZmqInboundGateway;
import io.zmqspring.spring.integration.ZmqOutboundChannelAdapter;
import io.zmqspring.spring.integration.ZmqOutboundGateway;
import io.zmqspring.spring.integration.ZmqPollableChannel;

/** Makes the adapters, gateways and channels for integration flows. */
public final class Zmq {
    private Zmq() {}

    /**
     * An adapter that sends the messages of a socket to the flow. The socket is one of the application's
     * {@link ZmqSockets} bean.
     *
     * @param socket the name of the socket
     * @return the specification
     */
    public static ZmqInboundChannelAdapterSpec inboundChannelAdapter(String socket) {
        return new ZmqInboundChannelAdapterSpec(new ZmqInboundChannelAdapter(socket));
    }

    /**
     * An adapter that sends the messages of a socket to the flow.
     *
     * @param sockets the application's sockets
     * @param socket the name of the socket
     * @return the specification
     */
    public static ZmqInboundChannelAdapterSpec inboundChannelAdapter(ZmqSockets sockets, String socket) {
        return new ZmqInboundChannelAdapterSpec(new ZmqInboundChannelAdapter(sockets, socket));
    }

    /**
     * A gateway that sends the messages of a socket to the flow and the flow's reply back, by the application's
     * {@link ZmqSockets} and {@link ZmqOperations} beans.
     *
     * @param socket the name of the socket
     * @return the specification
     */
    public static ZmqInboundGatewaySpec inboundGateway(String socket) {
        return new ZmqInboundGatewaySpec(new ZmqInboundGateway(socket));
    }

    /**
     * A gateway that sends the messages of a socket to the flow and the flow's reply back.
     *
     * @param sockets the application's sockets
     * @param socket the name of the socket
     * @param template sends the replies
     * @return the specification
     */
    public static ZmqInboundGatewaySpec inboundGateway(ZmqSockets sockets, String socket, ZmqOperations template) {
        return new ZmqInboundGatewaySpec(new ZmqInboundGateway(sockets, socket, template));
    }

    /**
     * A gateway that sends the messages of the flow as requests and goes on with the replies, by the application's
     * {@link ZmqOperations} bean.
     *
     * @param destination whom all requests go to, in text form; for instance {@code stock} or {@code orders/stock}
     * @return the specification
     */
    public static ZmqOutboundGatewaySpec outboundGateway(String destination) {
        return new ZmqOutboundGatewaySpec(new ZmqOutboundGateway()).destination(destination);
    }

    /**
     * A gateway that sends the messages of the flow as requests and goes on with the replies.
     *
     * @param template sends the requests, by default to its default destination
     * @return the specification
     */
    public static ZmqOutboundGatewaySpec outboundGateway(ZmqOperations template) {
        return new ZmqOutboundGatewaySpec(new ZmqOutboundGateway(template));
    }

    /**
     * An adapter that sends the messages of the flow to peers, by the application's {@link ZmqOperations} bean.
     *
     * @param destination where all messages go, in text form; for instance {@code billing}, {@code orders/billing} or
     *     {@code prices:eur}
     * @return the specification
     */
    public static ZmqOutboundChannelAdapterSpec outboundChannelAdapter(String destination) {
        return new ZmqOutboundChannelAdapterSpec(new ZmqOutboundChannelAdapter()).destination(destination);
    }

    /**
     * An adapter that sends the messages of the flow to peers.
     *
     * @param template sends the messages, by default to its default destination
     * @return the specification
     */
    public static ZmqOutboundChannelAdapterSpec outboundChannelAdapter(ZmqOperations template) {
        return new ZmqOutboundChannelAdapterSpec(new ZmqOutboundChannelAdapter(template));
    }

    /**
     * A channel whose messages travel over sockets, and are handed to its subscribers as they come.
     *
     * @return the specification, which needs a destination, a socket to receive from, or both
     */
    public static ZmqChannelSpec channel() {
        return new ZmqChannelSpec(new ZmqChannel());
    }

    /**
     * A channel whose messages travel over sockets, and are received when it is polled.
     *
     * @return the specification, which needs a destination, a socket to receive from, or both
     */
    public static ZmqPollableChannelSpec pollableChannel() {
        return new ZmqPollableChannelSpec(new ZmqPollableChannel());
    }
}
