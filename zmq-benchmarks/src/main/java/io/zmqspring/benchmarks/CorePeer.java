package io.zmqspring.benchmarks;

import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqContext;
import java.time.Duration;

/** This project's PEER socket. */
final class CorePeer implements PeerUnderTest {
    private final ZmqContext context = ZmqContext.create();
    private final PeerSocket socket = context.peer();

    @Override
    public String bind() {
        return socket.bind("tcp://127.0.0.1:*").toString();
    }

    @Override
    public int connect(String endpoint) {
        return socket.connect(endpoint);
    }

    @Override
    public void send(int routingId, byte[] body) {
        socket.send(routingId, Message.wrap(body));
    }

    @Override
    public int receive() {
        return socket.receive().routingId();
    }

    @Override
    public void close() {
        context.close(Duration.ZERO);
    }
}
