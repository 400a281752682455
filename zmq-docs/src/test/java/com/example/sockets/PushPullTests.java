package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** Work that is shared out. */
class PushPullTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        PushSocket source = context.push();
        Endpoint endpoint = source.bind("tcp://127.0.0.1:*");

        PullSocket one = context.pull();
        one.connect(endpoint.toString());
        PullSocket two = context.pull();
        two.connect(endpoint.toString());

        source.awaitPeers(2, Duration.ofSeconds(5)); // <1>
        source.send(Message.of("task 1"));
        source.send(Message.of("task 2"));

        String first = one.receive().text();
        String second = two.receive().text();
        // end::core[]
        assertThat(List.of(first, second)).containsExactlyInAnyOrder("task 1", "task 2");
    }

    @Test
    void withSpring() {
        var source = start("push-pull", "source");
        var one = start("push-pull", "worker", TaskListener.class);
        var two = start("push-pull", "worker", TaskListener.class);
        source.getBean("tasks", ZmqSocket.class).awaitPeers(2, SOON);
        ZmqTemplate zmq = template(source);

        // tag::template[]
        zmq.convertAndSend("tasks", "task 1"); // <1>
        zmq.convertAndSend("tasks", "task 2");
        // end::template[]
        await().atMost(SOON)
                .until(() -> one.getBean(TaskListener.class).done.size() == 1
                        && two.getBean(TaskListener.class).done.size() == 1);
    }
}

// tag::listener[]
@Component
class TaskListener {
    final Queue<String> done = new ConcurrentLinkedQueue<>();

    @ZmqListener("work")
    void on(String task) {
        done.add(task);
    }
}
// end::listener[]
