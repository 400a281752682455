package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.integration.ZmqInboundGateway;
import io.zmqspring.spring.support.ZmqHeaderMapper;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.integration.dsl.MessagingGatewaySpec;
import org.springframework.messaging.converter.MessageConverter;

/** Specifies a {@link ZmqInboundGateway}. Not thread-safe. */
public class ZmqInboundGatewaySpec extends MessagingGatewaySpec<ZmqInboundGatewaySpec, ZmqInboundGateway> {

    /**
     * Specifies a gateway.
     *
     * @param gateway the gateway
     */
    protected ZmqInboundGatewaySpec(ZmqInboundGateway gateway) {
        super(gateway);
    }

    /**
     * Sets what payloads of requests are converted to.
     *
     * @param type the type, default bytes as they are
     * @return this
     */
    public ZmqInboundGatewaySpec payloadType(Class<?> type) {
        this.target.setPayloadType(type);
        return this;
    }

    /**
     * Sets how payloads of requests are converted.
     *
     * @param converter the converter
     * @return this
     */
    public ZmqInboundGatewaySpec payloadConverter(MessageConverter converter) {
        this.target.setPayloadConverter(converter);
        return this;
    }

    /**
     * Sets which headers are believed.
     *
     * @param headerMapper the mapper
     * @return this
     */
    public ZmqInboundGatewaySpec headerMapper(ZmqHeaderMapper headerMapper) {
        this.target.setHeaderMapper(headerMapper);
        return this;
    }

    /**
     * Sets how many requests are handled at once.
     *
     * @param concurrency at least 1, which is the default
     * @return this
     */
    public ZmqInboundGatewaySpec concurrency(int concurrency) {
        this.target.setConcurrency(concurrency);
        return this;
    }

    /**
     * Sets in what order requests are handled with a concurrency above 1.
     *
     * @param ordering default {@link Ordering#SENDER}
     * @return this
     */
    public ZmqInboundGatewaySpec ordering(Ordering ordering) {
        this.target.setOrdering(ordering);
        return this;
    }

    /**
     * Sets what the receiving threads are taken from.
     *
     * @param executor runs as many tasks as the concurrency, for as long as the gateway runs
     * @return this
     */
    public ZmqInboundGatewaySpec taskExecutor(Executor executor) {
        this.target.setTaskExecutor(executor);
        return this;
    }

    /**
     * Sets how long a stop waits for the requests in hand.
     *
     * @param timeout default 10 s
     * @return this
     */
    public ZmqInboundGatewaySpec shutdownTimeout(Duration timeout) {
        this.target.setShutdownTimeout(timeout);
        return this;
    }
}
