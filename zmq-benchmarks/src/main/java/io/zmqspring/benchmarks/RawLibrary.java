package io.zmqspring.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * The limit: blocking channels that carry ZMTP's frames and nothing else, without a queue, a second thread or a second
 * peer. Messages are gathered into one write for as long as the sender says that more are to come.
 */
final class RawLibrary implements Library {
    private static final int BUFFER = 128 << 10;
    private static final int SHORT = 255;

    @Override
    public Wire socket(String type) {
        return new RawWire(type.equals("PUSH"));
    }

    @Override
    public long receiveFromAll(List<Wire> sockets, long deadlineNanos) {
        throw new UnsupportedOperationException("a raw stream has one peer");
    }

    @Override
    public void close() {}

    private static final class RawWire implements Wire {
        private final boolean gathers;
        private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
        private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);
        private ServerSocketChannel server;
        private SocketChannel channel;

        RawWire(boolean gathers) {
            this.gathers = gathers;
        }

        @Override
        public String bind(String endpoint) {
            try {
                server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                return "tcp://127.0.0.1:" + server.socket().getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void connect(String endpoint) {
            URI uri = URI.create(endpoint);
            try {
                channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private SocketChannel channel() throws IOException {
            if (channel == null) {
                channel = server.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return channel;
        }

        @Override
        public void send(byte[] body) {
            try {
                if (out.remaining() < body.length + 9) {
                    flush();
                }
                if (body.length <= SHORT) {
                    out.put((byte) 0).put((byte) body.length);
                } else {
                    out.put((byte) 2).putLong(body.length);
                }
                put(body);
                if (!gathers) {
                    flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void put(byte[] body) throws IOException {
            int written = 0;
            while (written < body.length) {
                if (!out.hasRemaining()) {
                    flush();
                }
                int n = Math.min(out.remaining(), body.length - written);
                out.put(body, written, n);
                written += n;
            }
        }

        private void flush() throws IOException {
            out.flip();
            while (out.hasRemaining()) {
                channel().write(out);
            }
            out.clear();
        }

        @Override
        public byte[] receive() {
            try {
                need(2);
                boolean large = (in.get() & 2) != 0;
                int size = in.get() & 0xff;
                if (large) {
                    in.position(in.position() - 1);
                    need(8);
                    size = (int) in.getLong();
                }
                byte[] body = new byte[size];
                int read = 0;
                while (read < size) {
                    need(1);
                    int n = Math.min(in.remaining(), size - read);
                    in.get(body, read, n);
                    read += n;
                }
                return body;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void need(int octets) throws IOException {
            while (in.remaining() < octets) {
                in.compact();
                int n = channel().read(in);
                in.flip();
                if (n < 0) {
                    throw new IOException("closed by the other side");
                }
            }
        }

        @Override
        public byte[] tryReceive() {
            throw new UnsupportedOperationException("a raw stream blocks");
        }

        @Override
        public void subscribe(byte[] prefix) {
            throw new UnsupportedOperationException("a raw stream has no subscriptions");
        }

        @Override
        public void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
                if (server != null) {
                    server.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
