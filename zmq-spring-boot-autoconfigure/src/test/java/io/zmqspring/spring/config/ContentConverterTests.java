package io.zmqspring.spring.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqMessageConverters;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.support.GenericMessage;

class ContentConverterTests {
    record Order(String item, int count) {}

    private final ZmqMessageMapper mapper = new ZmqMessageMapper(new DefaultZmqHeaderMapper());
    private final SmartMessageConverter converter =
            (SmartMessageConverter) ContentConverter.of(ZmqMessageConverters.create());

    private org.springframework.messaging.Message<byte[]> received(String body, Map<String, String> headers) {
        Message wire = Message.received(body.getBytes(StandardCharsets.UTF_8), new Sender(7, Map.of()));
        return mapper.fromWire(wire.withHeaders(headers), "orders");
    }

    @Test
    void a_record_is_read_by_its_content_type() {
        assertThat(converter.fromMessage(
                        received("{\"item\":\"tea\",\"count\":2}", Map.of("content-type", "application/json")),
                        Order.class))
                .isEqualTo(new Order("tea", 2));
        assertThat(converter.fromMessage(received("caf\u00e9", Map.of("content-type", "text/plain")), String.class))
                .isEqualTo("caf\u00e9");
        assertThat(converter.fromMessage(received("{}", Map.of("content-type", "application/x-unknown")), Order.class))
                .isNull();
        assertThat(converter.fromMessage(received("x", Map.of("content-type", "no type")), byte[].class))
                .isEqualTo(new byte[] {'x'});
    }

    @Test
    void converters_of_ours_see_the_content_type_and_no_other_header() {
        List<MessageHeaders> seen = new ArrayList<>();
        CompositeMessageConverter all = new CompositeMessageConverter(List.of(new StringMessageConverter() {
            @Override
            protected boolean supportsMimeType(MessageHeaders headers) {
                seen.add(headers);
                return true;
            }
        }));
        MessageConverter theirs = ContentConverter.of(all);
        theirs.fromMessage(received("1", Map.of("content-type", "text/plain")), String.class);

        assertThat(theirs).as("a converter that we do not know is left alone").isSameAs(all);
        assertThat(seen)
                .singleElement()
                .satisfies(headers -> assertThat(headers).containsKey(ZmqHeaders.SOCKET));

        MessageHeaders known = ZmqMessageMapper.contentOnly(received("1", Map.of("content-type", "text/plain")))
                .getHeaders();
        assertThat(known)
                .containsEntry(MessageHeaders.CONTENT_TYPE, "text/plain")
                .doesNotContainKey(ZmqHeaders.SOCKET);
    }

    @Test
    void headers_once_made_are_used_and_so_are_ordinary_messages() {
        org.springframework.messaging.Message<byte[]> message = received("1", Map.of());
        message.getHeaders();
        assertThat(ZmqMessageMapper.contentOnly(message)).isSameAs(message);
        GenericMessage<String> ordinary = new GenericMessage<>("1");
        assertThat(ZmqMessageMapper.contentOnly(ordinary)).isSameAs(ordinary);
    }

    @Test
    void a_failure_carries_the_whole_message() {
        org.springframework.messaging.Message<byte[]> message =
                received("{", Map.of("content-type", "application/json"));
        assertThatExceptionOfType(MessageConversionException.class)
                .isThrownBy(() -> converter.fromMessage(message, Order.class))
                .satisfies(failure -> assertThat(failure.getFailedMessage()).isSameAs(message));
    }

    @Test
    void a_message_as_received_is_a_header_and_not_lost() {
        org.springframework.messaging.Message<byte[]> message = received("1", Map.of());
        assertThat(converter.fromMessage(message, Message.class))
                .isSameAs(message.getHeaders().get(ZmqHeaders.RAW));
    }
}
