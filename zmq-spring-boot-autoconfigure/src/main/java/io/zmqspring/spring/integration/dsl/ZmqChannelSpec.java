package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.core.Ordering;
import io.zmqspring.spring.integration.ZmqChannel;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Specifies a {@link ZmqChannel}. Not thread-safe. */
public class ZmqChannelSpec extends ZmqMessageChannelSpec<ZmqChannelSpec, ZmqChannel> {

    /**
     * Specifies a channel.
     *
     * @param channel the channel
     */
    protected ZmqChannelSpec(ZmqChannel channel) {
        super(channel);
    }

    /**
     * Sets how many messages are handled at once.
     *
     * @param concurrency at least 1, which is the default
     * @return this
     */
    public ZmqChannelSpec concurrency(int concurrency) {
        this.channel.setConcurrency(concurrency);
        return this;
    }

    /**
     * Sets in what order messages are handled with a concurrency above 1.
     *
     * @param ordering default {@link Ordering#SENDER}
     * @return this
     */
    public ZmqChannelSpec ordering(Ordering ordering) {
        this.channel.setOrdering(ordering);
        return this;
    }

    /**
     * Sets what the receiving threads are taken from.
     *
     * @param executor runs as many tasks as the concurrency, for as long as the channel runs
     * @return this
     */
    public ZmqChannelSpec taskExecutor(Executor executor) {
        this.channel.setTaskExecutor(executor);
        return this;
    }

    /**
     * Sets how long a stop waits for the messages in hand.
     *
     * @param timeout default 10 s
     * @return this
     */
    public ZmqChannelSpec shutdownTimeout(Duration timeout) {
        this.channel.setShutdownTimeout(timeout);
        return this;
    }

    /**
     * Sets whether receiving starts with the application.
     *
     * @param autoStartup default true
     * @return this
     */
    public ZmqChannelSpec autoStartup(boolean autoStartup) {
        this.channel.setAutoStartup(autoStartup);
        return this;
    }
}
