package io.zmqspring.spring.config;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.listener.ZmqReply;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * A method that handles messages, and where its results go.
 *
 * @param method a method that can be called on the bean
 * @param sendTo where results go; none for the sender
 */
public record ListenerMethod(Method method, List<ZmqDestination> sendTo) {

    /**
     * Checks the return type.
     *
     * @param method the method
     * @param sendTo where results go
     */
    public ListenerMethod {
        sendTo = List.copyOf(sendTo);
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType());
        if (adapter != null && adapter.isMultiValue()) {
            throw new IllegalStateException("listener method " + method + " returns several results, but a message has"
                    + " one reply at most; return a Mono or a CompletableFuture, of a list if it must be several");
        }
    }

    boolean isReturning() {
        return method.getReturnType() != void.class && method.getReturnType() != Void.class;
    }

    /** Whether it answers the senders of messages. */
    boolean isAnswering() {
        return isReturning() && sendTo.isEmpty();
    }

    Call on(Object bean, MessageHandlerMethodFactory methods) {
        return new Call(methods.createInvocableHandlerMethod(bean, method), sendTo);
    }

    /** The method ready to be called. */
    record Call(InvocableHandlerMethod invocable, List<ZmqDestination> sendTo) {

        @Nullable
        Object with(Message<?> message, Object... provided) throws Exception {
            Object result = invocable.invoke(message, provided);
            return sendTo.isEmpty() ? result : ZmqReply.direct(sendTo, result);
        }
    }
}
