package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.ZmqQueueFullException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends without making the caller wait. A message that finds room is sent at once, by the caller. One that does not is
 * sent by another thread, and all that follow it to the same place stand in line behind it, so that one caller's
 * messages never overtake each other. Thread-safe.
 */
final class AsyncSends {
    private final Executor executor = ReplyThreads.pool();

    /** The last of each line, while there is one. */
    private final Map<Object, CompletableFuture<@Nullable Void>> lines = new ConcurrentHashMap<>();

    /** What has a queue of its own. */
    private record Place(
            String socket, int routingId, @Nullable String address) {}

    /** Returns a future that completes when the message is queued, or exceptionally when it is not. */
    CompletableFuture<@Nullable Void> send(ZmqRoute route, Message message) {
        Place place = new Place(route.socketName(), route.routingId(), route.address());
        if (!lines.containsKey(place) && route.trySend(message)) {
            return CompletableFuture.completedFuture(null);
        }
        Duration timeout = route.socket().options().sendTimeout();
        long end = System.nanoTime() + timeout.toNanos();
        Runnable turn = () -> {
            if (route.trySend(message)) {
                return;
            }
            if (System.nanoTime() - end >= 0) {
                throw new ZmqQueueFullException("destination '" + route.destination()
                        + "' is full, and so were those before in the line; waited " + timeout.toMillis()
                        + " ms; send less at once, or raise the send timeout or the send high-water mark");
            }
            route.send(message);
        };
        return inLine(place, turn);
    }

    /** Returns a future that completes when all that stood in line before has had its turn, and this one too. */
    CompletableFuture<@Nullable Void> inLine(Object place, Runnable turn) {
        CompletableFuture<@Nullable Void> sent = lines.compute(
                place,
                (key, last) -> last == null
                        ? CompletableFuture.runAsync(turn, executor)
                        : last.handle((done, failure) -> failure).thenRunAsync(turn, executor));
        return sent.whenComplete((done, failure) -> lines.remove(place, sent));
    }
}
