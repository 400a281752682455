package io.zmqspring.spring.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * Deals with the failures of one listener method, after all retries, and may answer the sender instead of the method.
 */
@FunctionalInterface
public interface ZmqListenerErrorHandler {

    /**
     * Deals with a failure. The container counts it, but logs nothing, unless this method throws.
     *
     * @param message the message, with its headers; {@link io.zmqspring.spring.support.ZmqHeaders#RAW} holds it as
     *     received
     * @param exception what happened; its cause is what the conversion or the method threw
     * @return the reply, as if the method had returned it; null for none
     * @throws Exception if it cannot deal with it; this goes to the log and to the container's error handler
     */
    @Nullable
    Object handleError(Message<?> message, ZmqListenerException exception) throws Exception;
}
