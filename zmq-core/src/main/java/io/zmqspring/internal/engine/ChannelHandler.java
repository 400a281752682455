package io.zmqspring.internal.engine;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What an {@link EventLoop} calls when a registered channel is ready. */
public interface ChannelHandler {
    /** The channel is ready for what the key says. On the loop. */
    void onReady(SelectionKey key) throws IOException;

    /** {@link #onReady} threw: the channel is to be given up, and nothing else. On the loop. */
    void onFault(Throwable fault);
}
