package io.zmqspring.spring.core;

import io.zmqspring.SocketType;
import io.zmqspring.spring.observation.ZmqTemplateObservationContext.Operation;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaders;
import io.zmqspring.spring.support.ZmqMessageMapper;
import io.zmqspring.spring.support.ZmqWireHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * The way of messages out of a template, and of replies back: finds the route, tries again where told to, tells who observes it, and
 * turns payloads into content. Thread-safe.
 */
final class Dispatcher {
    volatile ZmqMessageMapper mapper = new ZmqMessageMapper(new DefaultZmqHeaderMapper());
    volatile Executor replyExecutor = ReplyThreads.pool();
    volatile @Nullable TemplateObserver observer;
    volatile @Nullable RetryTemplate retries;

    private final ZmqSockets sockets;
    private final Supplier<MessageConverter> converter;
    private final AsyncSends asyncSends = new AsyncSends();

    Dispatcher(ZmqSockets sockets, Supplier<MessageConverter> converter) {
        this.sockets = sockets;
        this.converter = converter;
    }

    void send(ZmqDestination destination, Message<?> message) {
        RetryTemplate retrying = retries;
        if (retrying == null) {
            sendOnce(destination, message);
        } else {
            retrying.invoke(() -> sendOnce(destination, message));
        }
    }

    private void sendOnce(ZmqDestination destination, Message<?> message) {
        if (destination.mesh() != null) {
            sendToMesh(Operation.SEND, destination, () -> message);
            return;
        }
        ZmqRoute route = sockets.route(destination);
        TemplateObserver observing = observer;
        if (observing == null) {
            send(route, message, Sending.UNOBSERVED);
        } else {
            observing.observe(target(Operation.SEND, route), sending -> send(route, message, sending));
        }
    }

    private io.zmqspring.Message send(ZmqRoute route, Message<?> message, Sending sending) {
        io.zmqspring.Message encoded = encoded(message, Map.of(), sending);
        route.send(encoded);
        return encoded;
    }

    /** Sends to a peer or a group of a mesh. */
    private void sendToMesh(Operation operation, ZmqDestination destination, Supplier<Message<?>> message) {
        TemplateObserver observing = observer;
        if (observing == null) {
            sendToMesh(destination, message.get(), Sending.UNOBSERVED);
        } else {
            String mesh = ZmqDestination.MESH_PREFIX + destination.mesh();
            observing.observe(
                    new TemplateObserver.Target(operation, mesh, SocketType.DEALER, destination, null, mapper),
                    sending -> sendToMesh(destination, message.get(), sending));
        }
    }

    private io.zmqspring.Message sendToMesh(ZmqDestination destination, Message<?> message, Sending sending) {
        io.zmqspring.Message encoded = encoded(message, Map.of(), sending);
        sockets.meshes().send(destination, encoded);
        return encoded;
    }

    /** Sends when there is room, without waiting for it; never again by itself. */
    CompletableFuture<@Nullable Void> sendLater(ZmqDestination destination, Message<?> message) {
        if (destination.mesh() != null) {
            return asyncSends.inLine(destination, () -> sendToMesh(Operation.SEND, destination, () -> message));
        }
        ZmqRoute route = sockets.route(destination);
        TemplateObserver observing = observer;
        return observing == null
                ? asyncSends.send(route, encoded(message, Map.of()))
                : observing.observeLater(
                        target(Operation.SEND, route),
                        sending -> asyncSends.send(route, encoded(message, Map.of(), sending)));
    }

    /** Answers a request; the reply is made when it is clear that it can be sent. */
    void reply(Message<?> request, Supplier<Message<?>> reply) {
        ZmqDestination sender = ZmqDestination.senderOf(request);
        if (sender.mesh() != null) {
            sendToMesh(Operation.REPLY, sender, reply);
            return;
        }
        Dialect dialect = sockets.reader(String.valueOf(request.getHeaders().get(ZmqHeaders.SOCKET)))
                .dialect();
        if (!dialect.can(Can.ANSWER)) {
            dialect.require(Can.ANSWER, "a reply to '" + sender + "'");
        }
        TemplateObserver observing = observer;
        if (observing == null) {
            reply(dialect, request, reply, Sending.UNOBSERVED);
        } else {
            observing.observe(
                    new TemplateObserver.Target(Operation.REPLY, dialect.name(), dialect.type(), sender, null, mapper),
                    sending -> reply(dialect, request, reply, sending));
        }
    }

    private io.zmqspring.Message reply(
            Dialect dialect, Message<?> request, Supplier<Message<?>> reply, Sending sending) {
        Map<String, String> correlation = request.getHeaders().get(ZmqHeaders.REQUEST_ID) instanceof String requestId
                ? Map.of(ZmqWireHeaders.IN_REPLY_TO, requestId)
                : Map.of();
        io.zmqspring.Message encoded = encoded(reply.get(), correlation, sending);
        dialect.reply(request.getHeaders(), encoded);
        return encoded;
    }

    Message<?> exchange(ZmqDestination destination, Message<?> request, Duration timeout) {
        RetryTemplate retrying = retries;
        return retrying == null
                ? exchangeOnce(destination, request, timeout)
                : retrying.invoke(() -> exchangeOnce(destination, request, timeout));
    }

    private Message<?> exchangeOnce(ZmqDestination destination, Message<?> request, Duration timeout) {
        ZmqRoute route = sockets.route(destination);
        TemplateObserver observing = observer;
        return observing == null
                ? exchange(route, request, timeout, Sending.UNOBSERVED)
                : observing.observe(
                        target(Operation.REQUEST, route), sending -> exchange(route, request, timeout, sending));
    }

    private Message<?> exchange(ZmqRoute route, Message<?> request, Duration timeout, Sending sending) {
        return sending.answered(read(route, ask(route, request, sending).await(timeout)));
    }

    CompletableFuture<Message<?>> exchangeLater(ZmqDestination destination, Message<?> request, Duration timeout) {
        RetryTemplate retrying = retries;
        return retrying == null
                ? exchangeLaterOnce(destination, request, timeout)
                : retrying.invoke(() -> exchangeLaterOnce(destination, request, timeout));
    }

    private CompletableFuture<Message<?>> exchangeLaterOnce(
            ZmqDestination destination, Message<?> request, Duration timeout) {
        ZmqRoute route = sockets.route(destination);
        TemplateObserver observing = observer;
        return observing == null
                ? exchangeLater(route, request, timeout, Sending.UNOBSERVED)
                : observing.observeLater(
                        target(Operation.REQUEST, route), sending -> exchangeLater(route, request, timeout, sending));
    }

    private CompletableFuture<Message<?>> exchangeLater(
            ZmqRoute route, Message<?> request, Duration timeout, Sending sending) {
        Executor executor = replyExecutor;
        return ask(route, request, sending)
                .reply(timeout, executor)
                .thenApplyAsync(reply -> sending.answered(read(route, reply)), executor);
    }

    private Exchange ask(ZmqRoute route, Message<?> request, Sending sending) {
        Dialect dialect = route.dialect();
        if (!dialect.can(Can.ASK)) {
            dialect.require(Can.ASK, "a request to '" + route.destination() + "'");
        }
        return dialect.ask(route, sockets.reader(route.socketName()), encoded(request, Map.of(), sending));
    }

    private Message<?> read(ZmqRoute route, io.zmqspring.Message reply) {
        String error = reply.header(ZmqWireHeaders.ERROR);
        if (error != null) {
            throw new ZmqRemoteException(route.destination(), error);
        }
        return sockets.reader(route.socketName()).read(reply, mapper);
    }

    private TemplateObserver.Target target(Operation operation, ZmqRoute route) {
        Dialect dialect = route.dialect();
        return new TemplateObserver.Target(
                operation, dialect.name(), dialect.type(), route.destination(), sockets.connectionOf(route), mapper);
    }

    private io.zmqspring.Message encoded(Message<?> message, Map<String, String> correlation, Sending sending) {
        return sending.sent(encoded(message, sending.headers(correlation)));
    }

    private io.zmqspring.Message encoded(Message<?> message, Map<String, String> further) {
        if (ZmqMessageMapper.isContent(message.getPayload())) {
            return mapper.toWire(message, further);
        }
        Message<?> converted = converter.get().toMessage(message.getPayload(), message.getHeaders());
        if (converted == null) {
            throw new MessageConversionException(
                    message,
                    "no converter turns a " + message.getPayload().getClass().getName()
                            + " into bytes; put Jackson 3 on the class path or set a message converter");
        }
        Map<String, String> headers = new HashMap<>(further);
        if (message.getHeaders().getId() != null) {
            headers.put(
                    ZmqWireHeaders.MESSAGE_ID,
                    String.valueOf(message.getHeaders().getId()));
        }
        return mapper.toWire(converted, headers);
    }
}
