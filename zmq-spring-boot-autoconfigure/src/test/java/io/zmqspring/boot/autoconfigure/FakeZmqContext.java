package io.zmqspring.boot.autoconfigure;

import io.zmqspring.CloseReport;
import io.zmqspring.PeerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A context whose sockets touch no network, so that a test decides what their peers do. */
public final class FakeZmqContext implements ZmqContext {
    private final List<FakePeerSocket> sockets = new ArrayList<>();
    private boolean closed;

    public List<FakePeerSocket> sockets() {
        return sockets;
    }

    @Override
    public PeerSocket peer(SocketOptions options) {
        FakePeerSocket socket = new FakePeerSocket(options);
        sockets.add(socket);
        return socket;
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    @Override
    public CloseReport close(Duration linger) {
        closed = true;
        return CloseReport.CLEAN;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
