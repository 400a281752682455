package io.zmqspring.internal.socket;

import io.zmqspring.ZmqPoller.Interest;
import io.zmqspring.ZmqPoller.Ready;
import io.zmqspring.internal.concurrent.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket in a poller: listens to the signals it waits for. */
final class PolledSocket<A> implements Registration<A> {
    private final BaseSocket socket;
    private final A attachment;
    private final Runnable wake;
    private boolean reads;
    private boolean writes;

    PolledSocket(BaseSocket socket, A attachment, Runnable wake) {
        this.socket = socket;
        this.attachment = attachment;
        this.wake = wake;
    }

    @Override
    public Object source() {
        return socket;
    }

    @Override
    public void setInterests(List<Interest> interests) {
        reads = listen(socket.core.waiting().readable, reads, interests.contains(Interest.READABLE));
        writes = listen(socket.core.waiting().writable, writes, interests.contains(Interest.WRITABLE));
    }

    private boolean listen(Signal signal, boolean before, boolean after) {
        if (after && !before) {
            signal.listen(wake);
        } else if (before && !after) {
            signal.unlisten(wake);
        }
        return after;
    }

    @Override
    public boolean hasInterest() {
        return reads || writes;
    }

    @Override
    public @Nullable Ready<A> look() {
        if (socket.isClosed()) {
            return new Ready<>(socket, attachment, false, false, true);
        }
        boolean readable = reads && socket.core.pattern().isReadable();
        boolean writable = writes && socket.core.pattern().isWritable();
        return readable || writable ? new Ready<>(socket, attachment, readable, writable, false) : null;
    }

    @Override
    public void end() {
        setInterests(List.of());
    }
}
