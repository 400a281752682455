package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import java.util.SplittableRandom;

/** A station publishes the weather of many places; whoever wants one place subscribes to it. */
final class Weather {
    private Weather() {}

    // tag::program[]
    /** Publishes for ever: place, temperature, humidity. Nobody need listen. */
    static void publish(PubSocket station) {
        SplittableRandom random = new SplittableRandom();
        while (true) {
            int place = random.nextInt(10_000, 10_100);
            int temperature = random.nextInt(-80, 135);
            int humidity = random.nextInt(10, 60);
            station.send(Message.of("%05d %d %d".formatted(place, temperature, humidity)));
        }
    }

    /** Returns the average temperature of a place over a number of updates. */
    static double average(ZmqContext context, String station, String place, int updates) {
        try (SubSocket subscriber = context.sub()) {
            subscriber.subscribe(place + " "); // a prefix: without the blank, 1001 would match 10010 too
            subscriber.connect(station);
            double sum = 0;
            for (int i = 0; i < updates; i++) {
                sum += Integer.parseInt(subscriber.receive().text().split(" ")[1]);
            }
            return sum / updates;
        }
    }
    // end::program[]
}
