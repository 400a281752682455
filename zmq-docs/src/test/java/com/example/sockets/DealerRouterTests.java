package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.DealerSocket;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** Many open questions, and answers to chosen peers. */
class DealerRouterTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        RouterSocket office = context.router();
        Endpoint endpoint = office.bind("tcp://127.0.0.1:*");

        DealerSocket worker = context.dealer(SocketOptions.builder()
                .identity("worker-1".getBytes(StandardCharsets.UTF_8))
                .build());
        worker.connect(endpoint.toString());
        worker.send(Message.of("ready"));

        Message ready = office.receive(); // <1>
        office.send(Message.ofFrames(ready.frame(0), "dig".getBytes(StandardCharsets.UTF_8))); // <2>

        String task = worker.receive().text();
        // end::core[]
        assertThat(ready.frame(0)).asString().isEqualTo("worker-1");
        assertThat(task).isEqualTo("dig");
    }

    @Test
    void withSpring() {
        start("dealer-router", "office", OfficeListener.class);
        var worker = start("dealer-router", "worker", WorkerListener.class);
        ZmqTemplate zmq = template(worker);

        // tag::template[]
        zmq.convertAndSend("worker", "ready");
        // end::template[]
        await().atMost(SOON)
                .until(() -> worker.getBean(WorkerListener.class).tasks.contains("dig"));
    }
}

// tag::listener[]
@Component
class OfficeListener {
    private final ZmqTemplate zmq;

    OfficeListener(ZmqTemplate zmq) {
        this.zmq = zmq;
    }

    @ZmqListener("office")
    void on(String news, @Header(ZmqHeaders.IDENTITY) String worker) {
        zmq.convertAndSend("office/" + worker, "dig"); // <1>
    }
}

@Component
class WorkerListener {
    final Queue<String> tasks = new ConcurrentLinkedQueue<>();

    @ZmqListener("worker")
    void on(String task) {
        tasks.add(task);
    }
}
// end::listener[]
