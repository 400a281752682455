package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("guide:B13")
@ExtendWith(LeakCheck.class)
class SynchronisedPublisherTests {
    private static final int SUBSCRIBERS = 10;

    @AutoClose
    private final Stage stage = new Stage();

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS) // some three seconds of work for two processors
    void eachOfTenSubscribersGetsExactlyAMillionUpdates() {
        PubSocket publisher = stage.context.pub(SynchronisedPublisher.NO_DROP);
        String endpoint = publisher.bind("tcp://127.0.0.1:*").toString();
        List<CompletableFuture<Long>> counts = IntStream.range(0, SUBSCRIBERS)
                .mapToObj(i -> Background.supply(() -> SynchronisedPublisher.count(stage.context, endpoint)))
                .toList();
        SynchronisedPublisher.publish(publisher, SUBSCRIBERS, 1_000_000);

        assertThat(counts)
                .extracting(CompletableFuture::join)
                .hasSize(SUBSCRIBERS)
                .containsOnly(1_000_000L);
    }

    /** As one does it with any ZeroMQ: say hello until everybody has confirmed that they heard it. */
    @Test
    void aPublisherThatSaysHelloUntilEverybodyHasHeardItLosesNothingEither() {
        PubSocket publisher = stage.context.pub(SynchronisedPublisher.NO_DROP);
        Endpoint updates = publisher.bind("tcp://127.0.0.1:*");
        RepSocket roll = stage.context.rep(TestOptions.quick().build());
        Endpoint confirmations = roll.bind("tcp://127.0.0.1:*");
        List<CompletableFuture<Integer>> counts = IntStream.range(0, SUBSCRIBERS)
                .mapToObj(i -> Background.supply(() -> confirmAndCount(updates, confirmations)))
                .toList();

        for (int confirmed = 0; confirmed < SUBSCRIBERS; ) {
            publisher.trySend(
                    Message.of("Hello")); // who has heard it and waits for the confirmation need not hear more
            if (roll.tryReceive() != null) {
                roll.send(Message.empty());
                confirmed++;
            }
        }
        for (int i = 0; i < 1000; i++) {
            publisher.send(Message.of("Rhubarb"));
        }
        publisher.send(Message.of("END"));

        assertThat(counts).extracting(CompletableFuture::join).containsOnly(1000);
    }

    private int confirmAndCount(Endpoint updates, Endpoint confirmations) {
        SubSocket subscriber = stage.context.sub();
        subscriber.subscribe("");
        subscriber.connect(updates.toString());
        subscriber.receive();
        ReqSocket confirm = stage.context.req();
        confirm.connect(confirmations.toString());
        confirm.send(Message.empty());
        confirm.receive();
        int count = 0;
        String text = subscriber.receive().text();
        while (!text.equals("END")) {
            count += text.equals("Rhubarb") ? 1 : 0;
            text = subscriber.receive().text();
        }
        return count;
    }
}
