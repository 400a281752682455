package io.zmqspring.spring.core;

import io.zmqspring.Message;
import java.util.concurrent.CompletableFuture;

/** A request that waits for its reply. */
final class PendingReply {
    private final int routingId;
    private final String requestId;
    private final CompletableFuture<Message> reply = new CompletableFuture<>();

    /** When a request that nobody waits for any more gives up its place in the line; guarded by its conversation. */
    private long abandonedUntil;

    private boolean abandoned;

    PendingReply(int routingId, String requestId) {
        this.routingId = routingId;
        this.requestId = requestId;
    }

    int routingId() {
        return routingId;
    }

    String requestId() {
        return requestId;
    }

    /** Completes with the reply, or exceptionally when the socket is closed. Whoever completes it may be a receiving thread. */
    CompletableFuture<Message> reply() {
        return reply;
    }

    void abandon(long until) {
        abandoned = true;
        abandonedUntil = until;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean isExpired(long now) {
        return abandoned && now - abandonedUntil >= 0;
    }
}
