package io.zmqspring.benchmarks;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;

/** JeroMQ's PEER socket. Its routing ids are reachable through its inner API only. */
final class JeroMqPeer implements PeerUnderTest {
    private final ZContext context = new ZContext();
    private final ZMQ.Socket socket = context.createSocket(SocketType.PEER);

    @Override
    public String bind() {
        socket.bind("tcp://127.0.0.1:*");
        return socket.getLastEndpoint();
    }

    @Override
    public int connect(String endpoint) {
        return socket.connectPeer(endpoint);
    }

    @Override
    public void send(int routingId, byte[] body) {
        Msg message = new Msg(body);
        message.setRoutingId(routingId);
        if (!socket.base().send(message, 0)) {
            throw new IllegalStateException("JeroMQ did not send, errno " + socket.errno());
        }
    }

    @Override
    public int receive() {
        Msg message = socket.base().recv(0);
        if (message == null) {
            throw new IllegalStateException("JeroMQ received nothing, errno " + socket.errno());
        }
        return message.getRoutingId();
    }

    @Override
    public void close() {
        socket.setLinger(0);
        context.close();
    }
}
