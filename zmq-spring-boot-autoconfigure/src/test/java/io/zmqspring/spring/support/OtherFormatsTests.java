package io.zmqspring.spring.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ListValue;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.MessageBuilder;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/** CBOR and Protocol Buffers. */
class OtherFormatsTests {
    private static final MessageHeaders CBOR = contentType("application/cbor");

    private final CompositeMessageConverter converter = ZmqMessageConverters.create();

    record Order(int id, String itemName) {}

    private static MessageHeaders contentType(String type) {
        return new MessageHeaders(Map.of(MessageHeaders.CONTENT_TYPE, type));
    }

    private static Message<byte[]> received(byte[] body, MessageHeaders headers) {
        return MessageBuilder.createMessage(body, headers);
    }

    private static byte[] body(Message<?> message) {
        return (byte[]) message.getPayload();
    }

    @Test
    @Tag("SPR-84")
    void cbor_is_written_and_read_where_the_content_type_says_so() {
        Message<?> sent = converter.toMessage(new Order(1, "tea"), CBOR);

        assertThat(body(sent))
                .asHexString()
                .isEqualTo("BF" + "62" + hex("id") + "01" + "68" + hex("itemName") + "63" + hex("tea") + "FF");
        assertThat(sent.getHeaders().get(MessageHeaders.CONTENT_TYPE)).hasToString("application/cbor");
        assertThat(converter.fromMessage(received(body(sent), CBOR), Order.class))
                .isEqualTo(new Order(1, "tea"));
        assertThat(converter.fromMessage(received(body(sent), contentType("application/vnd.shop+cbor")), Order.class))
                .isEqualTo(new Order(1, "tea"));
    }

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void cbor_is_read_as_the_generic_type_of_an_argument() throws NoSuchMethodException {
        byte[] body = body(converter.toMessage(List.of(new Order(1, "tea")), CBOR));
        Method method = getClass().getDeclaredMethod("take", List.class, Message.class);

        for (int argument = 0; argument < 2; argument++) {
            assertThat(converter.fromMessage(received(body, CBOR), List.class, new MethodParameter(method, argument)))
                    .isEqualTo(List.of(new Order(1, "tea")));
        }
    }

    void take(List<Order> orders, Message<List<Order>> message) {}

    @Test
    @Tag("SPR-89")
    void without_a_content_type_json_is_meant() {
        assertThat(new String(body(converter.toMessage(new Order(1, "tea"), null)), StandardCharsets.UTF_8))
                .startsWith("{\"id\"");
        assertThat(converter.fromMessage(received("{\"id\":1}".getBytes(), new MessageHeaders(Map.of())), Order.class))
                .isEqualTo(new Order(1, null));
    }

    @Test
    void a_mapper_of_the_application_writes_cbor() {
        CBORMapper own = CBORMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        CompositeMessageConverter converter = ZmqMessageConverters.create(JsonMapper.shared(), own);

        assertThat(new String(body(converter.toMessage(new Order(1, "tea"), CBOR)), StandardCharsets.ISO_8859_1))
                .contains("item_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1B", "FF", "81", "7F61"})
    void broken_cbor_is_a_conversion_failure(String hex) {
        byte[] body = HexFormat.of().parseHex(hex);

        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> converter.fromMessage(received(body, CBOR), Order.class));
    }

    @Test
    void cbor_is_read_100_levels_deep_whatever_a_mapper_says() {
        byte[] deep = new byte[10_000];
        Arrays.fill(deep, (byte) 0x81); // an array of one

        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> converter.fromMessage(received(deep, CBOR), Map.class))
                .withMessageContaining("100");
    }

    private static final Struct STRUCT = Struct.newBuilder()
            .putFields("item", Value.newBuilder().setStringValue("tea").build())
            .putFields(
                    "sizes",
                    Value.newBuilder()
                            .setListValue(ListValue.newBuilder()
                                    .addValues(Value.newBuilder().setNumberValue(2)))
                            .build())
            .build();

    @Test
    @Tag("SPR-84")
    void messages_of_protocol_buffers_travel_as_such() {
        Message<?> sent = converter.toMessage(STRUCT, null);

        assertThat(body(sent)).isEqualTo(STRUCT.toByteArray());
        assertThat(sent.getHeaders().get(MessageHeaders.CONTENT_TYPE))
                .hasToString("application/x-protobuf;charset=UTF-8");
        assertThat(converter.fromMessage(received(body(sent), sent.getHeaders()), Struct.class))
                .isEqualTo(STRUCT);
    }

    @Test
    void messages_of_protocol_buffers_are_read_without_a_content_type() {
        byte[] wire = {0x0a, 3, 't', 'e', 'a'}; // field 1, three octets

        assertThat(converter.fromMessage(received(wire, new MessageHeaders(Map.of())), StringValue.class))
                .isEqualTo(StringValue.of("tea"));
    }

    @Test
    void a_body_of_another_type_is_not_taken_for_an_empty_message() {
        byte[] wire = StringValue.of("tea").toByteArray();

        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> converter.fromMessage(received(wire, contentType("text/plain")), StringValue.class));
        assertThat(converter.fromMessage(received(wire, CBOR), byte[].class)).isEqualTo(wire);
    }

    @Test
    void a_broken_message_is_a_conversion_failure() {
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> converter.fromMessage(
                        received(new byte[] {0x0a, 9, 't'}, contentType("application/x-protobuf")), StringValue.class));
    }
}
