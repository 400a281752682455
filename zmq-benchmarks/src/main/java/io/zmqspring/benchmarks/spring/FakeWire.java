package io.zmqspring.benchmarks.spring;

import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.ZmqInterruptedException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A PEER socket without a network: it gives one message again and again, and forgets what it is given. */
final class FakeWire {
    private final Semaphore granted = new Semaphore(0);
    private final Semaphore handled = new Semaphore(0);
    private final Message incoming;
    private final SocketOptions options = SocketOptions.builder().build();
    private int left;

    FakeWire(Message incoming) {
        this.incoming = incoming;
    }

    PeerSocket socket() {
        return (PeerSocket) Proxy.newProxyInstance(
                PeerSocket.class.getClassLoader(), new Class<?>[] {PeerSocket.class}, this::call);
    }

    /** Lets so many messages in and waits until the one thread that receives comes for the next one. */
    void receive(int count) throws InterruptedException {
        granted.release(count);
        handled.acquire();
    }

    private Object call(Object proxy, Method method, Object... arguments) {
        return switch (method.getName()) {
            case "tryReceive" -> next();
            case "type" -> SocketType.PEER;
            case "options" -> options;
            case "peers" -> List.of();
            case "topologyVersion" -> 0L;
            default -> null;
        };
    }

    private Message next() {
        if (left == 0) {
            handled.release();
            try {
                granted.acquire();
            } catch (InterruptedException stopped) {
                throw new ZmqInterruptedException("the benchmark has ended");
            }
            left = 1 + granted.drainPermits();
        }
        left--;
        return incoming;
    }
}
