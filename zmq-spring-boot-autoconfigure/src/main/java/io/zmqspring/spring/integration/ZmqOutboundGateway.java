package io.zmqspring.spring.integration;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqMessageConverters;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.Expression;
import org.springframework.integration.handler.AbstractReplyProducingMessageHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Sends the messages of a channel as requests and the replies to the reply channel: over REQ, DEALER, ROUTER, CLIENT, SERVER,
 * PEER, PAIR and CHANNEL sockets. The template converts payloads, picks headers and limits the wait. Thread-safe once
 * configured.
 *
 * <p>What the template throws reaches the sender to the channel as the cause of a
 * {@link org.springframework.messaging.MessageHandlingException}. With {@link #setAsync(boolean)} the sender does not wait: the
 * reply goes on when it comes, on a thread of the template, and what is thrown goes to the error channel of the request.
 *
 * <p>A reply keeps the headers of its request that say where that came from; those of the reply itself are left out.
 */
public class ZmqOutboundGateway extends AbstractReplyProducingMessageHandler {
    // They say where a message came from, and a flow that answers its sender must still find that one.
    private static final List<String> ADDRESS = List.of(
            ZmqHeaders.SOCKET,
            ZmqHeaders.ROUTING_ID,
            ZmqHeaders.IDENTITY,
            ZmqHeaders.REQUEST_ID,
            ZmqHeaders.IN_REPLY_TO,
            ZmqHeaders.RAW);

    private @Nullable ZmqOperations template;
    private Class<?> replyType = byte[].class;
    private @Nullable MessageConverter replyConverter;
    private InboundContent content = InboundContent.PLAIN;
    private @Nullable DestinationExpression destination;

    /** Makes a gateway that asks by the application's {@link ZmqOperations} bean, its default destination. */
    public ZmqOutboundGateway() {}

    /**
     * Makes a gateway that asks the template's default destination.
     *
     * @param template sends the requests
     */
    public ZmqOutboundGateway(ZmqOperations template) {
        this.template = Objects.requireNonNull(template, "template");
    }

    /**
     * Sets whom all requests go to.
     *
     * @param destination the destination
     */
    public void setDestination(ZmqDestination destination) {
        this.destination = DestinationExpression.always(destination);
    }

    /**
     * Sets whom all requests go to, in text form.
     *
     * @param destination for instance {@code stock} or {@code orders/stock}
     */
    public void setDestinationName(String destination) {
        setDestination(ZmqDestination.parse(destination));
    }

    /**
     * Sets the expression that finds whom each request goes to.
     *
     * @param expression its value is a {@link ZmqDestination} or the text form of one; its root is the message
     */
    public void setDestinationExpression(Expression expression) {
        this.destination = new DestinationExpression(expression);
    }

    /**
     * Sets the expression that finds whom each request goes to.
     *
     * @param expression for instance {@code headers['region']}
     */
    public void setDestinationExpressionString(String expression) {
        this.destination = DestinationExpression.of(expression);
    }

    /**
     * Sets what payloads of replies are converted to.
     *
     * @param type the type, default bytes as they are
     */
    public void setReplyType(Class<?> type) {
        this.replyType = Objects.requireNonNull(type, "type");
    }

    /**
     * Sets how payloads of replies are converted; those of requests the template converts.
     *
     * @param converter by default the bean {@link ZmqMessageConverters#BEAN_NAME}, and without one
     *     {@link ZmqMessageConverters#create()}
     */
    public void setReplyConverter(MessageConverter converter) {
        this.replyConverter = Objects.requireNonNull(converter, "converter");
    }

    @Override
    public String getComponentType() {
        return "zmq:outbound-gateway";
    }

    @Override
    protected void doInit() {
        if (template == null) {
            template = getBeanFactory().getBean(ZmqOperations.class);
        }
        if (destination != null) {
            destination.initialize(getBeanFactory());
        }
        content = InboundContent.of(getBeanFactory(), null, replyConverter);
    }

    @Override
    protected Object handleRequestMessage(Message<?> request) {
        return isAsync() ? ask(request).thenApply(this::received) : received(askAndWait(request));
    }

    private CompletableFuture<Message<?>> ask(Message<?> request) {
        ZmqOperations asking = Objects.requireNonNull(template, "template");
        return destination == null
                ? asking.sendAndReceiveAsync(request)
                : asking.sendAndReceiveAsync(destination.of(request), request);
    }

    private Message<?> askAndWait(Message<?> request) {
        ZmqOperations asking = Objects.requireNonNull(template, "template");
        return Objects.requireNonNull(
                destination == null
                        ? asking.sendAndReceive(request)
                        : asking.sendAndReceive(destination.of(request), request),
                "a template never returns null");
    }

    private Message<?> received(Message<?> reply) {
        return MessageBuilder.fromMessage(content.convert(reply, replyType))
                .removeHeaders(ADDRESS.toArray(String[]::new))
                .build();
    }
}
