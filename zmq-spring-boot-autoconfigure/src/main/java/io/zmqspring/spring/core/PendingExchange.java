package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.ZmqInterruptedException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A request whose reply is picked out by the reader of the socket. */
record PendingExchange(ZmqDestination destination, ZmqSocketReader reader, PendingReply pending) implements Exchange {

    @Override
    public Message await(Duration timeout) {
        try {
            return pending.reply().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return expired(timeout);
        } catch (InterruptedException interrupted) {
            reader.abandon(pending, timeout);
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException(
                    "interrupted while waiting for the reply from '" + destination + "'; it will be dropped");
        } catch (ExecutionException failed) {
            throw unwrapped(failed);
        }
    }

    private Message expired(Duration timeout) {
        if (reader.abandon(pending, timeout)) {
            throw new ZmqReplyTimeoutException(destination.toString(), timeout);
        }
        try {
            return pending.reply().join();
        } catch (CompletionException | CancellationException failed) {
            throw unwrapped(failed);
        }
    }

    private static RuntimeException unwrapped(Exception failed) {
        return failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
    }

    @Override
    public CompletableFuture<Message> reply(Duration timeout, Executor executor) {
        CompletableFuture<@Nullable Void> timer = new CompletableFuture<@Nullable Void>()
                .completeOnTimeout(null, timeout.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<?> unused = timer.thenRun(() -> {
            if (reader.abandon(pending, timeout)) {
                pending.reply().completeExceptionally(new ZmqReplyTimeoutException(destination.toString(), timeout));
            }
        });
        return pending.reply().whenComplete((reply, failure) -> timer.cancel(false));
    }
}
