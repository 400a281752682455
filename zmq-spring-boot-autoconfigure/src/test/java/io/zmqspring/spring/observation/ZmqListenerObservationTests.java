package io.zmqspring.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.observation.transport.Kind;
import io.zmqspring.spring.listener.DefaultZmqListenerContainer;
import io.zmqspring.spring.listener.ZmqMessageListener;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.retry.RetryPolicy;
import reactor.core.publisher.Sinks;

class ZmqListenerObservationTests {
    private final Pair pair = new Pair();
    private final TestObservationRegistry observations = TestObservationRegistry.create();
    private final Queue<ZmqListenerObservationContext> ended = new ConcurrentLinkedQueue<>();

    ZmqListenerObservationTests() {
        observations.observationConfig().observationHandler(new ObservationHandler<ZmqListenerObservationContext>() {
            @Override
            public void onStop(ZmqListenerObservationContext context) {
                ended.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof ZmqListenerObservationContext;
            }
        });
    }

    @AfterEach
    void close() {
        pair.close();
    }

    private DefaultZmqListenerContainer listener(ZmqMessageListener listener) {
        DefaultZmqListenerContainer container = pair.listener(listener);
        container.setObservation(observations, null);
        return container;
    }

    private ZmqListenerObservationContext ended() {
        await().until(() -> !ended.isEmpty());
        assertThat(ended).hasSize(1);
        return ended.element();
    }

    @Test
    @Tag("SPR-94")
    void a_message_is_observed_while_it_is_handled_and_answered() {
        Queue<Observation> current = new ConcurrentLinkedQueue<>();
        listener(order -> {
                    current.add(observations.getCurrentObservation());
                    assertThat(ended).isEmpty();
                    return "accepted";
                })
                .start();

        assertThat(pair.trader.convertSendAndReceive("desk", "tea", String.class))
                .isEqualTo("accepted");

        ZmqListenerObservationContext observed = ended();
        assertThat(current.element().getContextView()).isSameAs(observed);
        assertThat(observed.getKind()).isEqualTo(Kind.CONSUMER);
        assertThat(observed.getRemoteServiceName()).isEqualTo("trader-1");
        TestObservationRegistryAssert.assertThat(observations)
                .hasObservationWithNameEqualTo("zmq.listener")
                .that()
                .hasContextualNameEqualTo("process counter")
                .hasLowCardinalityKeyValue("messaging.system", "zeromq")
                .hasLowCardinalityKeyValue("messaging.operation.name", "process")
                .hasLowCardinalityKeyValue("messaging.operation.type", "process")
                .hasLowCardinalityKeyValue("messaging.destination.name", "counter")
                .hasLowCardinalityKeyValue("zmq.listener.id", "orders")
                .hasLowCardinalityKeyValue("zmq.socket.type", "peer")
                .hasHighCardinalityKeyValue("zmq.peer.name", "trader-1")
                .hasHighCardinalityKeyValue("network.peer.address", "127.0.0.1")
                .hasHighCardinalityKeyValue("messaging.message.body.size", "3")
                .hasHighCardinalityKeyValueWithKey("zmq.routing.id")
                .hasHighCardinalityKeyValueWithKey("messaging.message.id")
                .hasHighCardinalityKeyValueWithKey("messaging.message.conversation_id")
                .hasBeenStopped()
                .doesNotHaveError();
    }

    @Test
    void every_documented_key_is_used_and_no_other() {
        listener(order -> "accepted").start();

        pair.trader.convertSendAndReceive("desk", "tea", String.class);

        ZmqListenerObservationContext observed = ended();
        assertThat(observed.getLowCardinalityKeyValues().stream().map(KeyValue::getKey))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ZmqListenerObservation.LowCardinality.values())
                        .map(ZmqListenerObservation.LowCardinality::asString)
                        .toList());
        assertThat(Stream.of(ZmqListenerObservation.HighCardinality.values())
                        .map(ZmqListenerObservation.HighCardinality::asString))
                .containsAll(observed.getHighCardinalityKeyValues().stream()
                        .map(KeyValue::getKey)
                        .toList());
    }

    @Test
    @Tag("SPR-97")
    void a_future_keeps_it_open_and_the_answer_belongs_to_it() throws Exception {
        LinkedBlockingQueue<CompletableFuture<String>> answers = new LinkedBlockingQueue<>();
        pair.desk.setObservation(observations, null);
        listener(order -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    answers.add(answer);
                    return answer;
                })
                .start();

        CompletableFuture<String> receipt = pair.trader.convertSendAndReceiveAsync("desk", "tea", String.class);
        CompletableFuture<String> answer = answers.poll(20, TimeUnit.SECONDS);
        assertThat(ended).isEmpty();
        Thread elsewhere = new Thread(() -> answer.complete("accepted"));
        elsewhere.start();

        assertThat(receipt.get(20, TimeUnit.SECONDS)).isEqualTo("accepted");
        ZmqListenerObservationContext observed = ended();
        TestObservationRegistryAssert.assertThat(observations)
                .hasObservationWithNameEqualTo("zmq.template")
                .that()
                .hasContextualNameEqualTo("reply counter")
                .hasParentObservationContextSatisfying(
                        parent -> assertThat(parent).isSameAs(observed));
    }

    @Test
    @Tag("SPR-97")
    void a_mono_keeps_it_open_too() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        Sinks.One<String> answer = Sinks.one();
        listener(order -> {
                    called.countDown();
                    return answer.asMono();
                })
                .start();

        CompletableFuture<String> receipt = pair.trader.convertSendAndReceiveAsync("desk", "tea", String.class);
        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ended).isEmpty();
        answer.tryEmitValue("accepted");

        assertThat(receipt.get(20, TimeUnit.SECONDS)).isEqualTo("accepted");
        assertThat(ended().getError()).isNull();
    }

    @Test
    void a_future_that_fails_is_an_error_of_the_observation() {
        IllegalStateException soldOut = new IllegalStateException("sold out");
        listener(order -> CompletableFuture.failedFuture(soldOut)).start();

        pair.trader.convertAndSend("desk", "tea");

        assertThat(ended().getError()).isSameAs(soldOut);
    }

    @Test
    void a_failure_is_an_error_of_the_observation_with_the_name_of_its_class() {
        IllegalStateException soldOut = new IllegalStateException("sold out");
        listener(order -> {
                    throw soldOut;
                })
                .start();

        pair.trader.convertAndSend("desk", "tea");

        assertThat(ended().getError()).isSameAs(soldOut);
        assertThat(ended().getHighCardinalityKeyValue("error.type").getValue())
                .isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void retries_belong_to_one_observation_and_a_late_success_is_no_error() {
        int[] calls = new int[1];
        DefaultZmqListenerContainer container = listener(order -> {
            if (++calls[0] < 3) {
                throw new IllegalStateException("not yet");
            }
            return null;
        });
        container.setRetryPolicy(RetryPolicy.withMaxRetries(3));
        container.start();

        pair.trader.convertAndSend("desk", "tea");

        assertThat(ended().getError()).isNull();
        assertThat(calls[0]).isEqualTo(3);
    }

    @Test
    void an_error_handler_works_within_the_observation() {
        Queue<Observation> current = new ConcurrentLinkedQueue<>();
        DefaultZmqListenerContainer container = listener(order -> {
            throw new IllegalStateException("sold out");
        });
        container.setListenerErrorHandler((message, exception) -> {
            current.add(observations.getCurrentObservation());
            return "refused";
        });
        container.start();

        assertThat(pair.trader.convertSendAndReceive("desk", "tea", String.class))
                .isEqualTo("refused");

        assertThat(ended().getError()).hasMessage("sold out");
        assertThat(current.element().getContextView()).isSameAs(ended());
    }

    @Test
    void the_next_message_has_an_observation_of_its_own() {
        listener(order -> "accepted").start();

        pair.trader.convertSendAndReceive("desk", "tea", String.class);
        pair.trader.convertSendAndReceive("desk", "cocoa", String.class);

        await().until(() -> ended.size() == 2);
        assertThat(List.copyOf(ended).get(1).getParentObservation()).isNull();
    }

    @Test
    @Tag("SPR-96")
    void a_convention_decides_about_names_and_keys() {
        DefaultZmqListenerContainer container = pair.listener(order -> null);
        container.setObservation(observations, new DefaultZmqListenerObservationConvention() {
            @Override
            public String getName() {
                return "shop.orders";
            }

            @Override
            public KeyValues getLowCardinalityKeyValues(ZmqListenerObservationContext context) {
                return super.getLowCardinalityKeyValues(context).and("tenant", "acme");
            }
        });
        container.start();

        pair.trader.convertAndSend("desk", "tea");

        assertThat(ended().getName()).isEqualTo("shop.orders");
        assertThat(ended().getLowCardinalityKeyValue("tenant").getValue()).isEqualTo("acme");
    }

    @Test
    void what_the_sender_traces_is_read_from_the_headers_that_are_believed() {
        listener(order -> null).start();

        pair.trader.convertAndSend("desk", "tea", Map.of("traceparent", "00-1-2-01"));

        ZmqListenerObservationContext observed = ended();
        assertThat(observed.getGetter().get(observed.getCarrier(), "traceparent"))
                .isEqualTo("00-1-2-01");
        assertThat(observed.getGetter().get(observed.getCarrier(), "b3")).isNull();
        assertThat(observed.getGetter().get(observed.getCarrier(), "zmq_routingId"))
                .isNull();
    }
}
