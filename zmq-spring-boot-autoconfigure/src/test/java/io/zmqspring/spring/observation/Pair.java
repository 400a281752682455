package io.zmqspring.spring.observation;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.listener.DefaultZmqListenerContainer;
import io.zmqspring.spring.listener.ZmqMessageListener;
import java.time.Duration;
import java.util.List;

/** A trader that is connected to a desk, each with sockets of its own. */
final class Pair implements AutoCloseable {
    private final ZmqContext context = ZmqContext.create();
    final ZmqSockets deskSockets = new ZmqSockets();
    final ZmqSockets traderSockets = new ZmqSockets();
    final ZmqTemplate desk = new ZmqTemplate(deskSockets);
    final ZmqTemplate trader = new ZmqTemplate(traderSockets);
    private DefaultZmqListenerContainer container;

    Pair() {
        var listening =
                context.peer(SocketOptions.builder().envelope(EnvelopeMode.AUTO).build());
        var connected = context.peer(SocketOptions.builder()
                .envelope(EnvelopeMode.AUTO)
                .property("X-Peer-Name", "trader-1")
                .build());
        String endpoint = listening.bind("tcp://127.0.0.1:*").toString();
        deskSockets.add("counter", listening);
        traderSockets.add("phone", connected);
        traderSockets.addConnection("phone", "desk", endpoint, connected.connect(endpoint));
    }

    DefaultZmqListenerContainer listener(ZmqMessageListener listener) {
        container = new DefaultZmqListenerContainer("orders", deskSockets, List.of("counter"), listener, desk);
        return container;
    }

    Pair listen(ZmqMessageListener listener) {
        listener(listener).start();
        return this;
    }

    @Override
    public void close() {
        if (container != null) {
            container.stop();
        }
        deskSockets.close();
        traderSockets.close();
        context.close(Duration.ZERO);
    }
}
