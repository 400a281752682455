package io.zmqspring.spring.integration;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.Expression;
import org.springframework.integration.handler.AbstractMessageHandler;
import org.springframework.messaging.Message;

/**
 * Sends the messages of a channel to peers: to a fixed destination, one found by an expression for each message, the
 * sender of the message, or else the template's default destination. The template converts payloads and picks headers.
 *
 * <p>What the template throws reaches the sender to the channel as the cause of a
 * {@link org.springframework.messaging.MessageHandlingException}. Thread-safe once configured.
 */
public class ZmqOutboundChannelAdapter extends AbstractMessageHandler {
    private @Nullable ZmqOperations template;
    private @Nullable DestinationExpression destination;
    private boolean toSender;

    /** Makes an adapter that sends by the application's {@link ZmqOperations} bean, to its default destination. */
    public ZmqOutboundChannelAdapter() {}

    /**
     * Makes an adapter that sends to the template's default destination.
     *
     * @param template sends the messages
     */
    public ZmqOutboundChannelAdapter(ZmqOperations template) {
        this.template = Objects.requireNonNull(template, "template");
    }

    /**
     * Sets the destination of all messages.
     *
     * @param destination the destination
     */
    public void setDestination(ZmqDestination destination) {
        this.destination = DestinationExpression.always(destination);
        this.toSender = false;
    }

    /**
     * Sets the destination of all messages by its text form.
     *
     * @param destination for instance {@code billing} or {@code orders/billing}
     */
    public void setDestinationName(String destination) {
        setDestination(ZmqDestination.parse(destination));
    }

    /**
     * Sets the expression that finds each message's destination.
     *
     * @param expression its value is a {@link ZmqDestination} or the text form of one; its root is the message
     */
    public void setDestinationExpression(Expression expression) {
        this.destination = new DestinationExpression(expression);
        this.toSender = false;
    }

    /**
     * Sets the expression that finds each message's destination.
     *
     * @param expression for instance {@code headers['region']}
     */
    public void setDestinationExpressionString(String expression) {
        this.destination = DestinationExpression.of(expression);
        this.toSender = false;
    }

    /**
     * Sets whether each message goes to the peer it came from, as the reply if that waits for one. The headers of the
     * received message must have been kept by the flow.
     *
     * @param toSender default false
     */
    public void setToSender(boolean toSender) {
        this.toSender = toSender;
    }

    @Override
    public String getComponentType() {
        return "zmq:outbound-channel-adapter";
    }

    @Override
    protected void onInit() {
        super.onInit();
        if (template == null) {
            template = getBeanFactory().getBean(ZmqOperations.class);
        }
        if (destination != null) {
            destination.initialize(getBeanFactory());
        }
    }

    @Override
    protected void handleMessageInternal(Message<?> message) {
        ZmqOperations sender = Objects.requireNonNull(template, "template");
        if (toSender) {
            sender.reply(message, message);
        } else if (destination == null) {
            sender.send(message);
        } else {
            sender.send(destination.of(message), message);
        }
    }
}
