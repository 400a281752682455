package io.zmqspring.spring.integration.dsl;

import io.zmqspring.spring.integration.ZmqPollableChannel;

/** Specifies a {@link ZmqPollableChannel}. Not thread-safe. */
public class ZmqPollableChannelSpec extends ZmqMessageChannelSpec<ZmqPollableChannelSpec, ZmqPollableChannel> {

    /**
     * Specifies a channel.
     *
     * @param channel the channel
     */
    protected ZmqPollableChannelSpec(ZmqPollableChannel channel) {
        super(channel);
    }
}
