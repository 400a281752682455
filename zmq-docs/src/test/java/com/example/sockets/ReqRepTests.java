package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** One question, one answer, in strict turn. */
class ReqRepTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        RepSocket clock = context.rep();
        Endpoint endpoint = clock.bind("tcp://127.0.0.1:*");

        ReqSocket client = context.req();
        client.connect(endpoint.toString());
        client.send(Message.of("time?"));

        String question = clock.receive().text();
        clock.send(Message.of("noon")); // <1>

        String answer = client.receive().text();
        // end::core[]
        assertThat(question).isEqualTo("time?");
        assertThat(answer).isEqualTo("noon");
    }

    @Test
    void withSpring() {
        start("req-rep", "server", ClockListener.class);
        ZmqTemplate zmq = template(start("req-rep", "client"));

        // tag::template[]
        String answer = zmq.convertSendAndReceive("clock", "time?", String.class); // <1>
        // end::template[]
        assertThat(answer).isEqualTo("noon");
    }
}

// tag::listener[]
@Component
class ClockListener {
    @ZmqListener("clock")
    String on(String question) {
        return question.equals("time?") ? "noon" : "pardon?";
    }
}
// end::listener[]
