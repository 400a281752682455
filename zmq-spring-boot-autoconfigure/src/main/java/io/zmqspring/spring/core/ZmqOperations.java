package io.zmqspring.spring.core;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.core.DestinationResolvingMessageRequestReplyOperations;
import org.springframework.messaging.core.DestinationResolvingMessageSendingOperations;
import org.springframework.messaging.core.MessagePostProcessor;

/**
 * What can be sent and asked. Destinations are {@link ZmqDestination}s or their text form, for instance
 * {@code "billing"}, {@code "orders/billing"} or {@code "orders/#42"}.
 *
 * <p>Besides what each method says, all of them throw
 * <ul>
 *   <li>{@link ZmqDestinationException} if nobody has the name,
 *   <li>{@link ZmqUnknownSocketException} if the destination names a socket that does not exist,
 *   <li>{@link io.zmqspring.ZmqUnroutableException} if the peer with the routing id has gone,
 *   <li>{@link io.zmqspring.ZmqQueueFullException} if the peer's queue stayed full for the socket's send timeout,
 *   <li>{@link io.zmqspring.ZmqClosedException} if the socket is closed,
 *   <li>{@link org.springframework.messaging.converter.MessageConversionException} if a payload cannot be converted.
 * </ul>
 * A message that was sent is queued for its peer; whether it arrives only a reply can tell.
 */
public interface ZmqOperations
        extends DestinationResolvingMessageSendingOperations<ZmqDestination>,
                DestinationResolvingMessageRequestReplyOperations<ZmqDestination> {

    /**
     * Begins a message.
     *
     * @param destination where it is to go
     * @return takes its body
     */
    ZmqSendSpec.To to(ZmqDestination destination);

    /**
     * Begins a message.
     *
     * @param destination where it is to go, in text form
     * @return takes its body
     */
    ZmqSendSpec.To to(String destination);

    /**
     * Begins a message to where payloads of its type go, or to the default destination.
     *
     * @param payload what is sent
     * @return the message in the making
     * @throws IllegalStateException if there is neither
     */
    ZmqSendSpec body(Object payload);

    /**
     * Sends without waiting for room in the peer's queue: a message that finds none is sent when there is some, within the
     * socket's send timeout, and in the order in which one thread sent. Publishing sockets, which wait only if told so, do
     * it here too. Who sends without end should look at the futures: messages that wait take memory.
     *
     * @param destination where to
     * @param message the message
     * @return completes when the message is queued, or exceptionally with what {@code send} throws
     */
    CompletableFuture<@Nullable Void> sendAsync(ZmqDestination destination, Message<?> message);

    /**
     * Converts and sends, as {@link #sendAsync} does.
     *
     * @param destination where to, in text form
     * @param payload the payload
     * @return completes when the message is queued, or exceptionally with what {@code convertAndSend} throws
     */
    default CompletableFuture<@Nullable Void> convertAndSendAsync(String destination, Object payload) {
        return to(destination).body(payload).sendAsync();
    }

    /**
     * Converts and sends, as {@link #sendAsync} does.
     *
     * @param destination where to
     * @param payload the payload
     * @param headers its headers, or null
     * @param postProcessor has the last word about the message, or null
     * @return completes when the message is queued, or exceptionally with what {@code convertAndSend} throws
     */
    CompletableFuture<@Nullable Void> convertAndSendAsync(
            ZmqDestination destination,
            Object payload,
            @Nullable Map<String, Object> headers,
            @Nullable MessagePostProcessor postProcessor);

    /**
     * Asks the default destination and waits for the reply.
     *
     * @param request the payload
     * @param replyType what the reply is converted to
     * @param <T> that type
     * @return the reply, never null
     * @throws ZmqReplyTimeoutException if none comes within the template's reply timeout
     */
    @Override
    <T> T convertSendAndReceive(Object request, Class<T> replyType);

    /**
     * Asks and waits for the reply.
     *
     * @param destination whom to ask
     * @param request the payload
     * @param replyType what the reply is converted to
     * @param <T> that type
     * @return the reply, never null
     * @throws ZmqReplyTimeoutException if none comes within the template's reply timeout
     */
    @Override
    <T> T convertSendAndReceive(ZmqDestination destination, Object request, Class<T> replyType);

    /**
     * Asks and waits for the reply.
     *
     * @param destination whom to ask, in text form
     * @param request the payload
     * @param replyType what the reply is converted to
     * @param <T> that type
     * @return the reply, never null
     * @throws ZmqReplyTimeoutException if none comes within the template's reply timeout
     */
    @Override
    <T> T convertSendAndReceive(String destination, Object request, Class<T> replyType);

    /**
     * Asks and waits for the reply for a given time.
     *
     * @param destination whom to ask
     * @param request the payload
     * @param replyType what the reply is converted to
     * @param timeout how long to wait, more than zero
     * @param <T> that type
     * @return the reply, never null
     * @throws ZmqReplyTimeoutException if none comes in time
     */
    <T> T convertSendAndReceive(ZmqDestination destination, Object request, Class<T> replyType, Duration timeout);

    /**
     * Asks and waits for the reply for a given time.
     *
     * @param destination whom to ask, in text form
     * @param request the payload
     * @param replyType what the reply is converted to
     * @param timeout how long to wait, more than zero
     * @param <T> that type
     * @return the reply, never null
     * @throws ZmqReplyTimeoutException if none comes in time
     */
    <T> T convertSendAndReceive(String destination, Object request, Class<T> replyType, Duration timeout);

    /**
     * Asks without waiting for the reply. Sending itself may wait while the peer's queue is full.
     *
     * @param destination whom to ask
     * @param request the payload
     * @param replyType what the reply is converted to
     * @param <T> that type
     * @return completes with the reply, or exceptionally with what the waiting forms throw
     */
    <T> CompletableFuture<T> convertSendAndReceiveAsync(ZmqDestination destination, Object request, Class<T> replyType);

    /**
     * Asks without waiting for the reply. Sending itself may wait while the peer's queue is full.
     *
     * @param destination whom to ask, in text form
     * @param request the payload
     * @param replyType what the reply is converted to
     * @param <T> that type
     * @return completes with the reply, or exceptionally with what the waiting forms throw
     */
    <T> CompletableFuture<T> convertSendAndReceiveAsync(String destination, Object request, Class<T> replyType);

    /**
     * Asks without waiting for the reply, which is to come within a given time.
     *
     * @param destination whom to ask
     * @param request the payload
     * @param replyType what the reply is converted to
     * @param timeout how long the reply may take, more than zero
     * @param <T> that type
     * @return completes with the reply, or exceptionally with what the waiting forms throw
     */
    <T> CompletableFuture<T> convertSendAndReceiveAsync(
            ZmqDestination destination, Object request, Class<T> replyType, Duration timeout);

    /**
     * Asks the default destination without waiting for the reply, which is left as it is.
     *
     * @param request the request
     * @return completes with the reply, a message of bytes, or exceptionally with what the waiting forms throw
     */
    CompletableFuture<Message<?>> sendAndReceiveAsync(Message<?> request);

    /**
     * Asks without waiting for the reply, which is left as it is.
     *
     * @param destination whom to ask
     * @param request the request
     * @return completes with the reply, a message of bytes, or exceptionally with what the waiting forms throw
     */
    CompletableFuture<Message<?>> sendAndReceiveAsync(ZmqDestination destination, Message<?> request);

    /**
     * Answers a received message: sends to its sender and, if that waits for a reply, as this reply. What a listener
     * method returns is sent so.
     *
     * @param request the message as a listener or an inbound adapter received it
     * @param reply the payload, or a {@link Message} with payload and headers
     * @throws IllegalArgumentException if the message was not received
     */
    void reply(Message<?> request, Object reply);
}
