package io.zmqspring.spring.core;

import io.zmqspring.Message;
import io.zmqspring.RepSocket;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/**
 * REP: the next request is received when the last one has been answered. A request that its listener does not answer, or
 * fails on, is answered by an empty message, so that neither side is stuck.
 */
final class RepDialect extends Dialect {
    private final RepSocket socket;

    /** Taken when a request is received, given back when it has been answered. */
    private final Semaphore turn = new Semaphore(1);

    private final AtomicReference<@Nullable Message> due = new AtomicReference<>();

    RepDialect(String name, ZmqSocket socket, Dialects.Kind kind) {
        super(name, socket, kind);
        this.socket = (RepSocket) socket;
    }

    @Override
    @Nullable
    Message receive(Duration timeout) {
        try {
            turn.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ZmqInterruptedException("interrupted while waiting for the last request to be answered");
        }
        Message request = null;
        try {
            request = super.receive(timeout);
            due.set(request);
            return request;
        } finally {
            if (request == null) {
                turn.release();
            }
        }
    }

    @Override
    void send(int routingId, @Nullable String address, Message message) {
        require(Can.SEND, "a message without request");
    }

    @Override
    void reply(MessageHeaders request, Message reply) {
        if (!(request.get(ZmqHeaders.RAW) instanceof Message received) || !answer(received, reply)) {
            throw new IllegalStateException("socket '" + name()
                    + "' does not wait for the reply to this message: a REP socket answers each request once");
        }
    }

    @Override
    void noReply(Message request) {
        answer(request, Message.empty());
    }

    private boolean answer(Message request, Message reply) {
        if (!due.compareAndSet(request, null)) {
            return false;
        }
        try {
            socket.send(reply);
        } finally {
            turn.release();
        }
        return true;
    }
}
