package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.integration.ZmqOutboundGateway;
import java.util.function.Function;
import org.springframework.integration.dsl.MessageHandlerSpec;
import org.springframework.integration.expression.FunctionExpression;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;

/** Specifies a {@link ZmqOutboundGateway}. Not thread-safe. */
public class ZmqOutboundGatewaySpec extends MessageHandlerSpec<ZmqOutboundGatewaySpec, ZmqOutboundGateway> {

    /**
     * Specifies a gateway.
     *
     * @param gateway the gateway
     */
    @SuppressWarnings("this-escape")
    protected ZmqOutboundGatewaySpec(ZmqOutboundGateway gateway) {
        this.target = gateway;
    }

    /**
     * Sets whom all requests go to, in text form.
     *
     * @param destination for instance {@code stock} or {@code orders/stock}
     * @return this
     */
    public ZmqOutboundGatewaySpec destination(String destination) {
        this.target.setDestinationName(destination);
        return this;
    }

    /**
     * Sets the expression that finds whom each request goes to.
     *
     * @param expression for instance {@code headers['region']}
     * @return this
     */
    public ZmqOutboundGatewaySpec destinationExpression(String expression) {
        this.target.setDestinationExpressionString(expression);
        return this;
    }

    /**
     * Sets the function that finds whom each request goes to.
     *
     * @param function gives a {@link ZmqDestination} or the text form of one
     * @return this
     */
    public ZmqOutboundGatewaySpec destinationFunction(Function<Message<?>, Object> function) {
        this.target.setDestinationExpression(new FunctionExpression<>(function));
        return this;
    }

    /**
     * Sets what payloads of replies are converted to.
     *
     * @param type the type, default bytes as they are
     * @return this
     */
    public ZmqOutboundGatewaySpec replyType(Class<?> type) {
        this.target.setReplyType(type);
        return this;
    }

    /**
     * Sets how payloads of replies are converted.
     *
     * @param converter the converter
     * @return this
     */
    public ZmqOutboundGatewaySpec replyConverter(MessageConverter converter) {
        this.target.setReplyConverter(converter);
        return this;
    }

    /**
     * Sets whether the flow goes on when the reply comes, and the sender to the flow does not wait for it.
     *
     * @param async default false
     * @return this
     */
    public ZmqOutboundGatewaySpec async(boolean async) {
        this.target.setAsync(async);
        return this;
    }
}
