package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.integration.ZmqInboundChannelAdapter;
import io.zmqspring.spring.integration.ZmqInboundGateway;
import io.zmqspring.spring.integration.ZmqOutboundChannelAdapter;
import io.zmqspring.spring.integration.ZmqOutboundGateway;

/** Makes the adapters and gateways for integration flows. */
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
     * A gateway that sends the messages of the flow as requests and goes on with the replies.
     *
     * @param template sends the requests, by default to its default destination
     * @return the specification
     */
    public static ZmqOutboundGatewaySpec outboundGateway(ZmqOperations template) {
        return new ZmqOutboundGatewaySpec(new ZmqOutboundGateway(template));
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
}
