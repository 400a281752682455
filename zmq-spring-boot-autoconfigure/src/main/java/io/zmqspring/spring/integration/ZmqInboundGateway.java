package io.zmqspring.spring.integration;

import io.zmqspring.Message;
import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqMessageConverters;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.gateway.MessagingGatewaySupport;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Sends the messages of a socket to a channel and the flow's reply back to the sender: for REP, ROUTER, DEALER, SERVER,
 * CLIENT, PEER, PAIR and CHANNEL sockets. The flow runs on the receiving thread. A flow that replies nothing within the
 * reply timeout leaves the sender without an answer; a REP socket answers with an empty message then, and so it does if the
 * flow fails.
 *
 * <p>A request that cannot be mapped or converted, and what the flow throws, goes to the error channel, whose reply counts;
 * without one it is logged. Thread-safe once configured.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqInboundGateway extends MessagingGatewaySupport implements Pausable {
    private final SocketIntake intake;
    private @Nullable ZmqOperations template;

    /**
     * Makes a gateway for a socket of the application's {@link ZmqSockets} bean; its {@link ZmqOperations} bean sends the
     * replies.
     *
     * @param socket the name of the socket
     */
    @SuppressWarnings("this-escape")
    public ZmqInboundGateway(String socket) {
        this.intake = new SocketIntake(this::description, LogFactory.getLog(getClass()));
        intake.setSocket(socket);
        setPhase(ZmqListenerContainer.PHASE);
    }

    /**
     * Makes a gateway.
     *
     * @param sockets the application's sockets
     * @param socket the name of the one to read
     * @param template sends the replies
     */
    public ZmqInboundGateway(ZmqSockets sockets, String socket, ZmqOperations template) {
        this(socket);
        intake.setSockets(sockets);
        this.template = Objects.requireNonNull(template, "template");
    }

    /**
     * Sets what payloads of requests are converted to.
     *
     * @param type the type, default bytes as they are
     */
    public void setPayloadType(Class<?> type) {
        intake.setPayloadType(type);
    }

    /**
     * Sets how payloads of requests are converted; those of replies the template converts.
     *
     * @param converter by default the bean {@link ZmqMessageConverters#BEAN_NAME}, and without one
     *     {@link ZmqMessageConverters#create()}
     */
    public void setPayloadConverter(MessageConverter converter) {
        intake.setMessageConverter(converter);
    }

    /**
     * Sets which headers are believed.
     *
     * @param headerMapper by default the only bean of its type, and without one a mapper with an empty allow-list
     */
    public void setHeaderMapper(ZmqHeaderMapper headerMapper) {
        intake.setHeaderMapper(headerMapper);
    }

    /**
     * Sets how many requests are handled at once. A REP socket handles one at a time all the same.
     *
     * @param concurrency at least 1, which is the default
     */
    public void setConcurrency(int concurrency) {
        intake.setConcurrency(concurrency);
    }

    /**
     * Sets in what order requests are handled with a concurrency above 1, as far as the flow stays on the thread.
     *
     * @param ordering default {@link Ordering#SENDER}
     */
    public void setOrdering(Ordering ordering) {
        intake.setOrdering(ordering);
    }

    /**
     * Sets what the receiving threads are taken from, as many as the concurrency for as long as the gateway runs.
     *
     * @param executor null for a new platform thread each, the default
     */
    public void setTaskExecutor(@Nullable Executor executor) {
        intake.setExecutor(executor);
    }

    /**
     * Sets how long a stop waits for the requests in hand.
     *
     * @param timeout default 10 s
     */
    public void setShutdownTimeout(Duration timeout) {
        intake.setShutdownTimeout(timeout);
    }

    @Override
    public String getComponentType() {
        return "zmq:inbound-gateway";
    }

    @Override
    protected void onInit() {
        super.onInit();
        intake.initialize(getBeanFactory());
        if (template == null) {
            template = getBeanFactory().getBean(ZmqOperations.class);
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
        ZmqSocketReader reader = intake.reader();
        reader.requireAnswers(description());
        intake.start("-gateway-", request -> handle(reader, request), this::stop);
    }

    @Override
    protected void doStop() {
        intake.stop();
        super.doStop();
    }

    /** Takes no more requests until resumed; they wait in the queues. */
    @Override
    public void pause() {
        intake.pause();
    }

    @Override
    public void resume() {
        intake.resume();
    }

    @Override
    public boolean isPaused() {
        return intake.isPaused();
    }

    private String description() {
        return "inbound gateway '" + (getComponentName() != null ? getComponentName() : intake.socket()) + "'";
    }

    private void handle(ZmqSocketReader reader, Message request) {
        try {
            answer(request);
        } catch (RuntimeException failure) {
            intake.reportLost(request, failure);
        } finally {
            reader.noReply(request);
        }
    }

    private void answer(Message request) {
        org.springframework.messaging.Message<byte[]> received;
        org.springframework.messaging.Message<?> converted;
        try {
            received = intake.map(request);
            converted = intake.convert(received);
        } catch (MessageConversionException unreadable) {
            answer(unreadable);
            return;
        }
        reply(received, sendAndReceiveMessage(converted));
    }

    /** Lets the error flow answer a request that never came to the flow. */
    private void answer(MessageConversionException unreadable) {
        org.springframework.messaging.Message<?> received = unreadable.getFailedMessage();
        MessageChannel errors = getErrorChannel();
        if (errors == null || received == null) {
            throw unreadable;
        }
        reply(received, messagingTemplate.sendAndReceive(errors, buildErrorMessage(received, unreadable)));
    }

    private void reply(
            org.springframework.messaging.Message<?> request,
            org.springframework.messaging.@Nullable Message<?> reply) {
        if (reply != null) {
            Objects.requireNonNull(template, "template").reply(request, reply);
        }
    }
}
