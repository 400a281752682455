package io.zmqspring.spring.integration;

import io.zmqspring.Message;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.spring.core.ZmqConsumer;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqSubscription;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ThrottledLog;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import io.zmqspring.spring.support.ZmqMessageMapper;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.integration.gateway.MessagingGatewaySupport;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Sends the messages of a socket to a channel and the flow's reply back to the sender: for REP, ROUTER, DEALER, SERVER,
 * CLIENT, PEER, PAIR and CHANNEL sockets. The flow runs on the receiving thread. A flow that replies nothing within the
 * reply timeout leaves the sender without an answer; a REP socket answers with an empty message then, and so it does if the
 * flow fails.
 *
 * <p>What the flow throws goes to the error channel, whose reply counts; without one it is logged. Thread-safe once
 * configured.
 */
public class ZmqInboundGateway extends MessagingGatewaySupport {
    private static final Log log = LogFactory.getLog(ZmqInboundGateway.class);

    private final ZmqSockets sockets;
    private final String socket;
    private final ZmqOperations template;
    private final ThrottledLog failureLog = new ThrottledLog(log);
    private ZmqMessageMapper mapper = new ZmqMessageMapper(new DefaultZmqHeaderMapper());
    private MessageConverter converter = ZmqMessageConverters.create();
    private Class<?> payloadType = byte[].class;
    private int concurrency = 1;
    private Duration shutdownTimeout = Duration.ofSeconds(10);
    private @Nullable Executor taskExecutor;
    private volatile @Nullable ZmqSubscription subscription;

    /**
     * Makes a gateway.
     *
     * @param sockets the application's sockets
     * @param socket the name of the one to read
     * @param template sends the replies
     */
    @SuppressWarnings("this-escape")
    public ZmqInboundGateway(ZmqSockets sockets, String socket, ZmqOperations template) {
        this.sockets = Objects.requireNonNull(sockets, "sockets");
        this.socket = Objects.requireNonNull(socket, "socket");
        this.template = Objects.requireNonNull(template, "template");
        setPhase(ZmqListenerContainer.PHASE);
    }

    /**
     * Sets what payloads of requests are converted to.
     *
     * @param type the type, default bytes as they are
     */
    public void setPayloadType(Class<?> type) {
        this.payloadType = Objects.requireNonNull(type, "type");
    }

    /**
     * Sets how payloads of requests are converted; those of replies the template converts.
     *
     * @param converter by default {@link ZmqMessageConverters#create()}
     */
    public void setPayloadConverter(MessageConverter converter) {
        this.converter = Objects.requireNonNull(converter, "converter");
    }

    /**
     * Sets which headers are believed.
     *
     * @param headerMapper by default a mapper with an empty allow-list
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        this.mapper = new ZmqMessageMapper(headerMapper);
    }

    /**
     * Sets how many requests are handled at once. A REP socket handles one at a time all the same.
     *
     * @param concurrency at least 1, which is the default
     */
    public void setConcurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency=" + concurrency + " < 1 for " + description());
        }
        this.concurrency = concurrency;
    }

    /**
     * Sets what the receiving threads are taken from, as many as the concurrency for as long as the gateway runs.
     *
     * @param executor null for a new platform thread each, the default
     */
    public void setTaskExecutor(@Nullable Executor executor) {
        this.taskExecutor = executor;
    }

    /**
     * Sets how long a stop waits for the requests in hand.
     *
     * @param timeout default 10 s
     */
    public void setShutdownTimeout(Duration timeout) {
        this.shutdownTimeout = Objects.requireNonNull(timeout, "timeout");
    }

    @Override
    public String getComponentType() {
        return "zmq:inbound-gateway";
    }

    @Override
    protected void onInit() {
        super.onInit();
        if (sockets.names().contains(socket)) {
            sockets.reader(socket).expectConsumer();
        }
    }

    /**
     * Starts to receive.
     *
     * @throws io.zmqspring.spring.core.ZmqSocketUseException if sockets of the type cannot answer
     * @throws io.zmqspring.spring.core.ZmqUnknownSocketException if the socket does not exist
     * @throws io.zmqspring.spring.core.ZmqSocketTakenException if it has a consumer already
     */
    @Override
    protected void doStart() {
        super.doStart();
        ZmqSocketReader reader = sockets.reader(socket);
        reader.requireAnswers(description());
        Executor executor = taskExecutor == null ? new SimpleAsyncTaskExecutor(socket + "-gateway-") : taskExecutor;
        subscription = reader.attach(new Consumer(reader), concurrency, executor);
    }

    @Override
    protected void doStop() {
        ZmqSubscription ended = subscription;
        subscription = null;
        if (ended != null) {
            ended.cancel();
            if (!ended.awaitEnd(shutdownTimeout)) {
                log.warn(description() + " still handles requests after its stop; it was waited for at most "
                        + shutdownTimeout.toMillis() + " ms");
            }
        }
        failureLog.flush(description());
        super.doStop();
    }

    private String description() {
        return "inbound gateway '" + (getComponentName() != null ? getComponentName() : socket) + "'";
    }

    private void handle(ZmqSocketReader reader, Message message) {
        org.springframework.messaging.Message<byte[]> received = reader.read(message, mapper);
        org.springframework.messaging.Message<?> reply =
                sendAndReceiveMessage(Payloads.convert(received, payloadType, converter));
        if (reply != null) {
            template.reply(received, reply);
        }
    }

    private final class Consumer implements ZmqConsumer {
        private final ZmqSocketReader reader;

        Consumer(ZmqSocketReader reader) {
            this.reader = reader;
        }

        @Override
        public String description() {
            return ZmqInboundGateway.this.description();
        }

        @Override
        public void onMessage(Message message) {
            try {
                handle(reader, message);
            } catch (RuntimeException failure) {
                failureLog.error(
                        () -> description() + " failed on a request of " + message.size() + " bytes from "
                                + ZmqDestination.name(socket) + "; only this request is lost",
                        failure);
            } finally {
                reader.noReply(message);
            }
        }

        @Override
        public void onFailure(Throwable reason) {
            if (reason instanceof ZmqClosedException) {
                log.warn(description() + " has stopped: " + reason.getMessage());
            } else {
                log.error(description() + " has stopped and takes no more requests", reason);
            }
            stop();
        }
    }
}
