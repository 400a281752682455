package io.zmqspring.spring.integration;

import io.zmqspring.spring.core.ZmqDestination;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.integration.expression.ExpressionUtils;
import org.springframework.integration.expression.ValueExpression;
import org.springframework.messaging.Message;

/** Finds where each message goes. Thread-safe once initialized. */
final class DestinationExpression {
    private static final SpelExpressionParser PARSER = new SpelExpressionParser();

    private final Expression expression;
    private @Nullable EvaluationContext context;

    DestinationExpression(Expression expression) {
        this.expression = Objects.requireNonNull(expression, "expression");
    }

    static DestinationExpression of(String expression) {
        return new DestinationExpression(PARSER.parseExpression(expression));
    }

    static DestinationExpression always(ZmqDestination destination) {
        return new DestinationExpression(new ValueExpression<>(destination));
    }

    void initialize(@Nullable BeanFactory beans) {
        context = ExpressionUtils.createStandardEvaluationContext(beans);
    }

    ZmqDestination of(Message<?> message) {
        Object value = context == null ? expression.getValue(message) : expression.getValue(context, message);
        if (value instanceof ZmqDestination destination) {
            return destination;
        }
        if (value instanceof String text) {
            return ZmqDestination.parse(text);
        }
        throw new IllegalStateException("the destination expression '" + expression.getExpressionString() + "' gave "
                + (value == null ? "null" : "a " + value.getClass().getName())
                + ", but must give a ZmqDestination or its text form");
    }
}
