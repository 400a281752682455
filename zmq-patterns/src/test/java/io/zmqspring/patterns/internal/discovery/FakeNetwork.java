package io.zmqspring.patterns.internal.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A network whose cables a test can pull. */
final class FakeNetwork implements Network {
    final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    final AtomicInteger opened = new AtomicInteger();
    private final Map<String, String> unreachable = new ConcurrentHashMap<>();
    private final Queue<Came> came = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Selector selector;
    private volatile List<Nic> up;

    record Sent(String to, byte[] beacon) {}

    private record Came(byte[] datagram, InetAddress from) {}

    FakeNetwork(Nic... up) {
        this.up = List.of(up);
    }

    static Nic ethernet(String name, int index, String address, String broadcast) {
        return new Nic(name, index, false, false, true, List.of(new Nic.Address(ip(address), ip(broadcast), 24)));
    }

    static Nic loopback() {
        return new Nic(
                "lo", 1, true, false, false, List.of(new Nic.Address(ip("127.0.0.1"), ip("127.255.255.255"), 8)));
    }

    static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void up(Nic... now) {
        up = List.of(now);
    }

    void unreachable(String address, String why) {
        unreachable.put(address, why);
    }

    void reachable(String address) {
        unreachable.remove(address);
    }

    void bring(byte[] datagram, String from) {
        came.add(new Came(datagram, ip(from)));
        Selector waiting = selector;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    /** The next beacon to this address; others before it are dropped. */
    Sent nextTo(String address) throws InterruptedException {
        while (true) {
            Sent next = sent.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no beacon to " + address);
            }
            if (next.to().equals(address)) {
                return next;
            }
        }
    }

    @Override
    public List<Nic> interfaces() {
        return up;
    }

    @Override
    public BeaconPort open(BeaconSettings settings, List<BeaconTarget> targets) {
        opened.incrementAndGet();
        return new BeaconPort() {
            @Override
            public void register(Selector waiting) {
                selector = waiting;
            }

            @Override
            public void send(byte[] beacon, BeaconTarget target) throws IOException {
                String to = target.address().getHostAddress();
                String why = unreachable.get(to);
                if (why != null) {
                    throw new SocketException(why);
                }
                sent.add(new Sent(to, beacon));
            }

            @Override
            public @Nullable InetAddress receive(ByteBuffer datagram) {
                Came next = came.poll();
                if (next == null) {
                    return null;
                }
                datagram.clear();
                datagram.put(next.datagram, 0, Math.min(next.datagram.length, datagram.capacity()))
                        .flip();
                return next.from;
            }

            @Override
            public void close() {
                // nothing to give back
            }
        };
    }
}
