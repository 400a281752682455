package io.zmqspring.spring.integration;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.integration.history.HistoryWritingMessagePostProcessor;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.integration.support.MessageBuilderFactory;
import org.springframework.integration.support.management.TrackableComponent;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;

/** What the messages of a channel become on the sockets, and where they go. Thread-safe once configured. */
final class ChannelContent {
    private final SocketIntake intake;
    private final HistoryWritingMessagePostProcessor history = new HistoryWritingMessagePostProcessor();
    private @Nullable ZmqOperations template;
    private @Nullable ZmqDestination destination;
    private @Nullable BytesMessageMapper mapper;

    ChannelContent(SocketIntake intake, TrackableComponent channel) {
        this.intake = intake;
        this.history.setTrackableComponent(channel);
    }

    void setDestination(String text) {
        this.destination = ZmqDestination.parse(text);
    }

    void setMapper(BytesMessageMapper mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper");
    }

    void setShouldTrack(boolean shouldTrack) {
        history.setShouldTrack(shouldTrack);
    }

    void initialize(String channel, BeanFactory beans, MessageBuilderFactory builders) {
        if (destination == null && intake.socket() == null) {
            throw new IllegalStateException(
                    channel + " has neither a destination nor a socket to receive from; set one of them, or both");
        }
        if (destination != null) {
            template = beans.getBean(ZmqOperations.class);
        }
        history.setMessageBuilderFactory(builders);
        intake.initialize(beans);
    }

    void send(String channel, Message<?> message) {
        if (template == null || destination == null) {
            throw new IllegalStateException(
                    channel + " has no destination: it only receives here, from socket '" + intake.socket() + "'");
        }
        template.send(destination, mapper == null ? message : new GenericMessage<>(mapper.fromMessage(message)));
    }

    /** The message as it was sent, as far as that can be told. */
    Message<?> received(io.zmqspring.Message raw) {
        Message<byte[]> mapped = intake.map(raw);
        Message<?> message = mapper == null ? intake.convert(mapped) : unpacked(mapped, mapper);
        return history.postProcessMessage(message);
    }

    private static Message<?> unpacked(Message<byte[]> packed, BytesMessageMapper mapper) {
        Message<?> message;
        try {
            message = mapper.toMessage(packed.getPayload());
        } catch (RuntimeException unreadable) {
            throw new MessageConversionException(packed, "the channel's mapper cannot read the message", unreadable);
        }
        return MessageBuilder.fromMessage(message)
                .removeHeaders(MessageHeaders.REPLY_CHANNEL, MessageHeaders.ERROR_CHANNEL)
                .copyHeaders(packed.getHeaders())
                .build();
    }
}
