package io.zmqspring.spring.config;

import io.zmqspring.spring.listener.ZmqBatchListener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** Calls a method with a list of payloads, or of messages. */
final class BatchMethodListener implements ZmqBatchListener<Object> {
    private final ListenerMethod.Call call;
    private final PayloadResolver payloads;
    private final MethodParameter payload;
    private final boolean messages;

    /**
     * @throws IllegalStateException if the method takes no list, or answers
     */
    BatchMethodListener(ListenerMethod method, ListenerMethod.Call call, PayloadResolver.OfElements payloads) {
        MethodParameter list = PayloadType.parameterOf(method.method());
        if (list.getParameterType() != List.class) {
            throw new IllegalStateException("a batch listener takes a List, but " + method.method() + " takes a "
                    + list.getParameterType().getName());
        }
        if (method.isAnswering()) {
            throw new IllegalStateException("a batch has no one sender to be answered, but " + method.method()
                    + " returns a result; return void, or say with @SendTo where results go");
        }
        this.call = call;
        this.payloads = payloads;
        MethodParameter element = list.nested();
        this.messages = Message.class.isAssignableFrom(element.getNestedParameterType());
        this.payload = messages ? element.nested() : element;
    }

    @Override
    public Object element(Message<byte[]> message) throws Exception {
        Object converted = payloads.resolveArgument(payload, message);
        if (converted == null) {
            throw new MessageConversionException(message, "the payload is null, which a batch cannot hold");
        }
        return messages ? MessageBuilder.createMessage(converted, message.getHeaders()) : converted;
    }

    @Override
    public @Nullable Object onBatch(List<Object> batch) throws Exception {
        return call.with(new GenericMessage<>(batch), batch);
    }
}
