package io.zmqspring.spring.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.util.MimeTypeUtils;

class DefaultZmqHeaderMapperTests {
    private final DefaultZmqHeaderMapper mapper = new DefaultZmqHeaderMapper(Set.of("tenant", "retries"));

    @Test
    @Tag("SPR-85")
    void sendsContentTypeIdTimeTraceAndWhatIsAllowed() {
        MessageHeaders headers = new MessageHeaders(Map.of(
                MessageHeaders.CONTENT_TYPE,
                MimeTypeUtils.APPLICATION_JSON,
                "traceparent",
                "00-1-2-01",
                "tenant",
                "acme",
                "retries",
                3));

        assertThat(mapper.toWire(headers))
                .containsOnly(
                        Map.entry("content-type", "application/json"),
                        Map.entry("message-id", String.valueOf(headers.getId())),
                        Map.entry("timestamp", String.valueOf(headers.getTimestamp())),
                        Map.entry("traceparent", "00-1-2-01"),
                        Map.entry("tenant", "acme"),
                        Map.entry("retries", "3"));
    }

    @Test
    @Tag("SPR-86")
    void sendsNothingElse() {
        Map<String, Object> headers = new HashMap<>();
        headers.put("secret", "x");
        headers.put("replyChannel", "x");
        headers.put("errorChannel", "x");
        headers.put(ZmqHeaders.ROUTING_ID, 7);
        headers.put(ZmqHeaders.REQUEST_ID, "theirs");
        headers.put(ZmqHeaders.IN_REPLY_TO, "theirs");
        headers.put("request-id", "forged");
        headers.put("in-reply-to", "forged");

        assertThat(mapper.toWire(new MessageHeaders(headers))).containsOnlyKeys("message-id", "timestamp");
    }

    @Test
    void refusesToSendWhatNoReceiverWouldAccept() {
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> mapper.toWire(new MessageHeaders(Map.of("tenant", List.of("a")))))
                .withMessageContaining("'tenant'");
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> mapper.toWire(new MessageHeaders(Map.of("tenant", "a\nb"))));
    }

    @Test
    @Tag("SPR-85")
    void takesWhatIsKnownUnderNamesOfItsOwn() {
        assertThat(mapper.fromWire(Map.of(
                        "content-type", "application/json",
                        "message-id", "m1",
                        "timestamp", "1700000000000",
                        "request-id", "r1",
                        "in-reply-to", "q1",
                        "traceparent", "00-1-2-01",
                        "tenant", "acme")))
                .containsOnly(
                        Map.entry(MessageHeaders.CONTENT_TYPE, "application/json"),
                        Map.entry(ZmqHeaders.MESSAGE_ID, "m1"),
                        Map.entry(ZmqHeaders.TIMESTAMP, 1700000000000L),
                        Map.entry(ZmqHeaders.REQUEST_ID, "r1"),
                        Map.entry(ZmqHeaders.IN_REPLY_TO, "q1"),
                        Map.entry("traceparent", "00-1-2-01"),
                        Map.entry("tenant", "acme"));
    }

    @Test
    @Tag("SPR-86")
    @Tag("SP-04")
    @Tag("A-19")
    void takesNothingThatSteersTheFramework() {
        Map<String, String> attack = new HashMap<>();
        for (String name : List.of(
                "id",
                "timestamp",
                "replyChannel",
                "errorChannel",
                "routingSlip",
                "contentType",
                "nativeHeaders",
                "history",
                "sequenceNumber",
                "correlationId",
                "__TypeId__",
                "__ContentTypeId__",
                "json__TypeId__",
                "json_resolvableType",
                "spring.cloud.function.definition",
                "spring.cloud.function.routing-expression",
                "spring_json_header_types",
                "zmq_routingId",
                "zmq_socket",
                "zmq_raw",
                "zmq_peerName",
                "zmq_userId",
                "secret")) {
            attack.put(name, "T(java.lang.Runtime).getRuntime().exec('x')");
        }

        assertThat(mapper.fromWire(attack)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a/b/c;=", "text/plain;charset=bogus", "text/plain\r\nx: y"})
    void leavesOutAContentTypeThatIsNone(String value) {
        assertThat(mapper.fromWire(Map.of("content-type", value))).isEmpty();
    }

    @Test
    void leavesOutWhatIsNotOfItsForm() {
        assertThat(mapper.fromWire(Map.of(
                        "timestamp", "yesterday",
                        "message-id", "x".repeat(129),
                        "request-id", "a\nb",
                        "tenant", "evil\u001b[31m")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "id",
                "timestamp",
                "contentType",
                "replyChannel",
                "errorChannel",
                "routingSlip",
                "nativeHeaders",
                "history",
                "__TypeId__",
                "zmq_socket",
                "json__TypeId__",
                "spring.cloud.function.definition"
            })
    void refusesToAllowWhatSteersTheFramework(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DefaultZmqHeaderMapper(Set.of(name)))
                .withMessageContaining("'" + name + "'");
    }

    @Test
    void cannotBeTalkedIntoForgingCorrelation() {
        DefaultZmqHeaderMapper careless = new DefaultZmqHeaderMapper(Set.of("request-id", "in-reply-to"));

        assertThat(careless.toWire(new MessageHeaders(Map.of("request-id", "x", "in-reply-to", "y"))))
                .doesNotContainKeys("request-id", "in-reply-to");
        assertThat(careless.fromWire(Map.of("in-reply-to", "y"))).containsOnlyKeys(ZmqHeaders.IN_REPLY_TO);
    }
}
