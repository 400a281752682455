package io.zmqspring.test;

import io.zmqspring.test.Fault.End;
import io.zmqspring.test.Fault.Piece;
import io.zmqspring.test.FaultProxy.Direction;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: for each direction a thread that reads, a few octets that wait, and a thread that writes. */
final class ProxiedConnection {
    static final int BUFFER = 16 << 10;
    /** More than the segments of loopback: a smaller one, once it was full, may open in slow probes only. */
    static final int WINDOW = 256 << 10;

    private static final int MOST_WAITING = 64 << 10;

    private final FaultProxy proxy;
    private final SocketChannel client;
    private final SocketChannel server;
    private final AtomicInteger openDirections = new AtomicInteger(2);

    ProxiedConnection(FaultProxy proxy, SocketChannel client, SocketChannel server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void connect(SocketAddress address) throws IOException {
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW);
        server.connect(address);
    }

    void start(Direction direction, Fault.Stage fault) {
        Way way = new Way();
        boolean up = direction == Direction.TO_SERVER;
        proxy.start("reads " + direction, () -> read(up ? client : server, fault, way));
        proxy.start("writes " + direction, () -> write(direction, way));
    }

    private void read(SocketChannel from, Fault.Stage fault, Way way) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (true) {
                int n = from.read(buffer.clear());
                byte[] octets = new byte[Math.max(0, n)];
                buffer.flip().get(octets);
                fault.pass(new Piece(octets, System.nanoTime(), n < 0 ? End.FINISH : End.NONE), way::add);
                if (n < 0) {
                    return;
                }
                way.awaitRoom();
            }
        } catch (IOException ended) {
            end(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            way.close();
        }
    }

    private void write(Direction direction, Way way) {
        SocketChannel to = direction == Direction.TO_SERVER ? server : client;
        try {
            for (Piece piece = way.take(); piece != null; piece = way.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.due() - System.nanoTime());
                proxy.awaitGate(direction, this);
                for (ByteBuffer out = ByteBuffer.wrap(piece.octets()); out.hasRemaining(); ) {
                    to.write(out);
                }
                if (piece.end() == End.RESET) {
                    end(true);
                } else if (piece.end() == End.FINISH) {
                    to.shutdownOutput();
                    if (openDirections.decrementAndGet() == 0) {
                        end(false);
                    }
                }
                if (piece.end() != End.NONE) {
                    return;
                }
            }
        } catch (IOException ended) {
            end(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            way.abandon();
        }
    }

    void finish(Direction direction) {
        try {
            (direction == Direction.TO_SERVER ? server : client).shutdownOutput();
        } catch (IOException e) {
            end(true);
        }
    }

    void end(boolean reset) {
        boolean lossy = proxy.ended(this) && reset;
        for (SocketChannel channel : List.of(client, server)) {
            try (channel) {
                if (lossy) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
            } catch (IOException e) {
                // it has ended in another way
            }
        }
    }

    /** The pieces between the two threads of one direction. */
    private static final class Way {
        private final Queue<Piece> pieces = new ArrayDeque<>();
        private int octets;
        private boolean closed;
        private boolean abandoned;

        synchronized void add(Piece piece) {
            if (!abandoned) {
                pieces.add(piece);
                octets += piece.octets().length;
                notifyAll();
            }
        }

        synchronized void awaitRoom() throws InterruptedException {
            while (octets >= MOST_WAITING && !abandoned) {
                wait();
            }
        }

        /** The next piece; null if there will be none. */
        synchronized @Nullable Piece take() throws InterruptedException {
            while (pieces.isEmpty() && !closed) {
                wait();
            }
            Piece piece = pieces.poll();
            if (piece != null) {
                octets -= piece.octets().length;
                notifyAll();
            }
            return piece;
        }

        /** Nothing more will be added. */
        synchronized void close() {
            closed = true;
            notifyAll();
        }

        /** Nothing more will be taken: what comes is swallowed. */
        synchronized void abandon() {
            abandoned = true;
            pieces.clear();
            octets = 0;
            notifyAll();
        }
    }
}
