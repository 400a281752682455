package io.zmqspring.spring.core;

import io.zmqspring.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A request on its way; its reply is asked for once, in one of the two forms. */
interface Exchange {

    /** Waits for the reply. */
    Message await(Duration timeout);

    /** Returns the reply to come; the executor may be kept busy where the socket makes a thread wait. */
    CompletableFuture<Message> reply(Duration timeout, Executor executor);
}
