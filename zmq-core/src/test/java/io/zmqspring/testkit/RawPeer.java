package io.zmqspring.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.zmqspring.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The other side of a connection as a script of octets, over tcp or ipc: what it sends is literal, and what it expects
 * must come exactly, or within eight seconds the test fails. It knows nothing of ZMTP but {@link #handshake}. For one
 * thread.
 */
public final class RawPeer implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(8);

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer unread = ByteBuffer.allocate(64 << 10).flip();

    private RawPeer(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        if (isTcp(channel)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        selector = Selector.open();
        channel.register(selector, 0);
    }

    /** Connects to where a socket of ours listens, as {@code bind} returned it. */
    public static RawPeer connect(Endpoint endpoint) {
        return connect(endpoint, 0);
    }

    /** The same with a small receive buffer, so that a peer that does not read soon pushes back; 0 for the default. */
    public static RawPeer connect(Endpoint endpoint, int receiveBuffer) {
        try {
            SocketChannel channel;
            if (endpoint.scheme().equals("ipc")) {
                channel = SocketChannel.open(UnixDomainSocketAddress.of(endpoint.address()));
            } else {
                channel = SocketChannel.open();
                if (receiveBuffer > 0) {
                    channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
                }
                channel.connect(address(endpoint));
            }
            return new RawPeer(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("connecting to " + endpoint, e);
        }
    }

    /** The same from another address of this host, as {@code 127.0.0.2}. */
    public static RawPeer connectFrom(String host, Endpoint endpoint) {
        try {
            SocketChannel channel = SocketChannel.open().bind(new InetSocketAddress(host, 0));
            channel.connect(address(endpoint));
            return new RawPeer(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("connecting to " + endpoint + " from " + host, e);
        }
    }

    private static SocketAddress address(Endpoint endpoint) {
        int colon = endpoint.address().lastIndexOf(':');
        String host = endpoint.address().substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(host, endpoint.port().orElseThrow());
    }

    private static boolean isTcp(SocketChannel channel) throws IOException {
        return !(channel.getLocalAddress() instanceof UnixDomainSocketAddress);
    }

    /** Listens for a socket of ours that connects. */
    public static Listener listen(TestTransport transport) {
        try {
            if (transport == TestTransport.IPC) {
                Path path = Path.of(transport.bindEndpoint().substring("ipc://".length()));
                ServerSocketChannel channel = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(path));
                return new Listener(channel, new Endpoint("ipc", path.toString()));
            }
            ServerSocketChannel channel =
                    ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            return new Listener(channel, new Endpoint("tcp", "127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts raw peers. */
    public static final class Listener implements AutoCloseable {
        private final ServerSocketChannel channel;
        private final Endpoint endpoint;

        private Listener(ServerSocketChannel channel, Endpoint endpoint) {
            this.channel = channel;
            this.endpoint = endpoint;
        }

        /** Where a socket of ours may connect. */
        public String endpoint() {
            return endpoint.toString();
        }

        /** The next connection; the test fails if none comes in eight seconds. */
        public RawPeer accept() {
            SocketChannel accepted = accept(DEADLINE);
            if (accepted == null) {
                return fail("nobody connected to " + endpoint + " within " + DEADLINE);
            }
            try {
                return new RawPeer(accepted);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Nobody connects for that long. */
        public void expectNobody(Duration time) {
            assertThat(accept(time)).as("a connection to " + endpoint).isNull();
        }

        private SocketChannel accept(Duration time) {
            try (Selector selector = Selector.open()) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_ACCEPT);
                selector.select(time.toMillis());
                return channel.accept();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
                if (endpoint.scheme().equals("ipc")) {
                    java.nio.file.Files.deleteIfExists(Path.of(endpoint.address()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    // ---- sending -------------------------------------------------------------------------------------------------

    /** Sends octets written in hex. */
    public RawPeer send(String... hex) {
        return send(Hex.bytes(hex));
    }

    /** Sends octets; the test fails if they are not taken in eight seconds. */
    public RawPeer send(byte[] octets) {
        ByteBuffer out = ByteBuffer.wrap(octets);
        assertThat(sendSome(out, DEADLINE)).as("octets taken").isTrue();
        return this;
    }

    /** Sends as much as is taken within a time; true if that is everything. */
    public boolean sendSome(ByteBuffer octets, Duration time) {
        try {
            long end = System.nanoTime() + time.toNanos();
            while (octets.hasRemaining()) {
                if (channel.write(octets) == 0 && !await(SelectionKey.OP_WRITE, end)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends until nothing has been taken for 300 ms, as the other side pushes back; true if everything was taken. */
    public boolean sendUntilStuck(ByteBuffer octets) {
        int before = -1;
        while (octets.hasRemaining() && octets.position() > before) {
            before = octets.position();
            sendSome(octets, Duration.ofMillis(300));
        }
        return !octets.hasRemaining();
    }

    /** Sends each octet with a write, and over tcp in a segment, of its own. */
    public RawPeer sendOctetByOctet(byte[] octets) {
        for (byte octet : octets) {
            send(new byte[] {octet});
        }
        return this;
    }

    /** Sends no more; what comes can still be read. */
    public RawPeer halfClose() {
        try {
            channel.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection off: over tcp by RST. */
    public void reset() {
        try {
            if (isTcp(channel)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    // ---- receiving -----------------------------------------------------------------------------------------------

    /** The next octets must be these. */
    public RawPeer expect(String... hex) {
        byte[] expected = Hex.bytes(hex);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (received.size() < expected.length && fill(end) == Fill.DATA) {
            int n = Math.min(unread.remaining(), expected.length - received.size());
            byte[] part = new byte[n];
            unread.get(part);
            received.writeBytes(part);
        }
        assertThat(Hex.text(received.toByteArray())).isEqualTo(Hex.text(expected));
        return this;
    }

    /** The next octets, whatever they are. */
    public byte[] read(int count) {
        byte[] octets = new byte[count];
        long end = System.nanoTime() + DEADLINE.toNanos();
        int have = 0;
        while (have < count) {
            if (fill(end) != Fill.DATA) {
                fail(have + " octets came where " + count + " were due: " + Hex.text(octets));
            }
            int n = Math.min(unread.remaining(), count - have);
            unread.get(octets, have, n);
            have += n;
        }
        return octets;
    }

    /** The body of the next frame, whatever its flags. */
    public byte[] readFrame() {
        byte[] flags = read(1);
        boolean isLong = (flags[0] & 2) != 0;
        return read(isLong ? (int) ByteBuffer.wrap(read(8)).getLong() : read(1)[0] & 0xff);
    }

    /** The connection is closed by the other side, in order or by RST, and nothing comes before that. */
    public void expectEnd() {
        assertThat(Hex.text(readToEnd())).as("octets before the end").isEmpty();
    }

    /** Everything up to the end of the connection, which must come within eight seconds. Then this side ends it too. */
    public byte[] readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            Fill fill = fill(end);
            if (fill == Fill.END) {
                endToo();
                return all.toByteArray();
            }
            assertThat(fill)
                    .as("the other side closes; so far came " + Hex.text(all.toByteArray()))
                    .isEqualTo(Fill.DATA);
            byte[] part = new byte[unread.remaining()];
            unread.get(part);
            all.writeBytes(part);
        }
    }

    private void endToo() {
        try {
            channel.shutdownOutput();
        } catch (IOException reset) {
            // there is nothing left to end
        }
    }

    /** Nothing comes for that long, and the connection stays open. */
    public RawPeer expectSilence(Duration time) {
        Fill fill = fill(System.nanoTime() + time.toNanos());
        assertThat(fill).as("what comes, beginning with " + Hex.text(peek())).isEqualTo(Fill.NOTHING);
        return this;
    }

    /** Whether nothing comes for that long and the connection stays open. */
    public boolean isSilentFor(Duration time) {
        return fill(System.nanoTime() + time.toNanos()) == Fill.NOTHING;
    }

    private byte[] peek() {
        byte[] bytes = new byte[Math.min(unread.remaining(), 64)];
        unread.duplicate().get(bytes);
        return bytes;
    }

    private enum Fill {
        DATA,
        NOTHING,
        END
    }

    private Fill fill(long end) {
        if (unread.hasRemaining()) {
            return Fill.DATA;
        }
        unread.clear();
        try {
            int n = channel.read(unread);
            while (n == 0 && await(SelectionKey.OP_READ, end)) {
                n = channel.read(unread);
            }
            return n > 0 ? Fill.DATA : n == 0 ? Fill.NOTHING : Fill.END;
        } catch (IOException reset) {
            return Fill.END;
        } finally {
            unread.flip();
        }
    }

    private boolean await(int operation, long end) throws IOException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            return false;
        }
        channel.keyFor(selector).interestOps(operation);
        selector.select(key -> {}, millis);
        return System.nanoTime() - end < 0;
    }

    // ---- together ------------------------------------------------------------------------------------------------

    /** Greets and says READY as a ZMTP 3.1 PEER, and expects the same from a PEER socket with default options. */
    public RawPeer handshake() {
        return send(Wire.GREETING, Wire.READY).expect(Wire.GREETING, Wire.READY);
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
