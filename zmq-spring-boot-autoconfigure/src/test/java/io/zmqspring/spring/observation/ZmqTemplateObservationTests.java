package io.zmqspring.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.observation.transport.Kind;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;

class ZmqTemplateObservationTests {
    private final Pair pair = new Pair();
    private final TestObservationRegistry observations = TestObservationRegistry.create();

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    @Tag("SPR-93")
    void a_message_is_observed_until_it_is_queued() {
        pair.trader.setObservation(observations, null);

        pair.trader.convertAndSend("desk", "tea");

        TestObservationRegistryAssert.assertThat(observations)
                .hasSingleObservationThat()
                .hasNameEqualTo("zmq.template")
                .hasContextualNameEqualTo("send desk")
                .hasLowCardinalityKeyValue("messaging.system", "zeromq")
                .hasLowCardinalityKeyValue("messaging.operation.name", "send")
                .hasLowCardinalityKeyValue("messaging.operation.type", "send")
                .hasLowCardinalityKeyValue("messaging.destination.name", "desk")
                .hasLowCardinalityKeyValue("zmq.socket.name", "phone")
                .hasLowCardinalityKeyValue("zmq.socket.type", "peer")
                .hasHighCardinalityKeyValue("zmq.destination", "desk")
                .hasHighCardinalityKeyValue("messaging.message.body.size", "3")
                .hasHighCardinalityKeyValueWithKey("messaging.message.id")
                .doesNotHaveHighCardinalityKeyValueWithKey("error.type")
                .hasBeenStarted()
                .hasBeenStopped()
                .doesNotHaveError();
    }

    @Test
    @Tag("SPR-93")
    void a_request_is_observed_until_its_reply_is_there() {
        Queue<ZmqTemplateObservationContext> stopped = contexts();
        pair.listen(order -> {
            assertThat(stopped).isEmpty();
            return "accepted";
        });
        pair.trader.setObservation(observations, null);

        assertThat(pair.trader.convertSendAndReceive("phone/desk", "tea", String.class))
                .isEqualTo("accepted");

        assertThat(stopped).singleElement().satisfies(request -> {
            assertThat(request.getKind()).isEqualTo(Kind.CLIENT);
            assertThat(request.getContextualName()).isEqualTo("request desk");
            assertThat(request.getRemoteServiceName()).isEqualTo("desk");
            assertThat(request.getDestination()).isEqualTo("phone/desk");
            assertThat(request.getResponse().getPayload()).isEqualTo("accepted".getBytes());
        });
    }

    @Test
    @Tag("SPR-93")
    void a_request_whose_reply_is_not_waited_for_is_observed_until_it_is_there() {
        Queue<ZmqTemplateObservationContext> stopped = contexts();
        LinkedBlockingQueue<Message<byte[]>> held = new LinkedBlockingQueue<>();
        pair.listen(order -> {
            held.add(order);
            return null;
        });
        pair.trader.setObservation(observations, null);

        var reply = pair.trader.convertSendAndReceiveAsync("desk", "tea", String.class);

        await().until(() -> !held.isEmpty());
        assertThat(stopped).isEmpty();
        assertThat(observations.getCurrentObservation()).isNull();
        pair.desk.reply(held.element(), "accepted");
        assertThat(reply.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("accepted");
        assertThat(stopped).hasSize(1);
        assertThat(stopped.element().getKind()).isEqualTo(Kind.CLIENT);
    }

    @Test
    void a_reply_is_observed_under_the_socket_because_senders_are_many() {
        LinkedBlockingQueue<Message<byte[]>> held = new LinkedBlockingQueue<>();
        pair.listen(order -> {
            held.add(order);
            return null;
        });
        var reply = pair.trader.convertSendAndReceiveAsync("desk", "tea", String.class);
        await().until(() -> !held.isEmpty());
        Message<byte[]> request = held.element();
        pair.desk.setObservation(observations, null);

        pair.desk.reply(request, "accepted");

        TestObservationRegistryAssert.assertThat(observations)
                .hasSingleObservationThat()
                .hasContextualNameEqualTo("reply counter")
                .hasLowCardinalityKeyValue("messaging.destination.name", "counter")
                .hasLowCardinalityKeyValue("messaging.operation.name", "reply")
                .hasHighCardinalityKeyValue(
                        "zmq.destination", ZmqDestination.senderOf(request).toString())
                .hasHighCardinalityKeyValue(
                        "messaging.message.conversation_id",
                        request.getHeaders().get(ZmqHeaders.REQUEST_ID, String.class))
                .hasBeenStopped();
        assertThat(reply.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("accepted");
    }

    @Test
    void a_failure_is_an_error_of_the_observation() {
        pair.listen(order -> null);
        pair.trader.setObservation(observations, null);
        pair.trader.setReplyTimeout(Duration.ofMillis(20));

        assertThatThrownBy(() -> pair.trader.convertSendAndReceive("desk", "tea", String.class))
                .isInstanceOf(ZmqReplyTimeoutException.class);
        assertThatThrownBy(() -> pair.trader
                        .convertSendAndReceiveAsync("desk", "tea", String.class)
                        .join())
                .hasCauseInstanceOf(ZmqReplyTimeoutException.class);

        await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(observations)
                .hasNumberOfObservationsEqualTo(2)
                .forAllObservationsWithNameEqualTo(
                        "zmq.template",
                        observation -> observation
                                .hasHighCardinalityKeyValue("error.type", ZmqReplyTimeoutException.class.getName())
                                .hasError()));
    }

    @Test
    void nothing_is_observed_where_there_is_nobody_to_send_to() {
        pair.trader.setObservation(observations, null);

        assertThatThrownBy(() -> pair.trader.convertAndSend("nobody", "tea"))
                .isInstanceOf(ZmqDestinationException.class);

        TestObservationRegistryAssert.assertThat(observations).doesNotHaveAnyObservation();
    }

    @Test
    @Tag("SPR-96")
    void a_convention_decides_about_names_and_keys() {
        pair.trader.setObservation(observations, new DefaultZmqTemplateObservationConvention() {
            @Override
            public String getName() {
                return "shop.calls";
            }

            @Override
            public KeyValues getLowCardinalityKeyValues(ZmqTemplateObservationContext context) {
                return super.getLowCardinalityKeyValues(context).and("tenant", "acme");
            }
        });

        pair.trader.convertAndSend("desk", "tea");

        TestObservationRegistryAssert.assertThat(observations)
                .hasSingleObservationThat()
                .hasNameEqualTo("shop.calls")
                .hasLowCardinalityKeyValue("tenant", "acme");
    }

    @Test
    void only_what_the_header_mapper_lets_pass_travels_with_the_message() {
        LinkedBlockingQueue<Message<byte[]>> received = new LinkedBlockingQueue<>();
        pair.listen(order -> {
            received.add(order);
            return null;
        });
        ObservationRegistry tracing = ObservationRegistry.create();
        tracing.observationConfig().observationHandler(new ObservationHandler<ZmqTemplateObservationContext>() {
            @Override
            public void onStart(ZmqTemplateObservationContext context) {
                Map.of("traceparent", "00-1-2-01", "b3", "1-2-1")
                        .forEach((name, value) -> context.getSetter().set(context.getCarrier(), name, value));
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof ZmqTemplateObservationContext;
            }
        });
        pair.trader.setObservation(tracing, null);

        pair.trader.convertAndSend("desk", "tea", Map.of("traceparent", "replaced"));

        await().until(() -> !received.isEmpty());
        assertThat(received.element().getHeaders())
                .containsEntry("traceparent", "00-1-2-01")
                .doesNotContainKey("b3");
    }

    @Test
    void a_registry_that_nobody_listens_to_costs_no_headers_and_harms_nothing() {
        pair.listen(order -> "accepted");
        pair.trader.setObservation(ObservationRegistry.create(), null);

        assertThat(pair.trader.convertSendAndReceive("desk", "tea", String.class))
                .isEqualTo("accepted");
        assertThat(pair.trader
                        .convertSendAndReceiveAsync("desk", "tea", String.class)
                        .join())
                .isEqualTo("accepted");
    }

    @Test
    void no_key_of_few_values_has_a_value_from_the_other_side() {
        pair.trader.setObservation(observations, null);
        int id = pair.traderSockets.connections("phone").get(0).routingId();

        pair.trader.convertAndSend(ZmqDestination.of("phone", id), "tea");

        TestObservationRegistryAssert.assertThat(observations)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("messaging.destination.name", "phone")
                .hasHighCardinalityKeyValue("zmq.destination", "phone/#" + Integer.toUnsignedString(id));
    }

    @Test
    void every_documented_key_is_used_and_no_other() {
        Queue<ZmqTemplateObservationContext> stopped = contexts();
        pair.trader.setObservation(observations, null);

        pair.trader.convertAndSend("desk", "tea");

        ZmqTemplateObservationContext sent = stopped.element();
        assertThat(sent.getLowCardinalityKeyValues().stream().map(KeyValue::getKey))
                .containsExactlyInAnyOrderElementsOf(List.of(ZmqTemplateObservation.LowCardinality.values()).stream()
                        .map(ZmqTemplateObservation.LowCardinality::asString)
                        .toList());
        assertThat(List.of(ZmqTemplateObservation.HighCardinality.values()).stream()
                        .map(ZmqTemplateObservation.HighCardinality::asString))
                .containsAll(sent.getHighCardinalityKeyValues().stream()
                        .map(KeyValue::getKey)
                        .toList());
    }

    private Queue<ZmqTemplateObservationContext> contexts() {
        Queue<ZmqTemplateObservationContext> stopped = new ConcurrentLinkedQueue<>();
        observations.observationConfig().observationHandler(new ObservationHandler<ZmqTemplateObservationContext>() {
            @Override
            public void onStop(ZmqTemplateObservationContext context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof ZmqTemplateObservationContext;
            }
        });
        return stopped;
    }
}
