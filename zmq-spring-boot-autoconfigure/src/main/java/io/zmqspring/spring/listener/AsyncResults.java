package io.zmqspring.spring.listener;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

/** Results of listeners that are not there yet: futures and, where Reactor is, Monos. */
final class AsyncResults {
    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Mono", AsyncResults.class.getClassLoader());

    private AsyncResults() {}

    /** Returns what to wait for, null if the result is there. A Mono is subscribed to. */
    static @Nullable CompletionStage<?> stage(@Nullable Object result) {
        if (result == null) {
            return null;
        }
        if (result instanceof CompletionStage<?> stage) {
            return stage;
        }
        return REACTOR ? Monos.stage(result) : null;
    }

    /** What a future failed with, without the exception that futures wrap it in. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Loaded only where Reactor is. */
    private static final class Monos {
        static @Nullable CompletionStage<?> stage(Object result) {
            // What is current here, as a trace, is current in the Mono too, where context-propagation is.
            return result instanceof Mono<?> mono ? mono.contextCapture().toFuture() : null;
        }
    }
}
