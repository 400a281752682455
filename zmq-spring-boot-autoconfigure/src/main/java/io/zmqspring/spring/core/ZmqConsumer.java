package io.zmqspring.spring.core;

import io.zmqspring.Message;
import java.util.List;

/** Whoever handles the messages of a socket that are no replies: a listener container or an inbound adapter. */
public interface ZmqConsumer {

    /**
     * Returns who it is, for error messages about two consumers of one socket.
     *
     * @return for instance {@code listener 'orders' (OrderService.on)}
     */
    String description();

    /**
     * Handles a message on the calling thread; with a concurrency above 1 on several threads at once. Exceptions are
     * the consumer's to deal with: one that comes out is logged and nothing else. An {@link Error} ends the subscription.
     *
     * @param message the message
     */
    void onMessage(Message message);

    /**
     * Handles several messages together, if the consumer takes batches; otherwise like {@link #onMessage(Message)}.
     *
     * @param batch the messages as they came, at least one
     */
    default void onBatch(List<Message> batch) {
        batch.forEach(this::onMessage);
    }

    /**
     * Tells that no more messages will come although nobody cancelled: the socket was closed, or an {@link Error} came
     * out of {@link #onMessage(Message)}. Called once, by one of the receiving threads.
     *
     * @param reason why
     */
    void onFailure(Throwable reason);
}
