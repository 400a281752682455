package io.zmqspring.spring.config;

import io.zmqspring.spring.core.ZmqDestination;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Payload;

/** Finds out which of a method's arguments is the payload. */
final class PayloadType {
    private static final List<Class<?>> OTHERS =
            List.of(MessageHeaders.class, io.zmqspring.Message.class, ZmqDestination.class);

    private PayloadType() {}

    /**
     * Returns the type of the argument annotated with {@code @Payload}, else of the one without annotation that is the
     * payload or a message of it.
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    static ResolvableType of(Method method) {
        ResolvableType type = ResolvableType.forMethodParameter(parameterOf(method));
        return Message.class.isAssignableFrom(type.toClass())
                ? type.as(Message.class).getGeneric(0)
                : type;
    }

    /** The same for the argument itself. */
    static MethodParameter parameterOf(Method method) {
        Class<?>[] types = method.getParameterTypes();
        int[] annotated = indices(types, i -> isAnnotated(method, i, Payload.class));
        int[] plain = indices(types, i -> isPlain(method, i) && !OTHERS.contains(types[i]));
        int[] found = annotated.length > 0 ? annotated : plain;
        if (found.length == 0) {
            found = indices(types, i -> types[i] == io.zmqspring.Message.class);
        }
        if (found.length != 1) {
            throw new IllegalStateException("which argument of " + method + " is the payload? Annotate "
                    + (found.length == 0 ? "one" : "only one") + " with @Payload");
        }
        return new MethodParameter(method, found[0]);
    }

    private static int[] indices(Class<?>[] types, IntPredicate test) {
        return IntStream.range(0, types.length).filter(test).toArray();
    }

    private static boolean isAnnotated(Method method, int index, Class<? extends Annotation> annotation) {
        return Arrays.stream(method.getParameterAnnotations()[index]).anyMatch(annotation::isInstance);
    }

    /** Without an annotation of Spring's that says where the argument comes from; {@code @Valid} may be there. */
    private static boolean isPlain(Method method, int index) {
        return Arrays.stream(method.getParameterAnnotations()[index])
                .noneMatch(annotation ->
                        annotation.annotationType().getName().startsWith("org.springframework.messaging."));
    }
}
