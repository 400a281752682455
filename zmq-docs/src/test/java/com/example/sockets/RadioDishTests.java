package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.DishSocket;
import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.RadioSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** One tells the members of a group. */
class RadioDishTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        RadioSocket station = context.radio();
        Endpoint endpoint = station.bind("tcp://127.0.0.1:*");

        DishSocket listener = context.dish();
        listener.join("news"); // <1>
        listener.connect(endpoint.toString());

        station.awaitSubscribers(1, Duration.ofSeconds(5));
        station.send("weather", Message.of("rain"));
        station.send("news", Message.of("all is well"));

        String heard = listener.receive().text();
        // end::core[]
        assertThat(heard).isEqualTo("all is well");
    }

    @Test
    void withSpring() {
        var station = start("radio-dish", "station");
        var kitchen = start("radio-dish", "kitchen", KitchenListener.class);
        station.getBean("station", RadioSocket.class).awaitSubscribers(1, SOON);
        ZmqTemplate zmq = template(station);

        // tag::template[]
        zmq.convertAndSend("station:weather", "rain");
        zmq.convertAndSend("station:news", "all is well");
        // end::template[]
        Queue<String> heard = kitchen.getBean(KitchenListener.class).heard;
        await().atMost(SOON).until(() -> !heard.isEmpty());
        assertThat(heard).containsExactly("news: all is well");
    }
}

// tag::listener[]
@Component
class KitchenListener {
    final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @ZmqListener(sockets = "kitchen", topics = "news")
    void on(String text, @Header(ZmqHeaders.GROUP) String group) {
        heard.add(group + ": " + text);
    }
}
// end::listener[]
