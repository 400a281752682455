package io.zmqspring.spring.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one message: the listener is called, again if retries are wanted, and what it returns is sent to the
 * sender. A failure costs this message only. Thread-safe.
 */
final class MessageProcessor {
    private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

    private final ListenerCounters counters;
    private final ListenerCall listener;
    private final ReplySender replies;
    private final FailureChain failures;
    private final Unfinished unfinished;
    private final Consumer<Error> onFatal;

    /**
     * @param onFatal told of an {@link Error} that came out of a future, where no thread of the container can throw it
     */
    MessageProcessor(
            ListenerCounters counters,
            ListenerCall listener,
            ReplySender replies,
            FailureChain failures,
            Unfinished unfinished,
            Consumer<Error> onFatal) {
        this.counters = counters;
        this.listener = listener;
        this.replies = replies;
        this.failures = failures;
        this.unfinished = unfinished;
        this.onFatal = onFatal;
    }

    /** Counts and logs a message whose headers could not be mapped. */
    void reject(int size, RuntimeException failure) {
        counters.received.increment();
        counters.failed.increment();
        failures.unreadable(size, failure);
    }

    /** Handles a message; throws nothing but an {@link Error} that is not the message's fault. */
    void process(Handling handling) {
        counters.received.increment();
        Object result;
        try {
            result = listener.on(handling.message());
        } catch (Exception | StackOverflowError failure) {
            recover(handling, failure);
            return;
        } catch (Error fatal) {
            handling.failed(fatal);
            handling.unanswered();
            throw fatal;
        }
        deliver(handling, result, true);
    }

    /** Gives a failed message to whoever deals with it, and answers the sender if that says so. */
    void recover(Handling handling, Throwable failure) {
        counters.failed.increment();
        handling.failed(failure);
        FailureChain.Answer answer = failures.listenerFailed(handling, failure);
        if (answer == null) {
            unanswered(handling, failure);
        } else {
            deliver(handling, answer.result(), false);
        }
    }

    /**
     * @param recoverable whether a failure of a result still to come may go to the listener's error handler
     */
    private void deliver(Handling handling, @Nullable Object result, boolean recoverable) {
        CompletionStage<?> stage = AsyncResults.stage(result);
        if (stage == null) {
            send(handling, result);
        } else {
            unfinished.enter();
            unfinished.leaveWhenDone(later(handling, stage, recoverable));
        }
    }

    private void send(Handling handling, @Nullable Object result) {
        try {
            replies.send(handling, result);
        } catch (RuntimeException notSent) {
            counters.failed.increment();
            handling.failed(notSent);
            handling.unanswered();
            failures.messageFailed(handling, notSent);
        }
    }

    private CompletionStage<?> later(Handling handling, CompletionStage<?> stage, boolean recoverable) {
        handling.goesOn();
        return stage.handle((result, failure) ->
                        handling.goOn(() -> finish(handling, result, AsyncResults.cause(failure), recoverable)))
                .thenCompose(Function.identity());
    }

    /** Returns what is still to be waited for. */
    private CompletionStage<?> finish(
            Handling handling, @Nullable Object result, @Nullable Throwable failure, boolean recoverable) {
        FailureChain.Answer answer =
                failure == null ? new FailureChain.Answer(result) : failedLater(handling, failure, recoverable);
        if (answer == null) {
            unanswered(handling, failure);
            return DONE;
        }
        CompletionStage<?> next = AsyncResults.stage(answer.result());
        if (next != null) {
            return later(handling, next, recoverable && failure == null);
        }
        send(handling, answer.result());
        return DONE;
    }

    private void unanswered(Handling handling, @Nullable Throwable failure) {
        if (failure == null) {
            handling.unanswered();
            return;
        }
        try {
            replies.sendFailure(handling, failure);
        } catch (RuntimeException notSent) {
            handling.unanswered();
            failures.answerNotSent(notSent);
        }
    }

    private FailureChain.@Nullable Answer failedLater(Handling handling, Throwable failure, boolean recoverable) {
        handling.failed(failure);
        if (failure instanceof Error fatal && !(fatal instanceof StackOverflowError)) {
            onFatal.accept(fatal);
            return null;
        }
        if (recoverable) {
            counters.failed.increment();
            return failures.listenerFailed(handling, failure);
        }
        failures.messageFailed(handling, failure);
        return null;
    }
}
