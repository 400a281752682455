package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** One tells, many listen. */
class PubSubTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        PubSocket publisher = context.pub();
        Endpoint endpoint = publisher.bind("tcp://127.0.0.1:*");

        SubSocket subscriber = context.sub();
        subscriber.subscribe("eur"); // <1>
        subscriber.connect(endpoint.toString());

        publisher.awaitSubscribers(1, Duration.ofSeconds(5)); // <2>
        publisher.send(Message.ofTexts("usd", "0.90"));
        publisher.send(Message.ofTexts("eur", "1.10")); // <3>

        Message price = subscriber.receive();
        // end::core[]
        assertThat(price.frame(0)).asString().isEqualTo("eur");
        assertThat(price.text()).isEqualTo("1.10");
    }

    @Test
    void withSpring() {
        var publisher = start("pub-sub", "publisher");
        var subscriber = start("pub-sub", "subscriber", PriceBoard.class);
        publisher.getBean("prices", PubSocket.class).awaitSubscribers(1, SOON);
        ZmqTemplate zmq = template(publisher);

        // tag::template[]
        zmq.convertAndSend("prices:usd", "0.90");
        zmq.convertAndSend("prices:eur", "1.10"); // <1>
        // end::template[]
        Map<String, String> prices = subscriber.getBean(PriceBoard.class).prices;
        await().atMost(SOON).until(() -> !prices.isEmpty());
        assertThat(prices).isEqualTo(Map.of("eur", "1.10"));
    }
}

// tag::listener[]
@Component
class PriceBoard {
    final Map<String, String> prices = new ConcurrentHashMap<>();

    @ZmqListener(sockets = "prices", topics = "eur")
    void on(String price, @Header(ZmqHeaders.TOPIC) String currency) {
        prices.put(currency, price);
    }
}
// end::listener[]
