package io.zmqspring.spring.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class ZmqMessageConvertersTests {
    private final CompositeMessageConverter converter = ZmqMessageConverters.create();

    record Order(int id, String item) {}

    private static Message<byte[]> received(String body, Map<String, Object> headers) {
        return MessageBuilder.createMessage(body.getBytes(StandardCharsets.UTF_8), new MessageHeaders(headers));
    }

    private Message<?> sent(Object payload) {
        Message<?> message = converter.toMessage(payload, null);
        assertThat(message).isNotNull();
        return message;
    }

    @Test
    @Tag("SPR-82")
    void leavesBytesAsTheyAre() {
        byte[] body = {1, 2, 3};

        assertThat(sent(body).getPayload()).isSameAs(body);
        assertThat(converter.fromMessage(received("{}", Map.of("contentType", "application/json")), byte[].class))
                .isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/octet-stream", "application/x-whatever"})
    void leavesTextAsItIsWhateverTheSenderCallsIt(String contentType) {
        assertThat(converter.fromMessage(received("{\"id\":1}", Map.of("contentType", contentType)), String.class))
                .isEqualTo("{\"id\":1}");
    }

    @Test
    void sendsTextInUtf8() {
        Message<?> message = sent("Grüße");

        assertThat((byte[]) message.getPayload()).isEqualTo("Grüße".getBytes(StandardCharsets.UTF_8));
        assertThat(message.getHeaders().get("contentType")).hasToString("text/plain;charset=UTF-8");
    }

    @Test
    @Tag("SPR-87")
    @Tag("SPR-82")
    void sendsEverythingElseAsJsonWithoutATypeName() {
        Message<?> message = sent(new Order(1, "tea"));

        assertThat(new String((byte[]) message.getPayload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":1,\"item\":\"tea\"}");
        assertThat(message.getHeaders()).containsOnlyKeys("id", "timestamp", "contentType");
    }

    @Test
    @Tag("SPR-89")
    void readsJsonWithoutAContentType() {
        assertThat(converter.fromMessage(received("{\"id\":1,\"item\":\"tea\"}", Map.of()), Order.class))
                .isEqualTo(new Order(1, "tea"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/vnd.shop+json", "text/plain", "application/octet-stream"})
    void readsJsonUnderTheNamesThatSendersGiveIt(String contentType) {
        assertThat(converter.fromMessage(received("{\"id\":1}", Map.of("contentType", contentType)), Order.class))
                .isEqualTo(new Order(1, null));
    }

    @Test
    void leavesOtherFormatsToOtherConverters() {
        assertThat(converter.fromMessage(
                        received("x", Map.of("contentType", "application/x-java-object")), Order.class))
                .isNull();
    }

    @Test
    @Tag("SPR-87")
    @Tag("SP-07")
    @Tag("A-18")
    void ignoresTypeNamesInTheBody() {
        Object read = converter.fromMessage(
                received("{\"@class\":\"java.lang.ProcessBuilder\",\"@type\":\"x\",\"id\":1}", Map.of()), Order.class);

        assertThat(read).isEqualTo(new Order(1, null));
    }

    private static Stream<CompositeMessageConverter> oursAndTheApplications() {
        JsonMapper application = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(1_000_000)
                                .maxNumberLength(10_000_000)
                                .build())
                        .build())
                .build();
        return Stream.of(ZmqMessageConverters.create(), ZmqMessageConverters.create(application));
    }

    @ParameterizedTest
    @MethodSource("oursAndTheApplications")
    @Tag("SP-07")
    void refusesJsonThatIsMadeToBeExpensive(CompositeMessageConverter converter) {
        String shallow = "[".repeat(100) + "]".repeat(100);
        String deep = "[".repeat(101) + "]".repeat(101);
        String hostile = "[".repeat(100_000);
        String number = "1".repeat(1_000_000);

        assertThat(converter.fromMessage(received(shallow, Map.of()), Object[].class))
                .isNotNull();
        for (String refused : List.of(deep, hostile)) {
            assertThatExceptionOfType(MessageConversionException.class)
                    .isThrownBy(() -> converter.fromMessage(received(refused, Map.of()), Object[].class));
        }
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> converter.fromMessage(received(number, Map.of()), BigInteger.class));
    }

    @Test
    @Tag("SP-09")
    void saysInPrintableTextWhatIsWrongWithJson() {
        String forged = "\u001b[31m\r\n2026-01-01 ERROR forged ".repeat(10);
        String body = JsonMapper.shared().writeValueAsString(Map.of("id", forged, "item", "tea"));

        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> converter.fromMessage(received(body, Map.of()), Order.class))
                .withMessageMatching("[ -~]{1,1100}")
                .withMessageContaining("?[31m??2026-01-01 ERROR forged")
                .withNoCause();
    }

    @Test
    void leavesTheMapperOfTheApplicationAsItIsButForItsLimits() {
        JsonMapper application = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .build();

        Object read = ZmqMessageConverters.create(application)
                .fromMessage(received("{'Id':1,'Item':'tea'}", Map.of()), Order.class);

        assertThat(read).isEqualTo(new Order(1, "tea"));
        assertThat(application.readValue("[".repeat(101) + "]".repeat(101), Object[].class))
                .isNotNull();
    }

    @Test
    void passesNativeMessagesThrough() {
        io.zmqspring.Message raw = io.zmqspring.Message.of("x");

        assertThat(sent(raw).getPayload()).isSameAs(raw.body());
        assertThat(converter.fromMessage(received("x", Map.of(ZmqHeaders.RAW, raw)), io.zmqspring.Message.class))
                .isSameAs(raw);
    }
}
