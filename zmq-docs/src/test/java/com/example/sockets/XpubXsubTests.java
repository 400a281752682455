package com.example.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqProxy;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.support.ZmqHeaders;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/** A forwarder between publishers and subscribers that do not know each other. */
class XpubXsubTests extends Example {
    @Test
    void withoutSpring() {
        // tag::core[]
        XSubSocket in = context.xsub();
        Endpoint publishers = in.bind("tcp://127.0.0.1:*");
        XPubSocket out = context.xpub();
        Endpoint subscribers = out.bind("tcp://127.0.0.1:*");
        ZmqProxy proxy = ZmqProxy.start(in, out); // <1>
        // end::core[]

        PubSocket publisher = context.pub();
        publisher.connect(publishers.toString());
        SubSocket subscriber = context.sub();
        subscriber.subscribe("eur");
        subscriber.connect(subscribers.toString());
        publisher.awaitSubscribers(1, SOON);
        publisher.send(Message.ofTexts("eur", "1.10"));
        assertThat(subscriber.receive().text()).isEqualTo("1.10");
        proxy.close();
    }

    static class Prices {
        final Map<String, String> prices = new ConcurrentHashMap<>();

        @ZmqListener(sockets = "prices", topics = "eur")
        void on(String price, @Header(ZmqHeaders.TOPIC) String currency) {
            prices.put(currency, price);
        }
    }

    @Test
    void withSpring() {
        start("xpub-xsub", "forwarder");
        var publisher = start("xpub-xsub", "publisher");
        var subscriber = start("xpub-xsub", "subscriber", Prices.class);
        publisher.getBean("prices", PubSocket.class).awaitSubscribers("eur", 1, SOON);

        template(publisher).convertAndSend("prices:eur", "1.10");
        Map<String, String> prices = subscriber.getBean(Prices.class).prices;
        await().atMost(SOON).untilAsserted(() -> assertThat(prices).isEqualTo(Map.of("eur", "1.10")));
    }

    @Test
    void anXpubHearsWhoSubscribes() {
        var publisher = start("xpub-xsub", "audience", Audience.class);
        start("pub-sub", "subscriber", Prices.class);

        await().atMost(SOON)
                .until(() -> publisher.getBean(Audience.class).topics.contains("+eur"));
    }
}

// tag::listener[]
@Component
class Audience {
    final Queue<String> topics = new ConcurrentLinkedQueue<>();

    @ZmqListener("prices")
    void on(@Header(ZmqHeaders.TOPIC) String topic, @Header(ZmqHeaders.SUBSCRIBED) boolean subscribed) {
        topics.add((subscribed ? "+" : "-") + topic);
    }
}
// end::listener[]
