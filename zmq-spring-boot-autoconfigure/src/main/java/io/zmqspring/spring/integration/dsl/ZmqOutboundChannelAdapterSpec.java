package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.integration.ZmqOutboundChannelAdapter;
import java.util.function.Function;
import org.springframework.integration.dsl.MessageHandlerSpec;
import org.springframework.integration.expression.FunctionExpression;
import org.springframework.messaging.Message;

/** Specifies a {@link ZmqOutboundChannelAdapter}. Not thread-safe. */
public class ZmqOutboundChannelAdapterSpec
        extends MessageHandlerSpec<ZmqOutboundChannelAdapterSpec, ZmqOutboundChannelAdapter> {

    /**
     * Specifies an adapter.
     *
     * @param adapter the adapter
     */
    @SuppressWarnings("this-escape")
    protected ZmqOutboundChannelAdapterSpec(ZmqOutboundChannelAdapter adapter) {
        this.target = adapter;
    }

    /**
     * Sets the destination of all messages.
     *
     * @param destination the destination
     * @return this
     */
    public ZmqOutboundChannelAdapterSpec destination(ZmqDestination destination) {
        this.target.setDestination(destination);
        return this;
    }

    /**
     * Sets the destination of all messages by its text form.
     *
     * @param destination for instance {@code billing} or {@code orders/billing}
     * @return this
     */
    public ZmqOutboundChannelAdapterSpec destination(String destination) {
        this.target.setDestinationName(destination);
        return this;
    }

    /**
     * Sets the expression that finds each message's destination.
     *
     * @param expression for instance {@code headers['region']}
     * @return this
     */
    public ZmqOutboundChannelAdapterSpec destinationExpression(String expression) {
        this.target.setDestinationExpressionString(expression);
        return this;
    }

    /**
     * Sets the function that finds each message's destination.
     *
     * @param function gives a {@link ZmqDestination} or the text form of one
     * @return this
     */
    public ZmqOutboundChannelAdapterSpec destinationFunction(Function<Message<?>, Object> function) {
        this.target.setDestinationExpression(new FunctionExpression<>(function));
        return this;
    }

    /**
     * Sends each message to the peer it came from, as the reply if that waits for one.
     *
     * @return this
     */
    public ZmqOutboundChannelAdapterSpec toSender() {
        this.target.setToSender(true);
        return this;
    }
}
