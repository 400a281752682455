package io.zmqspring.spring.listener;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.support.LogText;
import io.zmqspring.spring.support.ZmqWireHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeType;

/** Sends what listeners return to where it belongs. Thread-safe. */
final class ReplySender {
    private static final int MOST_TEXT = 1024;

    private final ZmqOperations operations;
    private final @Nullable MessagePostProcessor postProcessor;
    private final @Nullable MimeType contentType;
    private final boolean returningExceptions;

    ReplySender(ZmqOperations operations, ListenerContainerSettings settings) {
        this.operations = operations;
        this.postProcessor = settings.replyPostProcessor;
        this.contentType = settings.replyContentType;
        this.returningExceptions = settings.returningExceptions;
    }

    /** Sends a result that is there; null is no answer. */
    void send(Handling handling, @Nullable Object result) {
        if (result == null) {
            handling.unanswered();
        } else if (result instanceof ZmqReply) {
            sendElsewhere(result);
            handling.unanswered();
        } else {
            operations.reply(handling.message(), prepared(result));
        }
    }

    /** Tells a sender that its message has failed, if that is wanted and possible. */
    void sendFailure(Handling handling, Throwable failure) {
        if (returningExceptions && handling.source().canAnswer()) {
            String error = LogText.printable(failure.toString(), MOST_TEXT);
            operations.reply(
                    handling.message(),
                    MessageBuilder.withPayload(error)
                            .setHeader(ZmqWireHeaders.ERROR, error)
                            .build());
        } else {
            handling.unanswered();
        }
    }

    /** Sends a result that says where it goes, or null. */
    void sendElsewhere(@Nullable Object result) {
        if (result instanceof ZmqReply elsewhere) {
            elsewhere.destinations().forEach(destination -> send(destination, elsewhere.payload()));
        } else if (result != null) {
            throw new IllegalStateException(
                    "a batch listener returned a " + result.getClass().getName()
                            + ", but a batch has no one sender to be answered; return a ZmqReply or nothing");
        }
    }

    private Object prepared(Object result) {
        if (contentType == null && postProcessor == null) {
            return result;
        }
        Message<?> reply = result instanceof Message<?> message ? message : new GenericMessage<>(result);
        if (contentType != null) {
            reply = MessageBuilder.fromMessage(reply)
                    .setHeaderIfAbsent(MessageHeaders.CONTENT_TYPE, contentType)
                    .build();
        }
        return postProcessor == null ? reply : postProcessor.postProcessMessage(reply);
    }

    private void send(ZmqDestination destination, Object payload) {
        Object prepared = prepared(payload);
        if (prepared instanceof Message<?> message) {
            operations.send(destination, message);
        } else {
            operations.convertAndSend(destination, prepared);
        }
    }
}
