package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** Applications that call each other by name. */
class PeerTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        PeerSocket desk = context.peer();
        Endpoint endpoint = desk.bind("tcp://127.0.0.1:*"); // <1>

        PeerSocket trader = context.peer();
        int id = trader.connect(endpoint.toString()); // <2>
        trader.send(id, Message.of("buy tea"));

        Message order = desk.receive();
        desk.send(order.routingId(), Message.of("bought")); // <3>

        String answer = trader.receive().text();
        // end::core[]
        assertThat(answer).isEqualTo("bought");
    }

    @Test
    void withSpring() {
        start("peer", "desk", DeskListener.class);
        ZmqTemplate zmq = template(start("peer", "trader"));

        // tag::template[]
        Receipt receipt = zmq.convertSendAndReceive("desk", new Order("tea", 2), Receipt.class); // waits
        CompletableFuture<Receipt> later = zmq.convertSendAndReceiveAsync("desk", new Order("rum", 1), Receipt.class);
        // end::template[]
        assertThat(receipt).isEqualTo(new Receipt("tea", "bought"));
        assertThat(later).succeedsWithin(SOON).isEqualTo(new Receipt("rum", "bought"));
    }
}

// tag::listener[]
record Order(String item, int quantity) {}

record Receipt(String item, String state) {}

@Component
class DeskListener {
    @ZmqListener("desk")
    Receipt on(Order order) {
        return new Receipt(order.item(), "bought");
    }
}
// end::listener[]
