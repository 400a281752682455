package io.zmqspring.sample;

import io.zmqspring.spring.listener.ZmqListenerErrorHandler;
import io.zmqspring.spring.listener.ZmqListenerException;
import io.zmqspring.spring.support.ZmqHeaders;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;

/**
 * Answers what is no order, instead of {@link OrderDesk}. Without an error handler such a message would be logged, and its
 * sender would wait in vain. Either way the desk goes on with the next one.
 */
@Component("deskErrors")
@Profile(OrderDesk.PROFILE)
class DeskErrors implements ZmqListenerErrorHandler {
    private static final String NO_ORDER = "this is no order; send {\"id\":\"a-1\",\"item\":\"tea\",\"quantity\":3}";

    private final OrderLog log;

    DeskErrors(OrderLog log) {
        this.log = log;
    }

    @Override
    public Refusal handleError(Message<?> message, ZmqListenerException exception) {
        String error = whatIsWrong(exception);
        MessageHeaders headers = message.getHeaders();
        Integer sender = headers.get(ZmqHeaders.ROUTING_ID, Integer.class);
        log.refused(Names.of(headers.get(ZmqHeaders.PEER_NAME, String.class), sender == null ? 0 : sender), error);
        return new Refusal(error);
    }

    private static String whatIsWrong(ZmqListenerException exception) {
        Throwable cause = exception.getCause();
        if (cause instanceof MethodArgumentNotValidException invalid) {
            return describe(invalid.getBindingResult());
        }
        if (cause instanceof MessageConversionException) {
            return NO_ORDER;
        }
        // Our own mistake, not the sender's: thrown again, it is logged.
        throw exception;
    }

    private static String describe(@Nullable BindingResult invalid) {
        if (invalid == null || !invalid.hasFieldErrors()) {
            return NO_ORDER;
        }
        return invalid.getFieldErrors().stream()
                .map(error -> error.getField() + " " + error.getDefaultMessage())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
