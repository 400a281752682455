package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import java.util.ArrayList;
import java.util.List;

/** A topic in a frame of its own: what is subscribed to is never mixed up with what is sent. */
final class Envelopes {
    private Envelopes() {}

    // tag::program[]
    /** Publishes under two topics by turns, for ever. */
    static void publish(PubSocket publisher) {
        while (true) {
            publisher.send(Message.ofTexts("A", "we do not want to see this"));
            publisher.send(Message.ofTexts("B", "we would like to see this"));
        }
    }

    /** Returns what was published under one topic. */
    static List<Message> collect(ZmqContext context, String publisher, String topic, int count) {
        try (SubSocket subscriber = context.sub()) {
            subscriber.subscribe(topic);
            subscriber.connect(publisher);
            List<Message> messages = new ArrayList<>();
            while (messages.size() < count) {
                messages.add(subscriber.receive());
            }
            return messages;
        }
    }
    // end::program[]
}
