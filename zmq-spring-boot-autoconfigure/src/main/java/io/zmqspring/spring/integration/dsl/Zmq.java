package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.integration.ZmqInboundChannelAdapter;
import io.zmqspring.spring.integration.ZmqOutboundChannelAdapter;

/** Makes the adapters for integration flows. */
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
     * An adapter that sends the messages of the flow to peers.
     *
     * @param template sends the messages, by default to its default destination
     * @return the specification
     */
    public static ZmqOutboundChannelAdapterSpec outboundChannelAdapter(ZmqOperations template) {
        return new ZmqOutboundChannelAdapterSpec(new ZmqOutboundChannelAdapter(template));
    }
}
