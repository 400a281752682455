package io.zmqspring.boot.autoconfigure;

import io.zmqspring.ChannelSocket;
import io.zmqspring.ClientSocket;
import io.zmqspring.CloseReport;
import io.zmqspring.DealerSocket;
import io.zmqspring.DgramSocket;
import io.zmqspring.DishSocket;
import io.zmqspring.GatherSocket;
import io.zmqspring.PairSocket;
import io.zmqspring.PeerSocket;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RadioSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ScatterSocket;
import io.zmqspring.ServerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.StreamSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqPoller;
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
    public <A> ZmqPoller<A> poller() {
        throw new UnsupportedOperationException();
    }

    @Override
    public PeerSocket peer(SocketOptions options) {
        FakePeerSocket socket = new FakePeerSocket(options);
        sockets.add(socket);
        return socket;
    }

    @Override
    public ReqSocket req(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public RepSocket rep(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public DealerSocket dealer(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public RouterSocket router(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public PubSocket pub(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public SubSocket sub(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public XPubSocket xpub(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public XSubSocket xsub(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public PushSocket push(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public PullSocket pull(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public PairSocket pair(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public ClientSocket client(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public ServerSocket server(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public RadioSocket radio(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public DishSocket dish(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public ScatterSocket scatter(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public GatherSocket gather(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public ChannelSocket channel(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public DgramSocket dgram(SocketOptions options) {
        throw notFaked();
    }

    @Override
    public StreamSocket stream(SocketOptions options) {
        throw notFaked();
    }

    private static AssertionError notFaked() {
        return new AssertionError("only PEER sockets are faked");
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
