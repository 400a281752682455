package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PubSubOptions;
import io.zmqspring.SocketOptions;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import java.time.Duration;

/** A publisher that begins when all its subscribers are there, and whose subscribers miss nothing. */
final class SynchronisedPublisher {
    private SynchronisedPublisher() {}

    // tag::program[]
    /** A full queue makes the publisher wait; without this option its subscriber would miss messages. */
    static final SocketOptions NO_DROP = SocketOptions.builder()
            .pubSub(PubSubOptions.DEFAULT.withNoDrop())
            .sendHighWaterMark(20_000)
            .build();

    /** Waits for the subscribers, then publishes. */
    static void publish(PubSocket publisher, int subscribers, int updates) {
        publisher.awaitSubscribers(subscribers, Duration.ofSeconds(10));
        Message update = Message.of("Rhubarb");
        for (int i = 0; i < updates; i++) {
            publisher.send(update);
        }
        publisher.send(Message.of("END"));
    }

    /** Counts the updates until the end. */
    static long count(ZmqContext context, String publisher) {
        try (SubSocket subscriber = context.sub()) {
            subscriber.subscribe("");
            subscriber.connect(publisher);
            long updates = 0;
            while (!subscriber.receive().text().equals("END")) {
                updates++;
            }
            return updates;
        }
    }
    // end::program[]
}
