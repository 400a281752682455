package io.zmqspring.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.SocketOptions;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S-ALL-39")
class FairQueueTests {
    private final FairQueue queue = new FairQueue();

    private Pipe pipe() {
        Pipe pipe = Pipe.create(
                Endpoint.parse("tcp://127.0.0.1:5555"),
                true,
                SocketOptions.builder().receiveHighWaterMark(100).build(),
                Instant.EPOCH);
        pipe.inbound().setConsumer(() -> queue.readable(pipe));
        return pipe;
    }

    private static void arrive(Pipe pipe, String... texts) {
        for (String text : texts) {
            assertThat(pipe.inbound().offer(Message.of(text))).isEqualTo(MessageQueue.Offer.ACCEPTED);
        }
        pipe.inbound().wakeConsumer();
    }

    private List<String> take() {
        List<String> texts = new ArrayList<>();
        for (Message message = queue.next(); message != null; message = queue.next()) {
            texts.add(message.text());
        }
        return texts;
    }

    @Test
    void hasNothingAtFirst() {
        assertThat(queue.next()).isNull();
        assertThat(queue.hasInput()).isFalse();
    }

    @Test
    void takesOneFromEachInTurn() {
        Pipe a = pipe();
        Pipe b = pipe();
        Pipe c = pipe();
        arrive(a, "a1", "a2", "a3", "a4");
        arrive(b, "b1", "b2");
        arrive(c, "c1", "c2", "c3");
        assertThat(take()).containsExactly("a1", "b1", "c1", "a2", "b2", "c2", "a3", "c3", "a4");
    }

    @Test
    @Tag("S-ALL-43")
    void takesANewcomerIntoTheTurn() {
        Pipe a = pipe();
        arrive(a, "a1", "a2", "a3");
        assertThat(queue.next().text()).isEqualTo("a1");
        Pipe b = pipe();
        arrive(b, "b1", "b2");
        List<String> rest = take();
        assertThat(rest).containsExactlyInAnyOrder("a2", "a3", "b1", "b2");
        assertThat(rest.indexOf("b1"))
                .as("the newcomer does not wait for all of a")
                .isLessThan(2);
    }

    @Test
    void isToldOfAPipeThatHadRunDry() {
        Pipe a = pipe();
        arrive(a, "a1");
        assertThat(take()).containsExactly("a1");
        assertThat(queue.hasInput()).isFalse();
        arrive(a, "a2", "a3");
        assertThat(queue.hasInput()).isTrue();
        assertThat(take()).containsExactly("a2", "a3");
    }

    @Test
    void stampsEachMessageWithItsPipe() {
        Pipe a = pipe();
        a.setRoutingId(7);
        arrive(a, "a1");
        assertThat(queue.next().routingId()).isEqualTo(7);
    }

    @Test
    void callsTheRefusedProducerOfThePipeThatHasRoomAgain() {
        Pipe a = pipe();
        Pipe b = pipe();
        AtomicInteger calls = new AtomicInteger();
        a.inbound().setProducer(calls::incrementAndGet);
        b.inbound().setProducer(() -> {
            throw new AssertionError("b was never full");
        });
        for (int i = 0; i < 100; i++) {
            arrive(a, "a");
        }
        arrive(b, "b");
        assertThat(a.inbound().offer(Message.of("too much"))).isEqualTo(MessageQueue.Offer.FULL);
        assertThat(take()).hasSize(101);
        assertThat(calls).hasValue(1);
    }

    @Test
    void givesWhatAClosedPipeStillHas() {
        Pipe a = pipe();
        arrive(a, "a1", "a2");
        a.inbound().close();
        assertThat(take()).containsExactly("a1", "a2");
    }

    @Test
    void discardsWhatOnePipeHasAndKeepsTheOthers() {
        Pipe a = pipe();
        Pipe b = pipe();
        arrive(a, "a1", "a2");
        arrive(b, "b1");
        assertThat(queue.discard(a)).isEqualTo(new MessageQueue.Count(2, 4));
        assertThat(take()).containsExactly("b1");
        arrive(a, "a3");
        assertThat(take()).containsExactly("a3");
    }
}
