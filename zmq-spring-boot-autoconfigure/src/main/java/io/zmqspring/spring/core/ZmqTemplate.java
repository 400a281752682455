package io.zmqspring.spring.core;

import io.micrometer.observation.ObservationRegistry;
import io.zmqspring.spring.observation.DefaultZmqTemplateObservationConvention;
import io.zmqspring.spring.observation.ZmqTemplateObservationConvention;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.core.AbstractDestinationResolvingMessagingTemplate;
import org.springframework.messaging.core.MessagePostProcessor;

/**
 * Sends messages and requests over named sockets. Thread-safe once configured; an application normally has one.
 *
 * <p>What each socket type makes of a destination, a request and its reply stands in docs/messaging.md.
 *
 * <p>A request to a peer with envelope carries an id that the reply repeats. A bare peer (one without envelope, for
 * instance a plain ZeroMQ program) gets the body alone, and its next message counts as the reply to the oldest open
 * request to it; so let it answer each request exactly once, in order, and send nothing else meanwhile. After a reply
 * timeout the line is kept for as long again, so that a late reply is not taken for another one.
 *
 * <p>Replies are received by the socket's listener or inbound adapter on its way, or else by a thread of their own. A
 * socket that has neither then loses messages that are no replies: they are counted and the first is logged.
 */
public class ZmqTemplate extends AbstractDestinationResolvingMessagingTemplate<ZmqDestination>
        implements ZmqOperations {
    /** How long a reply may take by default. */
    public static final Duration DEFAULT_REPLY_TIMEOUT = Duration.ofSeconds(5);

    private final Dispatcher dispatcher;
    private volatile Duration replyTimeout = DEFAULT_REPLY_TIMEOUT;
    private volatile TypeDestinations typeDestinations = new TypeDestinations(Map.of());

    /**
     * Makes a template with the default converters, an empty header allow-list and a reply timeout of 5 s.
     *
     * @param sockets the sockets to send over
     */
    @SuppressWarnings("this-escape")
    public ZmqTemplate(ZmqSockets sockets) {
        dispatcher = new Dispatcher(Objects.requireNonNull(sockets, "sockets"), this::getMessageConverter);
        setMessageConverter(ZmqMessageConverters.create());
        setDestinationResolver(ZmqDestination::parse);
    }

    /**
     * Sets the destination of the methods without one.
     *
     * @param destination its text form
     */
    public void setDefaultDestinationName(String destination) {
        setDefaultDestination(ZmqDestination.parse(destination));
    }

    /**
     * Sets which headers pass.
     *
     * @param headerMapper the mapper; by default one with an empty allow-list
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        dispatcher.mapper = new ZmqMessageMapper(headerMapper);
    }

    /**
     * Sets how long a reply may take.
     *
     * @param timeout more than zero, default 5 s
     */
    public void setReplyTimeout(Duration timeout) {
        replyTimeout = positive(timeout);
    }

    /**
     * Returns how long a reply may take.
     *
     * @return the timeout
     */
    public Duration getReplyTimeout() {
        return replyTimeout;
    }

    /**
     * Sets where replies of the asynchronous forms are converted, and what depends on their futures runs by default.
     *
     * @param executor by default a few daemon threads that end when idle; code that blocks needs others
     */
    public void setReplyExecutor(Executor executor) {
        dispatcher.replyExecutor = Objects.requireNonNull(executor, "executor");
    }

    /**
     * Sets who is told of what is sent, requests and replies included, and may add a trace context to it.
     *
     * @param registry the registry, or null for none, the default
     * @param convention names and keys; null for the default, {@link DefaultZmqTemplateObservationConvention}
     */
    public void setObservation(
            @Nullable ObservationRegistry registry, @Nullable ZmqTemplateObservationConvention convention) {
        dispatcher.observer = registry == null ? null : new TemplateObserver(registry, convention);
    }

    /**
     * Sets how often, and when, what could not be sent is sent again: because the peer's queue was full, the peer had gone, or
     * nobody had the name. Each time the destination is looked up anew. A request that was sent is never sent again, and
     * neither is what {@link #sendAsync} sends.
     *
     * @param policy the policy, or null to give up at once, the default
     */
    public void setRetryPolicy(@Nullable RetryPolicy policy) {
        dispatcher.retries = policy == null ? null : new RetryTemplate(new NotSent(policy));
    }

    /**
     * Sets where payloads go for which no destination is given, by their type; the default destination is for all others.
     *
     * @param mappings destinations by class; that of the nearest superclass counts, else that of an interface
     */
    public void setTypeDestinations(Map<Class<?>, ZmqDestination> mappings) {
        typeDestinations = new TypeDestinations(mappings);
    }

    private ZmqDestination destinationOf(Object payload) {
        ZmqDestination mapped = typeDestinations.of(payload);
        return mapped == null ? getRequiredDefaultDestination() : mapped;
    }

    @Override
    public ZmqSendSpec.To to(ZmqDestination destination) {
        return new ZmqSendSpec.To(this, destination);
    }

    @Override
    public ZmqSendSpec.To to(String destination) {
        return to(resolve(destination));
    }

    @Override
    public ZmqSendSpec body(Object payload) {
        return new ZmqSendSpec(this, destinationOf(payload), payload);
    }

    @Override
    public void send(Message<?> message) {
        send(destinationOf(message.getPayload()), message);
    }

    @Override
    public void convertAndSend(
            Object payload, @Nullable Map<String, Object> headers, @Nullable MessagePostProcessor postProcessor) {
        convertAndSend(destinationOf(payload), payload, headers, postProcessor);
    }

    @Override
    public CompletableFuture<@Nullable Void> convertAndSendAsync(
            ZmqDestination destination,
            Object payload,
            @Nullable Map<String, Object> headers,
            @Nullable MessagePostProcessor postProcessor) {
        try {
            return sendAsync(destination, doConvert(payload, headers, postProcessor));
        } catch (RuntimeException notSent) {
            return CompletableFuture.failedFuture(notSent);
        }
    }

    @Override
    protected void doSend(ZmqDestination destination, Message<?> message) {
        dispatcher.send(destination, message);
    }

    @Override
    public CompletableFuture<@Nullable Void> sendAsync(ZmqDestination destination, Message<?> message) {
        try {
            return dispatcher.sendLater(destination, message);
        } catch (RuntimeException notSent) {
            return CompletableFuture.failedFuture(notSent);
        }
    }

    @Override
    public void reply(Message<?> request, Object reply) {
        dispatcher.reply(
                request,
                () -> reply instanceof Message<?> complete
                        ? complete
                        : doConvert(reply, null, (MessagePostProcessor) null));
    }

    @Override
    protected Message<?> doSendAndReceive(ZmqDestination destination, Message<?> request) {
        return dispatcher.exchange(destination, request, replyTimeout);
    }

    @Override
    public Message<?> sendAndReceive(Message<?> request) {
        return dispatcher.exchange(destinationOf(request.getPayload()), request, replyTimeout);
    }

    @Override
    public <T> T convertSendAndReceive(Object request, Class<T> replyType) {
        return convertSendAndReceive(destinationOf(request), request, replyType);
    }

    @Override
    public <T> T convertSendAndReceive(
            Object request,
            @Nullable Map<String, Object> headers,
            Class<T> replyType,
            @Nullable MessagePostProcessor postProcessor) {
        return convertSendAndReceive(destinationOf(request), request, headers, replyType, postProcessor);
    }

    @Override
    public <T> T convertSendAndReceive(ZmqDestination destination, Object request, Class<T> replyType) {
        return convertSendAndReceive(destination, request, replyType, replyTimeout);
    }

    @Override
    public <T> T convertSendAndReceive(String destination, Object request, Class<T> replyType) {
        return convertSendAndReceive(resolve(destination), request, replyType, replyTimeout);
    }

    @Override
    public <T> T convertSendAndReceive(String destination, Object request, Class<T> replyType, Duration timeout) {
        return convertSendAndReceive(resolve(destination), request, replyType, timeout);
    }

    @Override
    public <T> T convertSendAndReceive(
            ZmqDestination destination, Object request, Class<T> replyType, Duration timeout) {
        Message<?> message = doConvert(request, null, (MessagePostProcessor) null);
        return fromReply(dispatcher.exchange(destination, message, positive(timeout)), replyType);
    }

    @Override
    public <T> T convertSendAndReceive(
            ZmqDestination destination,
            Object request,
            @Nullable Map<String, Object> headers,
            Class<T> replyType,
            @Nullable MessagePostProcessor postProcessor) {
        return convertSendAndReceive(destination, request, headers, replyType, postProcessor, replyTimeout);
    }

    <T> T convertSendAndReceive(
            ZmqDestination destination,
            Object request,
            @Nullable Map<String, Object> headers,
            Class<T> replyType,
            @Nullable MessagePostProcessor postProcessor,
            Duration timeout) {
        Message<?> message = doConvert(request, headers, postProcessor);
        return fromReply(dispatcher.exchange(destination, message, positive(timeout)), replyType);
    }

    @Override
    public <T> CompletableFuture<T> convertSendAndReceiveAsync(
            ZmqDestination destination, Object request, Class<T> replyType) {
        return convertSendAndReceiveAsync(destination, request, replyType, replyTimeout);
    }

    @Override
    public <T> CompletableFuture<T> convertSendAndReceiveAsync(String destination, Object request, Class<T> replyType) {
        return convertSendAndReceiveAsync(resolve(destination), request, replyType, replyTimeout);
    }

    @Override
    public <T> CompletableFuture<T> convertSendAndReceiveAsync(
            ZmqDestination destination, Object request, Class<T> replyType, Duration timeout) {
        return convertSendAndReceiveAsync(destination, request, null, replyType, null, timeout);
    }

    <T> CompletableFuture<T> convertSendAndReceiveAsync(
            ZmqDestination destination,
            Object request,
            @Nullable Map<String, Object> headers,
            Class<T> replyType,
            @Nullable MessagePostProcessor postProcessor,
            Duration timeout) {
        positive(timeout);
        try {
            Message<?> message = doConvert(request, headers, postProcessor);
            return dispatcher
                    .exchangeLater(destination, message, timeout)
                    .thenApply(reply -> fromReply(reply, replyType));
        } catch (RuntimeException notSent) {
            return CompletableFuture.failedFuture(notSent);
        }
    }

    @Override
    public CompletableFuture<Message<?>> sendAndReceiveAsync(Message<?> request) {
        return sendAndReceiveAsync(getRequiredDefaultDestination(), request);
    }

    @Override
    public CompletableFuture<Message<?>> sendAndReceiveAsync(ZmqDestination destination, Message<?> request) {
        try {
            return dispatcher.exchangeLater(destination, request, replyTimeout);
        } catch (RuntimeException notSent) {
            return CompletableFuture.failedFuture(notSent);
        }
    }

    /** Not supported: who waits for messages uses a listener, who waits for a reply sends a request. */
    @Override
    protected Message<?> doReceive(ZmqDestination destination) {
        throw new UnsupportedOperationException("a template cannot receive from '" + destination
                + "': messages go to the socket's @ZmqListener; use convertSendAndReceive to wait for a reply");
    }

    private ZmqDestination resolve(String destination) {
        return resolveDestination(destination);
    }

    // A cast by the class would refuse primitive types.
    @SuppressWarnings("unchecked")
    private <T> T fromReply(Message<?> reply, Class<T> replyType) {
        Object converted = getMessageConverter().fromMessage(reply, replyType);
        if (converted == null) {
            throw new MessageConversionException(
                    reply, "no converter turns the reply into a " + replyType.getName() + ", or its JSON is null");
        }
        return (T) converted;
    }

    private static Duration positive(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("reply timeout=" + timeout + " must be more than zero");
        }
        return timeout;
    }
}
