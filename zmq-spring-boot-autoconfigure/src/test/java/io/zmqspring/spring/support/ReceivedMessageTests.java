package io.zmqspring.spring.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

class ReceivedMessageTests {
    private final Message wire = Message.received(new byte[] {1, 2}, new Sender(7, Map.of()))
            .withHeaders(Map.of("content-type", "application/json", "message-id", "m-1"));

    private org.springframework.messaging.Message<byte[]> received() {
        return new ZmqMessageMapper(new DefaultZmqHeaderMapper()).fromWire(wire, "orders");
    }

    @Test
    void the_headers_stay_the_same_once_asked_for() {
        org.springframework.messaging.Message<byte[]> message = received();

        assertThat(message.getHeaders())
                .isSameAs(message.getHeaders())
                .containsEntry(ZmqHeaders.SOCKET, "orders")
                .containsEntry(ZmqHeaders.ROUTING_ID, 7)
                .containsEntry(ZmqHeaders.MESSAGE_ID, "m-1")
                .containsEntry(ZmqHeaders.RAW, wire)
                .containsKeys(MessageHeaders.ID, MessageHeaders.TIMESTAMP);
        assertThat(message.getPayload()).isSameAs(wire.body());
    }

    @Test
    void it_equals_a_message_of_the_same_payload_and_headers() {
        org.springframework.messaging.Message<byte[]> message = received();
        GenericMessage<byte[]> same = new GenericMessage<>(message.getPayload(), message.getHeaders());

        assertThat(message).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(received());
        assertThat(MessageBuilder.fromMessage(message).build()).isEqualTo(message);
    }

    @Test
    @Tag("SP-08")
    @Tag("SP-09")
    void its_text_and_that_of_failures_about_it_show_sizes_and_nothing_of_the_sender() {
        Message large = Message.ofFrames(List.of(new byte[1 << 20], new byte[1 << 20]));
        Map<String, Object> address = Map.of(ZmqHeaders.TOPIC, "\u001b[31m\r\nforged ".repeat(100_000));

        org.springframework.messaging.Message<byte[]> message =
                new ZmqMessageMapper(new DefaultZmqHeaderMapper()).fromWire(large, large, "orders", address);

        assertThat(message).hasToString("ReceivedMessage[socket=orders, Message[2 frames, 2097152 bytes, 0 headers]]");
        assertThat(new MessageConversionException(message, "unreadable").toString())
                .hasSizeLessThan(300)
                .doesNotContain("forged");
    }

    @Test
    void it_is_written_to_a_stream_as_an_ordinary_message() throws Exception {
        org.springframework.messaging.Message<byte[]> message = received();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(message);
        }

        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(copy).isInstanceOfSatisfying(GenericMessage.class, generic -> {
            assertThat(generic.getPayload()).isEqualTo(message.getPayload());
            assertThat(generic.getHeaders().getId())
                    .isEqualTo(message.getHeaders().getId());
        });
    }

    @Test
    void a_mapper_of_the_application_sees_each_message_at_once_and_may_refuse_it() {
        AtomicInteger seen = new AtomicInteger();
        ZmqMessageMapper mapper = new ZmqMessageMapper(new ZmqHeaderMapper() {
            @Override
            public Map<String, String> toWire(MessageHeaders headers) {
                return new HashMap<>();
            }

            @Override
            public Map<String, Object> fromWire(Map<String, String> headers) {
                if (seen.incrementAndGet() > 1) {
                    throw new IllegalArgumentException("refused");
                }
                return new HashMap<>(headers);
            }
        });

        assertThat(mapper.fromWire(wire, "orders").getHeaders()).containsEntry("message-id", "m-1");
        assertThat(seen).hasValue(1);
        assertThatThrownBy(() -> mapper.fromWire(wire, "orders")).hasMessage("refused");
    }
}
