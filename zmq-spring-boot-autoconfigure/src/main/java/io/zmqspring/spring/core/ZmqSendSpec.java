package io.zmqspring.spring.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.core.MessagePostProcessor;

/**
 * A message in the making: {@code template.to("stock").body(query).header("tenant", "acme").request(Stock.class)}. It
 * ends with one of the methods that send. Not thread-safe, but may be sent again.
 */
public final class ZmqSendSpec {
    private final ZmqTemplate template;
    private final ZmqDestination destination;
    private final Object body;
    private final Map<String, Object> headers = new HashMap<>();
    private @Nullable MessagePostProcessor postProcessor;
    private @Nullable Duration replyTimeout;

    ZmqSendSpec(ZmqTemplate template, ZmqDestination destination, Object body) {
        this.template = template;
        this.destination = destination;
        this.body = Objects.requireNonNull(body, "body");
    }

    /** Where a message is to go, which has no body yet. */
    public static final class To {
        private final ZmqTemplate template;
        private final ZmqDestination destination;

        To(ZmqTemplate template, ZmqDestination destination) {
            this.template = template;
            this.destination = destination;
        }

        /**
         * Sets what is sent.
         *
         * @param payload bytes, text, a native message, or what the converter takes
         * @return the message in the making
         */
        public ZmqSendSpec body(Object payload) {
            return new ZmqSendSpec(template, destination, payload);
        }
    }

    /**
     * Sets a header. It travels only if the header mapper lets it pass.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public ZmqSendSpec header(String name, Object value) {
        headers.put(name, value);
        return this;
    }

    /**
     * Sets headers. They travel only if the header mapper lets them pass.
     *
     * @param values values by name
     * @return this
     */
    public ZmqSendSpec headers(Map<String, ?> values) {
        headers.putAll(values);
        return this;
    }

    /**
     * Sets what has the last word about the message, after its conversion.
     *
     * @param processor may return another message
     * @return this
     */
    public ZmqSendSpec postProcessor(MessagePostProcessor processor) {
        postProcessor = processor;
        return this;
    }

    /**
     * Sets how long the reply to a request may take.
     *
     * @param timeout more than zero; the template's reply timeout unless set
     * @return this
     */
    public ZmqSendSpec replyTimeout(Duration timeout) {
        replyTimeout = timeout;
        return this;
    }

    /** Sends it; waits while the peer's queue is full, as {@link ZmqOperations} says, and throws what that says. */
    public void send() {
        template.convertAndSend(destination, body, headers, postProcessor);
    }

    /**
     * Sends it without waiting for room in the peer's queue.
     *
     * @return completes when the message is in the queue, or exceptionally with what {@link #send()} throws
     */
    public CompletableFuture<@Nullable Void> sendAsync() {
        return template.convertAndSendAsync(destination, body, headers, postProcessor);
    }

    /**
     * Asks and waits for the reply.
     *
     * @param replyType what the reply is converted to
     * @param <T> that type
     * @return the reply, never null
     * @throws ZmqReplyTimeoutException if none comes in time
     */
    public <T> T request(Class<T> replyType) {
        return template.convertSendAndReceive(destination, body, headers, replyType, postProcessor, timeout());
    }

    /**
     * Asks without waiting for the reply. Sending itself may wait while the peer's queue is full.
     *
     * @param replyType what the reply is converted to
     * @param <T> that type
     * @return completes with the reply, or exceptionally with what {@link #request} throws
     */
    public <T> CompletableFuture<T> requestAsync(Class<T> replyType) {
        return template.convertSendAndReceiveAsync(destination, body, headers, replyType, postProcessor, timeout());
    }

    private Duration timeout() {
        return replyTimeout == null ? template.getReplyTimeout() : replyTimeout;
    }
}
