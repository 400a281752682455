package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("guide:B3")
@ExtendWith(LeakCheck.class)
class WeatherTests {
    @AutoClose
    private final Stage stage = new Stage();

    private PubSocket startStation(String endpoint) {
        PubSocket station = stage.context.pub(TestOptions.quick().build());
        station.bind(endpoint);
        stage.threads.execute(() -> Weather.publish(station));
        return station;
    }

    private SubSocket subscriber(String endpoint, String... topics) {
        SubSocket subscriber = stage.context.sub(TestOptions.quick().build());
        List.of(topics).forEach(subscriber::subscribe);
        subscriber.connect(endpoint);
        return subscriber;
    }

    @Test
    void fiveClientsAverageAHundredUpdatesOfTheirPlacesEach() {
        String station =
                startStation("tcp://127.0.0.1:*").boundEndpoints().get(0).toString();

        List<CompletableFuture<Double>> averages = IntStream.range(10_000, 10_005)
                .mapToObj(place ->
                        Background.supply(() -> Weather.average(stage.context, station, String.valueOf(place), 100)))
                .toList();
        assertThat(averages)
                .extracting(CompletableFuture::join)
                .allSatisfy(average -> assertThat(average).isBetween(-80.0, 134.0));
    }

    @Test
    void aClientGetsItsPlaceOnly() {
        String station =
                startStation("tcp://127.0.0.1:*").boundEndpoints().get(0).toString();
        SubSocket subscriber = subscriber(station, "10001 ");
        for (int i = 0; i < 100; i++) {
            assertThat(subscriber.receive().text()).matches("10001 -?\\d+ \\d\\d");
        }
    }

    @Test
    void aClientThatIsStartedFirstGoesOnWhenTheStationIsRestarted() {
        String endpoint = TestTransport.IPC.bindEndpoint();
        SubSocket observer = subscriber(endpoint, "10001 ");

        PubSocket station = startStation(endpoint);
        observer.receive();
        station.close();
        while (observer.tryReceive(Duration.ofMillis(50)) != null) {
            // what was on its way when the station was closed
        }
        startStation(endpoint);

        assertThat(observer.receive().text()).startsWith("10001 ");
    }

    @Test
    void whoDoesNotSubscribeGetsNothing() {
        String station =
                startStation("inproc://weather").boundEndpoints().get(0).toString();
        SubSocket deaf = subscriber(station);
        SubSocket subscriber = subscriber(station, "");
        for (int i = 0; i < 1000; i++) {
            subscriber.receive();
        }
        assertThat(deaf.tryReceive()).isNull();
    }

    @Test
    @Tag("guide:B9")
    void aBridgeBringsTheWeatherFromOneNetworkToAnother() {
        startStation("inproc://inside");
        try (Bridge bridge = Bridge.start(stage.context, "inproc://inside", "tcp://127.0.0.1:*")) {
            SubSocket outside = subscriber(bridge.endpoint(), "10001 ");
            for (int i = 0; i < 100; i++) {
                assertThat(outside.receive().text()).startsWith("10001 ");
            }
        }
    }

    @Test
    @Tag("guide:B7")
    void publishersAndSubscribersMeetAtAForwarderWithoutKnowingEachOther() {
        try (Forwarder forwarder = Forwarder.start(stage.context)) {
            SubSocket everything = subscriber(forwarder.subscribers(), "A", "B", "C");
            PubSocket a = publisher(forwarder);
            PubSocket b = publisher(forwarder);
            awaitFirst(a, "A", everything);
            awaitFirst(b, "B", everything);

            SubSocket late = subscriber(forwarder.subscribers(), "C");
            PubSocket c = publisher(forwarder);
            awaitFirst(c, "C", everything);
            awaitFirst(c, "C", late);
        }
    }

    private PubSocket publisher(Forwarder forwarder) {
        PubSocket publisher = stage.context.pub(TestOptions.quick().build());
        publisher.connect(forwarder.publishers());
        return publisher;
    }

    /** Publishes until it arrives: a publisher does not know when its subscribers are there. */
    private static void awaitFirst(PubSocket publisher, String topic, SubSocket subscriber) {
        Message first = null;
        for (int i = 0; i < 2000 && (first == null || !first.text().equals(topic)); i++) {
            publisher.send(Message.of(topic));
            first = subscriber.tryReceive(Duration.ofMillis(5));
        }
        assertThat(first).isNotNull().extracting(Message::text).isEqualTo(topic);
    }
}
