package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.ReqSocket;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/**
 * REQ: one request at a time, by the thread that wants the reply; others wait for their turn. After a request whose reply
 * did not come a relaxed socket just sends the next one; a strict one must receive that reply first.
 */
final class ReqDialect extends Dialect {
    private final ReqSocket socket;
    private final ReentrantLock turn = new ReentrantLock();

    /** Whether the last reply has not come; guarded by the turn. */
    private boolean owed;

    ReqDialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        super(name, socket, kind);
        this.socket = (ReqSocket) socket;
    }

    @Override
    void send(int routingId, @Nullable String address, Message message) {
        require(Can.SEND, "a message without reply");
    }

    @Override
    void reply(MessageHeaders request, Message reply) {
        require(Can.ANSWER, "a reply");
    }

    @Override
    Exchange ask(ZmqRoute route, ZmqSocketReader reader, Message request) {
        return new Turn(route.destination(), request);
    }

    private Message exchange(String destination, Message request, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        awaitTurn(destination, timeout);
        try {
            if (owed && !socket.options().req().relaxed() && socket.tryReceive() != null) {
                owed = false;
            }
            socket.send(request);
            owed = true;
            Message reply = socket.tryReceive(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (reply == null) {
                throw new ZmqReplyTimeoutException(destination, timeout);
            }
            owed = false;
            return reply;
        } finally {
            turn.unlock();
        }
    }

    private void awaitTurn(String destination, Duration timeout) {
        try {
            if (!turn.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ZmqReplyTimeoutException(destination, timeout);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while waiting for the reply to another request over socket '"
                    + name() + "'; nothing was sent");
        }
    }

    /** A request that is sent when somebody waits for its reply. */
    private final class Turn implements Exchange {
        private final String destination;
        private final Message request;

        Turn(ZmqDestination destination, Message request) {
            this.destination = destination.toString();
            this.request = request;
        }

        @Override
        public Message await(Duration timeout) {
            return exchange(destination, request, timeout);
        }

        @Override
        public CompletableFuture<Message> reply(Duration timeout, Executor executor) {
            return CompletableFuture.supplyAsync(() -> await(timeout), executor);
        }
    }
}
