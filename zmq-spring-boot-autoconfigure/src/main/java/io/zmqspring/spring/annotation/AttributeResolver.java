package io.zmqspring.spring.annotation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

/** Evaluates placeholders and expressions in the attributes of a {@link ZmqListener}. */
final class AttributeResolver {
    private final ConfigurableBeanFactory beans;
    private final String where;
    private final BeanExpressionContext context;

    /**
     * @param bean what {@code #{__listener}} stands for
     * @param where the bean, or its method, for complaints
     */
    AttributeResolver(ConfigurableBeanFactory beans, Object bean, String where) {
        this.beans = beans;
        this.where = where;
        this.context = new BeanExpressionContext(beans, new ListenerScope(bean));
    }

    @Nullable
    String text(String attribute, String expression) {
        Object value = evaluate(expression);
        if (value == null || value.equals("")) {
            return null;
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString().trim();
        }
        throw unsuitable(attribute, value, "a text");
    }

    @Nullable
    Integer number(String attribute, String expression) {
        String text = text(attribute, expression);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException notOne) {
            throw unsuitable(attribute, text, "a whole number");
        }
    }

    @Nullable
    Boolean flag(String attribute, String expression) {
        String text = text(attribute, expression);
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw unsuitable(attribute, text, "true or false");
        };
    }

    @Nullable
    Duration duration(String attribute, String expression) {
        String text = text(attribute, expression);
        try {
            return text == null ? null : DurationFormatterUtils.detectAndParse(text);
        } catch (IllegalArgumentException notOne) {
            throw unsuitable(attribute, text, "a duration, for instance 500ms or 5s");
        }
    }

    @Nullable
    MimeType mediaType(String attribute, String expression) {
        String text = text(attribute, expression);
        try {
            return text == null ? null : MimeTypeUtils.parseMimeType(text);
        } catch (InvalidMimeTypeException notOne) {
            throw unsuitable(attribute, text, "a media type, for instance application/json");
        }
    }

    <E extends Enum<E>> @Nullable E constant(String attribute, String expression, Class<E> type) {
        String text = text(attribute, expression);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        if (text == null) {
            return null;
        }
        throw unsuitable(
                attribute,
                text,
                "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }

    <T> @Nullable T bean(String attribute, String expression, Class<T> type) {
        Object value = evaluate(expression);
        if (value == null || value.equals("")) {
            return null;
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        if (value instanceof String name) {
            return beans.getBean(name, type);
        }
        throw unsuitable(attribute, value, "a " + type.getSimpleName() + " or the name of such a bean");
    }

    List<String> texts(String attribute, String[] expressions) {
        List<String> texts = new ArrayList<>();
        for (String expression : expressions) {
            collect(attribute, evaluate(expression), texts);
        }
        return texts;
    }

    List<String> sockets(String[] expressions) {
        List<String> texts = texts("sockets", expressions);
        if (texts.isEmpty()) {
            throw new IllegalStateException(
                    "@ZmqListener on " + where
                            + ": attribute 'sockets' is empty; write the name of a socket, for instance @ZmqListener(\"orders\")");
        }
        return texts;
    }

    private void collect(String attribute, @Nullable Object value, List<String> texts) {
        if (value instanceof String text && text.isEmpty() && attribute.equals("topics")) {
            texts.add(text); // the topic that every message begins with
        } else if (value instanceof String text) {
            texts.addAll(List.of(StringUtils.tokenizeToStringArray(text, ",")));
        } else if (value instanceof Iterable<?> several) {
            several.forEach(each -> collect(attribute, each, texts));
        } else if (ObjectUtils.isArray(value)) {
            for (Object each : ObjectUtils.toObjectArray(value)) {
                collect(attribute, each, texts);
            }
        } else if (value != null) {
            throw unsuitable(attribute, value, "a text or several");
        }
    }

    private @Nullable Object evaluate(String expression) {
        String embedded = beans.resolveEmbeddedValue(expression);
        BeanExpressionResolver resolver = beans.getBeanExpressionResolver();
        return resolver == null ? embedded : resolver.evaluate(embedded, context);
    }

    private IllegalStateException unsuitable(String attribute, Object value, String needed) {
        return new IllegalStateException("@ZmqListener on " + where + ": attribute '" + attribute + "' is '" + value
                + "' (" + value.getClass().getSimpleName() + "), but must be " + needed);
    }

    /** Makes the bean known to expressions. */
    private record ListenerScope(Object bean) implements Scope {
        @Override
        public Object get(String name, ObjectFactory<?> factory) {
            return factory.getObject();
        }

        @Override
        public @Nullable Object remove(String name) {
            return null;
        }

        @Override
        public void registerDestructionCallback(String name, Runnable callback) {}

        @Override
        public @Nullable Object resolveContextualObject(String key) {
            return key.equals("__listener") ? bean : null;
        }

        @Override
        public @Nullable String getConversationId() {
            return null;
        }
    }
}
