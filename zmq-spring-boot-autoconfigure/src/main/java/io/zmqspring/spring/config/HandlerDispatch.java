package io.zmqspring.spring.config;

import io.zmqspring.spring.config.ListenerMethod.Call;
import io.zmqspring.spring.listener.ZmqMessageListener;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;

/**
 * Gives each message to the handler whose payload fits: what is no object goes by content type and frames, everything else
 * is converted to the type that the handlers for objects have in common, and goes to the one of the closest type.
 * Thread-safe.
 */
final class HandlerDispatch implements ZmqMessageListener {
    private final Handlers handlers;
    private final MessageConverter converter;
    private final @Nullable Class<?> common;

    HandlerDispatch(Handlers handlers, MessageConverter converter) {
        this.handlers = handlers;
        this.converter = converter;
        this.common =
                handlers.objects.isEmpty() ? null : CommonType.of(handlers.description, handlers.objects.keySet());
    }

    /** The handlers of a class, to be filled by one thread first. */
    static final class Handlers {
        private final String description;
        private final Map<Class<?>, Call> objects = new LinkedHashMap<>();
        private final Map<Content, Call> contents = new LinkedHashMap<>();
        private @Nullable Call fallback;

        Handlers(String description) {
            this.description = description;
        }

        void fallback(Call call) {
            fallback = call;
        }

        void add(ResolvableType payload, Call call) {
            Content content = Content.of(payload);
            Call other = content == null ? objects.put(payload.toClass(), call) : contents.put(content, call);
            if (other != null) {
                throw new IllegalStateException(description + " has two handlers for " + payload + ": "
                        + other.invocable().getMethod().getName() + " and "
                        + call.invocable().getMethod().getName());
            }
        }
    }

    /** What is handed over as it came. */
    private enum Content {
        TEXT,
        BYTES,
        FRAMES;

        static @Nullable Content of(ResolvableType payload) {
            if (payload.toClass() == String.class) {
                return TEXT;
            }
            if (payload.toClass() == byte[].class) {
                return BYTES;
            }
            boolean frames = payload.toClass() == io.zmqspring.Message.class
                    || (payload.toClass() == List.class && payload.getGeneric(0).toClass() == byte[].class);
            return frames ? FRAMES : null;
        }
    }

    @Override
    public @Nullable Object onMessage(Message<byte[]> message) throws Exception {
        Call content = contentHandler(message);
        if (content != null) {
            return content.with(message);
        }
        Object payload = common == null || ZmqMessageMapper.frames(message) != null ? null : convert(message, common);
        Call handler = payload == null ? null : closest(payload.getClass());
        if (payload != null && handler != null) {
            return handler.with(MessageBuilder.createMessage(payload, message.getHeaders()));
        }
        if (handlers.fallback != null) {
            return handlers.fallback.with(message);
        }
        throw new MessageConversionException(
                message,
                "no handler of " + handlers.description + " takes "
                        + (payload == null
                                ? "this content"
                                : "a " + payload.getClass().getName())
                        + "; add one, or one with @ZmqHandler(isDefault = true)");
    }

    private @Nullable Call contentHandler(Message<byte[]> message) {
        if (handlers.contents.isEmpty()) {
            return null;
        }
        if (ZmqMessageMapper.frames(message) != null) {
            return handlers.contents.get(Content.FRAMES);
        }
        Object type = ZmqMessageMapper.contentOnly(message).getHeaders().get(MessageHeaders.CONTENT_TYPE);
        boolean text = type != null && type.toString().startsWith("text/");
        boolean bytes = type != null && type.toString().equals(MimeTypeUtils.APPLICATION_OCTET_STREAM_VALUE);
        if (text || bytes || common == null) {
            Call wanted = handlers.contents.get(text ? Content.TEXT : Content.BYTES);
            return wanted != null || common != null
                    ? wanted
                    : handlers.contents.get(text ? Content.BYTES : Content.TEXT);
        }
        return null;
    }

    private @Nullable Object convert(Message<byte[]> message, Class<?> type) {
        try {
            return converter.fromMessage(message, type);
        } catch (MessageConversionException unfit) {
            if (handlers.fallback == null) {
                throw unfit;
            }
            return null;
        }
    }

    private @Nullable Call closest(Class<?> type) {
        Class<?> best = null;
        for (Class<?> candidate : handlers.objects.keySet()) {
            if (candidate.isAssignableFrom(type) && (best == null || best.isAssignableFrom(candidate))) {
                best = candidate;
            }
        }
        return best == null ? null : handlers.objects.get(best);
    }
}
