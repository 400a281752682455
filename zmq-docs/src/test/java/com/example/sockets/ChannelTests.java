package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ChannelSocket;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** Exactly two, in messages of one frame. */
class ChannelTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        ChannelSocket left = context.channel();
        Endpoint endpoint = left.bind("tcp://127.0.0.1:*");
        ChannelSocket right = context.channel();
        right.connect(endpoint.toString());

        right.send(Message.of("ping"));
        String heard = left.receive().text();
        left.send(Message.of("pong"));
        String answer = right.receive().text();
        // end::core[]
        assertThat(heard).isEqualTo("ping");
        assertThat(answer).isEqualTo("pong");
    }

    @Test
    void withSpring() {
        start("channel", "left", ChannelListener.class);
        ZmqTemplate zmq = template(start("channel", "right"));

        // tag::template[]
        String answer = zmq.convertSendAndReceive("right", "ping", String.class);
        // end::template[]
        assertThat(answer).isEqualTo("pong");
    }
}

// tag::listener[]
@Component
class ChannelListener {
    @ZmqListener("left")
    String on(String text) {
        return text.equals("ping") ? "pong" : "pardon?";
    }
}
// end::listener[]
