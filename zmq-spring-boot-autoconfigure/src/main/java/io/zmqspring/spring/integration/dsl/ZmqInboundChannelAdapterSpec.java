package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.integration.ZmqInboundChannelAdapter;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.integration.dsl.MessageProducerSpec;
import org.springframework.messaging.converter.MessageConverter;

/** Specifies a {@link ZmqInboundChannelAdapter}. Not thread-safe. */
public class ZmqInboundChannelAdapterSpec
        extends MessageProducerSpec<ZmqInboundChannelAdapterSpec, ZmqInboundChannelAdapter> {

    /**
     * Specifies an adapter.
     *
     * @param adapter the adapter
     */
    protected ZmqInboundChannelAdapterSpec(ZmqInboundChannelAdapter adapter) {
        super(adapter);
    }

    /**
     * Sets what payloads are converted to.
     *
     * @param type the type, default bytes as they are
     * @return this
     */
    public ZmqInboundChannelAdapterSpec payloadType(Class<?> type) {
        this.target.setPayloadType(type);
        return this;
    }

    /**
     * Sets what the socket subscribes to while the adapter runs.
     *
     * @param topics prefixes of messages for SUB and XSUB, exact groups for DISH
     * @return this
     */
    public ZmqInboundChannelAdapterSpec topics(String... topics) {
        this.target.setTopics(topics);
        return this;
    }

    /**
     * Sets how payloads are converted.
     *
     * @param converter the converter
     * @return this
     */
    public ZmqInboundChannelAdapterSpec messageConverter(MessageConverter converter) {
        this.target.setMessageConverter(converter);
        return this;
    }

    /**
     * Sets which headers are believed.
     *
     * @param headerMapper the mapper
     * @return this
     */
    public ZmqInboundChannelAdapterSpec headerMapper(ZmqHeaderMapper headerMapper) {
        this.target.setHeaderMapper(headerMapper);
        return this;
    }

    /**
     * Sets how many messages are handled at once.
     *
     * @param concurrency at least 1, which is the default
     * @return this
     */
    public ZmqInboundChannelAdapterSpec concurrency(int concurrency) {
        this.target.setConcurrency(concurrency);
        return this;
    }

    /**
     * Sets in what order messages are handled with a concurrency above 1.
     *
     * @param ordering default {@link Ordering#SENDER}
     * @return this
     */
    public ZmqInboundChannelAdapterSpec ordering(Ordering ordering) {
        this.target.setOrdering(ordering);
        return this;
    }

    /**
     * Sets what the receiving threads are taken from.
     *
     * @param executor runs as many tasks as the concurrency, for as long as the adapter runs
     * @return this
     */
    public ZmqInboundChannelAdapterSpec taskExecutor(Executor executor) {
        this.target.setTaskExecutor(executor);
        return this;
    }

    /**
     * Sets how long a stop waits for the messages in hand.
     *
     * @param timeout default 10 s
     * @return this
     */
    public ZmqInboundChannelAdapterSpec shutdownTimeout(Duration timeout) {
        this.target.setShutdownTimeout(timeout);
        return this;
    }
}
