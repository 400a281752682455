package io.zmqspring.internal.inproc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.Endpoint;
import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqBindException.Reason;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.internal.transport.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * {@code inproc://name}: joins the pipes of two sockets of one context, so that one's outgoing queue is the other's
 * incoming queue. A connect may come before its bind. There is no wire, no handshake, no thread and no reconnecting.
 */
public final class InprocTransport implements Transport {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Endpoint, SocketHost> bound = new HashMap<>();

    @GuardedBy("lock")
    private final Map<Endpoint, List<InprocConnect>> waiting = new HashMap<>();

    @Override
    public Binding bind(Endpoint endpoint, SocketHost socket) {
        List<InprocConnect> connects;
        lock.lock();
        try {
            if (bound.putIfAbsent(endpoint, socket) != null) {
                throw new ZmqBindException(
                        endpoint.toString(),
                        Reason.ADDRESS_IN_USE,
                        "another socket of this context has that name; choose another",
                        null);
            }
            connects = waiting.remove(endpoint);
        } finally {
            lock.unlock();
        }
        if (connects != null) {
            connects.forEach(connect -> connect.join(socket));
        }
        return new InprocBinding(endpoint);
    }

    @Override
    public void checkConnect(Endpoint endpoint, SocketHost socket) {
        // every name is a right one
    }

    @Override
    public void connect(Pipe pipe, SocketHost socket) {
        InprocConnect connect = new InprocConnect(pipe, socket, this::forget);
        pipe.setLink(connect);
        InprocConnect.open(pipe, socket);
        SocketHost binder = find(pipe.endpoint(), connect);
        if (binder != null) {
            connect.join(binder);
        }
    }

    private @Nullable SocketHost find(Endpoint endpoint, InprocConnect connect) {
        lock.lock();
        try {
            SocketHost binder = bound.get(endpoint);
            if (binder == null) {
                waiting.computeIfAbsent(endpoint, name -> new ArrayList<>()).add(connect);
            }
            return binder;
        } finally {
            lock.unlock();
        }
    }

    private void forget(Endpoint endpoint, InprocConnect connect) {
        lock.lock();
        try {
            List<InprocConnect> connects = waiting.get(endpoint);
            if (connects != null && connects.remove(connect) && connects.isEmpty()) {
                waiting.remove(endpoint);
            }
        } finally {
            lock.unlock();
        }
    }

    private final class InprocBinding implements Binding {
        private final Endpoint endpoint;

        InprocBinding(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public Endpoint endpoint() {
            return endpoint;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                bound.remove(endpoint);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean ownsConnections() {
            return false;
        }
    }
}
