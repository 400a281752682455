package io.zmqspring.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.integration.dsl.Zmq;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.dsl.IntegrationFlow;

/** Two applications that trace with OpenTelemetry, and what they ask each other over TCP, in one trace. */
class TracingOverTcpTests {
    private final Spans deskSpans = new Spans();
    private final Spans traderSpans = new Spans();
    private ConfigurableApplicationContext desk;
    private ConfigurableApplicationContext trader;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Trader {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Desk {
        private final Tracer tracer;
        final LinkedBlockingQueue<CompletableFuture<String>> later = new LinkedBlockingQueue<>();

        Desk(Tracer tracer) {
            this.tracer = tracer;
        }

        @ZmqListener(id = "orders", sockets = "orders")
        Object on(String order) {
            return switch (order) {
                case "tea" -> "accepted";
                case "coffee" -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    later.add(answer);
                    yield answer;
                }
                case "whose" -> tracer.getBaggage("tenant").get();
                default -> throw new IllegalStateException("no " + order);
            };
        }

        @ZmqListener(id = "deliveries", sockets = "store", batch = "true")
        void deliver(List<String> items) {}
    }

    @BeforeEach
    void start() {
        desk = application(
                Desk.class,
                deskSpans,
                "spring.application.name=desk",
                "zmq.sockets.orders.bind=tcp://127.0.0.1:*",
                "zmq.sockets.store.bind=tcp://127.0.0.1:*");
        trader = application(
                Trader.class,
                traderSpans,
                "spring.application.name=trader",
                "zmq.sockets.phone.connect.desk=tcp://127.0.0.1:"
                        + desk.getEnvironment().getRequiredProperty("local.zmq.orders.port"),
                "zmq.sockets.phone.connect.store=tcp://127.0.0.1:"
                        + desk.getEnvironment().getRequiredProperty("local.zmq.store.port"));
    }

    private static ConfigurableApplicationContext application(Class<?> type, Spans spans, String... properties) {
        return new SpringApplicationBuilder(type)
                .web(WebApplicationType.NONE)
                .initializers(context -> context.getBeanFactory().registerSingleton("spans", spans))
                .run(Stream.concat(
                                Stream.of(
                                        "spring.main.banner-mode=off",
                                        "spring.jmx.enabled=false",
                                        "management.tracing.sampling.probability=1.0",
                                        "management.tracing.baggage.remote-fields=tenant"),
                                Stream.of(properties))
                        .map(property -> "--" + property)
                        .toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        trader.close();
        desk.close();
    }

    private ZmqTemplate zmq() {
        return trader.getBean(ZmqTemplate.class);
    }

    @Test
    @Tag("SPR-93")
    @Tag("SPR-94")
    @Tag("SPR-95")
    @Tag("SPR-97")
    void a_request_its_handling_and_its_reply_are_one_trace() {
        assertThat(zmq().convertSendAndReceive("desk", "tea", String.class)).isEqualTo("accepted");

        SpanData request = traderSpans.named("request desk");
        SpanData process = deskSpans.named("process orders");
        SpanData reply = deskSpans.named("reply orders");
        assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(reply.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(process.getTraceId()).isEqualTo(request.getTraceId());
        assertThat(process.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(process.getParentSpanContext().isRemote()).isTrue();
        assertThat(reply.getTraceId()).isEqualTo(request.getTraceId());
        assertThat(reply.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(attribute(process, "messaging.system")).isEqualTo("zeromq");
        assertThat(attribute(process, "messaging.operation.type")).isEqualTo("process");
        assertThat(attribute(process, "messaging.destination.name")).isEqualTo("orders");
        assertThat(attribute(process, "zmq.listener.id")).isEqualTo("orders");
        assertThat(attribute(process, "zmq.peer.name")).isEqualTo("trader");
        assertThat(attribute(process, "network.peer.address")).isEqualTo("127.0.0.1");
        assertThat(attribute(process, "messaging.message.conversation_id"))
                .isNotNull()
                .isEqualTo(attribute(reply, "messaging.message.conversation_id"));
    }

    @Test
    @Tag("SPR-97")
    void what_a_future_answers_belongs_to_the_trace_too_and_the_span_lasts_until_then() throws Exception {
        CompletableFuture<String> receipt = zmq().convertSendAndReceiveAsync("desk", "coffee", String.class);
        CompletableFuture<String> answer = desk.getBean(Desk.class).later.poll(20, TimeUnit.SECONDS);
        assertThat(deskSpans.all()).isEmpty();

        answer.complete("accepted");

        assertThat(receipt.get(20, TimeUnit.SECONDS)).isEqualTo("accepted");
        SpanData request = traderSpans.named("request desk");
        SpanData process = deskSpans.named("process orders");
        SpanData reply = deskSpans.named("reply orders");
        assertThat(process.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(reply.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(process.getEndEpochNanos()).isGreaterThanOrEqualTo(reply.getEndEpochNanos());
    }

    @Test
    void a_message_in_an_observation_of_the_application_is_part_of_its_trace() {
        ObservationRegistry observations = trader.getBean(ObservationRegistry.class);

        Observation.createNotStarted("checkout", observations).observe(() -> zmq().convertAndSend("desk", "tea"));

        SpanData checkout = traderSpans.named("checkout");
        SpanData send = traderSpans.named("send desk");
        SpanData process = deskSpans.named("process orders");
        assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(send.getParentSpanId()).isEqualTo(checkout.getSpanId());
        assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
        assertThat(process.getTraceId()).isEqualTo(checkout.getTraceId());
    }

    @Test
    void baggage_travels_along() {
        Tracer tracer = trader.getBean(Tracer.class);
        Observation.createNotStarted("checkout", trader.getBean(ObservationRegistry.class))
                .observe(() -> {
                    BaggageInScope tenant = tracer.createBaggageInScope("tenant", "acme");
                    try {
                        assertThat(zmq().convertSendAndReceive("desk", "whose", String.class))
                                .isEqualTo("acme");
                    } finally {
                        tenant.close();
                    }
                });
    }

    @Test
    @Tag("SPR-98")
    void a_batch_is_one_span_linked_to_those_that_its_messages_come_from() {
        zmq().convertAndSend("store", "tea");
        zmq().convertAndSend("store", "cocoa");

        await().untilAsserted(() -> assertThat(deskSpans.all().stream()
                        .mapToInt(span -> Integer.parseInt(attribute(span, "messaging.batch.message_count")))
                        .sum())
                .isEqualTo(2));
        assertThat(deskSpans.all()).allSatisfy(batch -> {
            assertThat(batch.getName()).isEqualTo("process store");
            assertThat(batch.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(batch.getParentSpanContext().isValid()).isFalse();
        });
        assertThat(deskSpans.all().stream().flatMap(batch -> batch.getLinks().stream()))
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactlyInAnyOrderElementsOf(
                        traderSpans.all().stream().map(SpanData::getSpanId).toList());
        assertThat(traderSpans.all())
                .hasSize(2)
                .extracting(SpanData::getTraceId)
                .containsExactlyInAnyOrderElementsOf(deskSpans.all().stream()
                        .flatMap(batch -> batch.getLinks().stream())
                        .map(link -> link.getSpanContext().getTraceId())
                        .toList());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Gateway {

        @Bean
        IntegrationFlow accepting(ZmqSockets sockets, ZmqTemplate zmq) {
            return IntegrationFlow.from(
                            Zmq.inboundGateway(sockets, "orders", zmq).payloadType(String.class))
                    .handle(String.class, (order, headers) -> order + " accepted")
                    .get();
        }
    }

    @Test
    void a_gateway_of_spring_integration_goes_on_with_the_trace() {
        desk.close();
        desk = application(
                Gateway.class,
                deskSpans,
                "spring.integration.management.observation-patterns=*",
                "zmq.sockets.orders.bind=tcp://127.0.0.1:"
                        + desk.getEnvironment().getProperty("local.zmq.orders.port"));

        assertThat(zmq().convertSendAndReceive("desk", "tea", String.class)).isEqualTo("tea accepted");

        SpanData request = traderSpans.named("request desk");
        await().untilAsserted(() -> assertThat(deskSpans.all())
                .filteredOn(span -> span.getParentSpanId().equals(request.getSpanId()))
                .singleElement()
                .satisfies(received -> {
                    assertThat(received.getTraceId()).isEqualTo(request.getTraceId());
                    assertThat(attribute(received, "spring.integration.type")).isEqualTo("gateway");
                }));
    }

    @Test
    void a_failure_is_on_the_span_of_the_listener() {
        zmq().convertAndSend("desk", "gold");

        SpanData process = deskSpans.named("process orders");
        assertThat(process.getStatus().getStatusCode())
                .isEqualTo(StatusData.error().getStatusCode());
        assertThat(attribute(process, "error.type")).contains("Exception");
        assertThat(deskSpans.all()).hasSize(1);
    }

    @Test
    @Tag("SPR-95")
    void either_side_can_be_switched_off() {
        trader.close();
        trader = application(
                Trader.class,
                traderSpans,
                "zmq.template.observation-enabled=false",
                "zmq.sockets.phone.connect.desk=tcp://127.0.0.1:"
                        + desk.getEnvironment().getRequiredProperty("local.zmq.orders.port"));

        assertThat(zmq().convertSendAndReceive("desk", "tea", String.class)).isEqualTo("accepted");

        assertThat(deskSpans.named("process orders").getParentSpanContext().isValid())
                .isFalse();
        assertThat(traderSpans.all()).isEmpty();
    }

    @Test
    @Tag("SPR-95")
    void a_listener_that_is_not_observed_leaves_the_trace_alone() {
        desk.close();
        desk = application(
                Desk.class,
                deskSpans,
                "zmq.listener.observation-enabled=false",
                "zmq.sockets.store.bind=tcp://127.0.0.1:*",
                "zmq.sockets.orders.bind=" + "tcp://127.0.0.1:"
                        + desk.getEnvironment().getProperty("local.zmq.orders.port"));

        assertThat(zmq().convertSendAndReceive("desk", "tea", String.class)).isEqualTo("accepted");

        assertThat(traderSpans.named("request desk").getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(deskSpans.all()).isEmpty();
    }

    private static String attribute(SpanData span, String name) {
        return span.getAttributes().get(AttributeKey.stringKey(name));
    }
}
