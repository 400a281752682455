package io.zmqspring.internal.socket;

import io.zmqspring.ZmqPoller.Interest;
import io.zmqspring.ZmqPoller.Ready;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel in a poller, whose selector waits for it. */
final class PolledChannel<A> implements Registration<A> {
    private static final int READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITE = SelectionKey.OP_WRITE;

    private final SelectableChannel channel;
    private final A attachment;
    private final SelectionKey key;

    PolledChannel(SelectableChannel channel, A attachment, SelectionKey key) {
        this.channel = channel;
        this.attachment = attachment;
        this.key = key;
    }

    @Override
    public Object source() {
        return channel;
    }

    @Override
    public void setInterests(List<Interest> interests) {
        int wanted = (interests.contains(Interest.READABLE) ? READ : 0)
                | (interests.contains(Interest.WRITABLE) ? WRITE : 0);
        if (key.isValid()) {
            key.interestOps(wanted & channel.validOps());
        }
    }

    @Override
    public boolean hasInterest() {
        return !key.isValid() || key.interestOps() != 0; // one that was closed is still to be reported
    }

    @Override
    public @Nullable Ready<A> look() {
        if (!key.isValid()) {
            return new Ready<>(channel, attachment, false, false, true);
        }
        boolean found =
                key.selector().selectedKeys().contains(key); // one that was not keeps what it was ready for before
        int ready = found ? key.readyOps() & key.interestOps() : 0;
        return ready == 0 ? null : new Ready<>(channel, attachment, (ready & READ) != 0, (ready & WRITE) != 0, false);
    }

    @Override
    public void end() {
        key.cancel();
    }
}
