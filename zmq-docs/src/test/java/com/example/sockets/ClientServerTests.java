package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ClientSocket;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.ServerSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** As DEALER and ROUTER, in messages of one frame. */
class ClientServerTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        ServerSocket bank = context.server();
        Endpoint endpoint = bank.bind("tcp://127.0.0.1:*");

        ClientSocket client = context.client();
        client.connect(endpoint.toString());
        client.send(Message.of("balance?"));

        Message question = bank.receive();
        bank.send(question.routingId(), Message.of("42")); // <1>

        String answer = client.receive().text();
        // end::core[]
        assertThat(answer).isEqualTo("42");
    }

    @Test
    void withSpring() {
        start("client-server", "server", BankListener.class);
        ZmqTemplate zmq = template(start("client-server", "client"));

        // tag::template[]
        int balance = zmq.convertSendAndReceive("account", "balance?", Integer.class);
        // end::template[]
        assertThat(balance).isEqualTo(42);
    }
}

// tag::listener[]
@Component
class BankListener {
    @ZmqListener("bank")
    int on(String question) {
        return 42;
    }
}
// end::listener[]
