package io.zmqspring.spring.listener;

import io.zmqspring.spring.support.ThrottledLog;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who deals with a failure: the listener's error handler, which may answer; else the container's; else the recoverer.
 * What one of them throws goes to the next. Thread-safe.
 */
final class FailureChain {
    private static final Log logger = LogFactory.getLog(FailureChain.class);

    private final String description;
    private final ThrottledLog log = new ThrottledLog(logger);
    private final @Nullable ZmqListenerErrorHandler listenerErrorHandler;
    private final @Nullable ZmqErrorHandler errorHandler;
    private final ZmqMessageRecoverer recoverer;

    FailureChain(
            String description,
            @Nullable ZmqListenerErrorHandler listenerErrorHandler,
            @Nullable ZmqErrorHandler errorHandler,
            @Nullable ZmqMessageRecoverer recoverer) {
        this.description = description;
        this.listenerErrorHandler = listenerErrorHandler;
        this.errorHandler = errorHandler;
        this.recoverer = recoverer != null ? recoverer : new LogMessageRecoverer(log);
    }

    /** What is to be sent instead of the listener's result. */
    record Answer(@Nullable Object result) {}

    /**
     * Deals with a failure of the listener.
     *
     * @return null if nobody answers it
     */
    @Nullable
    Answer listenerFailed(Handling handling, Throwable failure) {
        ZmqListenerErrorHandler handler = listenerErrorHandler;
        if (handler == null) {
            messageFailed(handling, failure);
            return null;
        }
        try {
            Answer answer = new Answer(handler.handleError(handling.message(), exception(handling, failure)));
            logger.debug("an error handler dealt with a failure", failure);
            return answer;
        } catch (Exception unhandled) {
            messageFailed(handling, unhandled);
            return null;
        }
    }

    /** Deals with a failure that the listener's own error handler cannot answer. */
    void messageFailed(Handling handling, Throwable failure) {
        ZmqListenerException exception = exception(handling, failure);
        ZmqErrorHandler handler = errorHandler;
        if (handler == null) {
            recover(handling, exception);
            return;
        }
        try {
            handler.handleError(exception);
            logger.debug("the container's error handler dealt with a failure", failure);
        } catch (Exception unhandled) {
            recover(handling, unhandled == exception ? exception : exception(handling, unhandled));
        }
    }

    private void recover(Handling handling, ZmqListenerException exception) {
        try {
            recoverer.recover(handling.message(), exception);
        } catch (Exception broken) {
            if (broken != exception) {
                broken.addSuppressed(exception);
            }
            log.error(() -> "the recoverer of " + description + " failed; a message is lost", broken);
        }
    }

    private ZmqListenerException exception(Handling handling, Throwable failure) {
        return failure instanceof ZmqListenerException known
                ? known
                : new ZmqListenerException(handling.message(), description + " failed", failure);
    }

    /** Logs that a sender could not even be told of a failure. */
    void answerNotSent(RuntimeException failure) {
        log.error(() -> description + " could not tell the sender of a message that it had failed", failure);
    }

    /** Logs a message whose headers could not be mapped, so that there is nothing to hand on. */
    void unreadable(int size, RuntimeException failure) {
        log.error(
                () -> description + " could not map the headers of a message of " + size + " bytes; it is lost",
                failure);
    }

    void flushLog() {
        log.flush(description);
    }
}
