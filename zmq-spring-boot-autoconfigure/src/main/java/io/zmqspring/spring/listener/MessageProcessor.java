package io.zmqspring.spring.listener;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.support.ThrottledLog;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.messaging.Message;
import org.springframework.util.ErrorHandler;

/**
 * What happens to one message: the listener is called, again if retries are wanted, and what it returns is sent to the
 * sender. A failure costs this message only. Thread-safe once configured.
 */
final class MessageProcessor {
    private static final Log logger = LogFactory.getLog(MessageProcessor.class);

    private final String description;
    private final ZmqMessageListener listener;
    private final ZmqOperations replies;
    private final Consumer<Error> onFatal;
    private final ThrottledLog log = new ThrottledLog(logger);
    private final LongAdder received = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile Semaphore unfinished = new Semaphore(DefaultZmqListenerContainer.DEFAULT_MAX_UNFINISHED);
    private volatile @Nullable RetryTemplate retries;
    private volatile @Nullable ZmqListenerErrorHandler listenerErrorHandler;
    private volatile @Nullable ErrorHandler errorHandler;

    MessageProcessor(String description, ZmqMessageListener listener, ZmqOperations replies, Consumer<Error> onFatal) {
        this.description = description;
        this.listener = listener;
        this.replies = replies;
        this.onFatal = onFatal;
    }

    void setMaxUnfinished(int most) {
        unfinished = new Semaphore(most);
    }

    void setRetryPolicy(@Nullable RetryPolicy policy) {
        retries = policy == null ? null : new RetryTemplate(new NeverRetried(policy));
    }

    void setListenerErrorHandler(@Nullable ZmqListenerErrorHandler handler) {
        listenerErrorHandler = handler;
    }

    void setErrorHandler(@Nullable ErrorHandler handler) {
        errorHandler = handler;
    }

    long received() {
        return received.sum();
    }

    long failed() {
        return failed.sum();
    }

    void flushLog() {
        log.flush(description);
    }

    /** Counts and logs a message whose headers could not be mapped. */
    void reject(int size, RuntimeException failure) {
        received.increment();
        failed.increment();
        log.error(
                () -> description + " could not map the headers of a message of " + size + " bytes; it is lost",
                failure);
    }

    /** Handles a message; throws nothing but an {@link Error} that is not the message's fault. */
    void process(Message<byte[]> message, io.zmqspring.Message raw, ZmqSocketReader source) {
        received.increment();
        Handling handling = new Handling(message, raw, source);
        Object result;
        try {
            result = invoke(message);
        } catch (Exception | StackOverflowError failure) {
            recover(handling, failure);
            return;
        } catch (Error fatal) {
            handling.unanswered();
            throw fatal;
        }
        deliver(handling, result, true);
    }

    /** A message in hand, as it was received too, and where it came from. */
    private record Handling(Message<byte[]> message, io.zmqspring.Message raw, ZmqSocketReader source) {

        /** A socket that takes turns must know that no answer comes. */
        void unanswered() {
            source.noReply(raw);
        }
    }

    private @Nullable Object invoke(Message<byte[]> message) throws Exception {
        RetryTemplate template = retries;
        if (template == null) {
            return listener.onMessage(message);
        }
        try {
            return template.execute(() -> Optional.ofNullable(listener.onMessage(message)))
                    .orElse(null);
        } catch (RetryException exhausted) {
            throw unwrapped(exhausted);
        }
    }

    private static Exception unwrapped(RetryException exhausted) {
        Throwable last = exhausted.getCause();
        if (last instanceof Error error) {
            throw error;
        }
        return last instanceof Exception exception ? exception : exhausted;
    }

    private void recover(Handling handling, Throwable failure) {
        failed.increment();
        ZmqListenerErrorHandler handler = listenerErrorHandler;
        if (handler == null) {
            report(handling, failure);
            return;
        }
        Object result;
        try {
            result = handler.handleError(
                    handling.message, new ZmqListenerException(handling.message, description + " failed", failure));
        } catch (Exception unhandled) {
            report(handling, unhandled);
            return;
        }
        logger.debug("an error handler dealt with a failure", failure);
        deliver(handling, result, false);
    }

    /**
     * @param recoverable whether a failure of a result still to come may go to the listener's error handler
     */
    private void deliver(Handling handling, @Nullable Object result, boolean recoverable) {
        if (result instanceof CompletionStage<?> stage) {
            deliverLater(handling, stage, recoverable);
        } else if (result == null) {
            handling.unanswered();
        } else {
            try {
                replies.reply(handling.message, result);
            } catch (RuntimeException notSent) {
                failed.increment();
                report(handling, notSent);
            }
        }
    }

    private void deliverLater(Handling handling, CompletionStage<?> stage, boolean recoverable) {
        Semaphore permits = unfinished;
        permits.acquireUninterruptibly();
        CompletionStage<?> unused = stage.handle((result, failure) -> {
            permits.release();
            try {
                finish(handling, result, failure, recoverable);
            } catch (Error fatal) {
                onFatal.accept(fatal);
            }
            return null;
        });
    }

    private void finish(Handling handling, @Nullable Object result, @Nullable Throwable failure, boolean recoverable) {
        if (failure == null) {
            deliver(handling, result, recoverable);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Error fatal && !(cause instanceof StackOverflowError)) {
            throw fatal;
        }
        if (recoverable) {
            recover(handling, cause);
        } else {
            report(handling, cause);
        }
    }

    private void report(Handling handling, Throwable failure) {
        handling.unanswered();
        log.error(
                () -> description + " failed on a message of " + handling.message.getPayload().length + " bytes from "
                        + ZmqDestination.senderOf(handling.message) + "; only this message is lost",
                failure);
        ErrorHandler handler = errorHandler;
        if (handler != null) {
            try {
                handler.handleError(
                        failure instanceof ZmqListenerException wrapped
                                ? wrapped
                                : new ZmqListenerException(handling.message, description + " failed", failure));
            } catch (RuntimeException broken) {
                log.error(() -> "the error handler of " + description + " failed itself", broken);
            }
        }
    }
}
