package io.zmqspring.internal.engine;

import io.zmqspring.security.Authenticator;
import io.zmqspring.security.Credentials;
import io.zmqspring.security.Verdict;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks an authenticator, off the I/O threads. Whatever goes wrong there is a verdict too: no. */
final class Asking {
    private final Authenticator authenticator;
    private final Credentials credentials;
    private final Consumer<Verdict> answer;
    private volatile @Nullable CompletionStage<Verdict> asked;
    private volatile boolean ended;

    Asking(Authenticator authenticator, Credentials credentials, Consumer<Verdict> answer) {
        this.authenticator = authenticator;
        this.credentials = credentials;
        this.answer = answer;
    }

    void start(Executor threads) {
        threads.execute(this::ask);
    }

    private void ask() {
        try {
            CompletionStage<Verdict> stage = authenticator.authenticate(credentials);
            asked = stage;
            stage.whenComplete(this::onAnswer);
            cancelIfEnded();
        } catch (Throwable failure) { // the application's code; nobody is let in because it fails
            onAnswer(null, failure);
        }
    }

    /** Nobody waits for the answer any more. */
    void end() {
        ended = true;
        cancelIfEnded();
    }

    private void cancelIfEnded() {
        CompletionStage<Verdict> stage = asked;
        if (ended && stage != null) {
            stage.toCompletableFuture().cancel(/* mayInterruptIfRunning= */ false);
        }
    }

    private void onAnswer(@Nullable Verdict verdict, @Nullable Throwable failure) {
        if (verdict != null && failure == null) {
            answer.accept(verdict);
        } else {
            answer.accept(Verdict.fail("the authenticator failed: " + (failure == null ? "no verdict" : failure)));
        }
    }
}
