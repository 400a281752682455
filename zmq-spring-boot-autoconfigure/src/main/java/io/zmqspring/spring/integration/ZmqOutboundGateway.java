package io.zmqspring.spring.integration;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.support.ZmqMessageConverters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.integration.expression.ExpressionUtils;
import org.springframework.integration.expression.ValueExpression;
import org.springframework.integration.handler.AbstractReplyProducingMessageHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Sends the messages of a channel as requests and the replies to the reply channel: over REQ, DEALER, ROUTER, CLIENT, SERVER,
 * PEER, PAIR and CHANNEL sockets. The template converts payloads, picks headers and limits the wait. Thread-safe once
 * configured.
 *
 * <p>What the template throws reaches the sender to the channel as the cause of a
 * {@link org.springframework.messaging.MessageHandlingException}.
 */
public class ZmqOutboundGateway extends AbstractReplyProducingMessageHandler {
    private static final SpelExpressionParser PARSER = new SpelExpressionParser();

    private final ZmqOperations template;
    private Class<?> replyType = byte[].class;
    private MessageConverter converter = ZmqMessageConverters.create();
    private @Nullable Expression destinationExpression;
    private @Nullable EvaluationContext evaluationContext;

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
        setDestinationExpression(new ValueExpression<>(destination));
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
        this.destinationExpression = Objects.requireNonNull(expression, "expression");
    }

    /**
     * Sets the expression that finds whom each request goes to.
     *
     * @param expression for instance {@code headers['region']}
     */
    public void setDestinationExpressionString(String expression) {
        setDestinationExpression(PARSER.parseExpression(expression));
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
     * @param converter by default {@link ZmqMessageConverters#create()}
     */
    public void setReplyConverter(MessageConverter converter) {
        this.converter = Objects.requireNonNull(converter, "converter");
    }

    @Override
    public String getComponentType() {
        return "zmq:outbound-gateway";
    }

    @Override
    protected void doInit() {
        evaluationContext = ExpressionUtils.createStandardEvaluationContext(getBeanFactory());
    }

    @Override
    protected Object handleRequestMessage(Message<?> request) {
        ZmqDestination destination = destination(request);
        Message<?> reply = Objects.requireNonNull(
                destination == null ? template.sendAndReceive(request) : template.sendAndReceive(destination, request),
                "a template never returns null");
        if (replyType == byte[].class) {
            return reply;
        }
        Object payload = converter.fromMessage(reply, replyType);
        if (payload == null) {
            throw new MessageConversionException(
                    reply, "no converter turns the reply into a " + replyType.getName() + ", or its JSON is null");
        }
        return MessageBuilder.withPayload(payload)
                .copyHeaders(reply.getHeaders())
                .build();
    }

    private @Nullable ZmqDestination destination(Message<?> request) {
        if (destinationExpression == null) {
            return null;
        }
        Object destination = evaluationContext == null
                ? destinationExpression.getValue(request)
                : destinationExpression.getValue(evaluationContext, request);
        if (destination instanceof ZmqDestination parsed) {
            return parsed;
        }
        if (destination instanceof String text) {
            return ZmqDestination.parse(text);
        }
        throw new IllegalStateException("the destination expression '" + destinationExpression.getExpressionString()
                + "' gave "
                + (destination == null ? "null" : "a " + destination.getClass().getName())
                + ", but must give a ZmqDestination or its text form");
    }
}
