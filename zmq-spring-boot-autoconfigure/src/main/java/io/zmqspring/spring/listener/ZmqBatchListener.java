package io.zmqspring.spring.listener;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/**
 * Handles several messages of a listener container together, as many as its batch size and batch timeout allow.
 *
 * @param <E> what messages are made to first
 */
public interface ZmqBatchListener<E> extends ZmqMessageListener {

    /**
     * Makes an element of a message. What this throws is a failure of this message alone.
     *
     * @param message the message, of bytes
     * @return the element
     * @throws Exception if it cannot be made
     */
    E element(Message<byte[]> message) throws Exception;

    /**
     * Handles several messages. Called by several threads at once if the container's concurrency is above 1.
     *
     * @param batch the elements in the order of arrival, at least one
     * @return null, or a {@link ZmqReply}: a batch has no one sender who could be answered
     * @throws Exception if it fails; this is a failure of each of the messages, never of the container
     */
    @Nullable
    Object onBatch(List<E> batch) throws Exception;

    @Override
    default @Nullable Object onMessage(Message<byte[]> message) throws Exception {
        return onBatch(List.of(element(message)));
    }
}
