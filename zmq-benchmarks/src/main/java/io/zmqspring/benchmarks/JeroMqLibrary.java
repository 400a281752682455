package io.zmqspring.benchmarks;

import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import zmq.Msg;

/** JeroMQ. The routing ids of its PEER and SERVER are reachable through its inner interface only. */
final class JeroMqLibrary implements Library {
    private final ZContext context = new ZContext();
    private final Curve curve;

    JeroMqLibrary(Curve curve) {
        this.curve = curve;
    }

    @Override
    public Wire socket(String type) {
        SocketType socketType = SocketType.valueOf(type);
        ZMQ.Socket socket = context.createSocket(socketType);
        socket.setLinger(0);
        encrypt(socket);
        return switch (socketType) {
            case PEER, SERVER -> new RoutedWire(socket);
            case ROUTER -> new RouterWire(socket);
            default -> new PlainWire(socket);
        };
    }

    private void encrypt(ZMQ.Socket socket) {
        if (curve == Curve.SERVER) {
            socket.setCurveServer(true);
            socket.setCurveSecretKey(octets(Curve.SERVER_SECRET));
        } else if (curve == Curve.CLIENT) {
            socket.setCurveServerKey(octets(Curve.SERVER_PUBLIC));
            socket.setCurvePublicKey(octets(Curve.CLIENT_PUBLIC));
            socket.setCurveSecretKey(octets(Curve.CLIENT_SECRET));
        }
    }

    private static byte[] octets(String key) {
        return ZMQ.Curve.z85Decode(key);
    }

    @Override
    public long receiveFromAll(List<Wire> sockets, long deadlineNanos) {
        long count = 0;
        try (ZMQ.Poller poller = context.createPoller(sockets.size())) {
            sockets.forEach(wire -> poller.register(((PlainWire) wire).socket, ZMQ.Poller.POLLIN));
            while (System.nanoTime() < deadlineNanos) {
                poller.poll(100);
                for (int i = 0; i < sockets.size(); i++) {
                    while (poller.pollin(i) && sockets.get(i).tryReceive() != null) {
                        count++;
                    }
                }
            }
        }
        return count;
    }

    @Override
    public void close() {
        context.close();
    }

    private static class PlainWire implements Wire {
        final ZMQ.Socket socket;

        PlainWire(ZMQ.Socket socket) {
            this.socket = socket;
        }

        @Override
        public String bind(String endpoint) {
            socket.bind(endpoint);
            return socket.getLastEndpoint();
        }

        @Override
        public void connect(String endpoint) {
            socket.connect(endpoint);
        }

        @Override
        public void send(byte[] body) {
            if (!socket.send(body)) {
                throw new IllegalStateException("JeroMQ did not send, errno " + socket.errno());
            }
        }

        @Override
        public byte[] receive() {
            return socket.recv();
        }

        @Override
        public byte[] tryReceive() {
            return socket.recv(ZMQ.DONTWAIT);
        }

        @Override
        public void subscribe(byte[] prefix) {
            socket.subscribe(prefix);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static final class RouterWire extends PlainWire {
        private byte[] peer;

        RouterWire(ZMQ.Socket socket) {
            super(socket);
        }

        @Override
        public void send(byte[] body) {
            socket.sendMore(peer);
            super.send(body);
        }

        @Override
        public byte[] receive() {
            peer = socket.recv();
            return socket.recv();
        }
    }

    private static final class RoutedWire extends PlainWire {
        private int peer;

        RoutedWire(ZMQ.Socket socket) {
            super(socket);
        }

        @Override
        public void connect(String endpoint) {
            peer = socket.connectPeer(endpoint);
        }

        @Override
        public void connectAndGreet(String endpoint, int times) {
            int[] peers = new int[times];
            for (int i = 0; i < times; i++) {
                peers[i] = socket.connectPeer(endpoint);
            }
            for (int one : peers) {
                peer = one;
                send(new byte[0]);
            }
        }

        @Override
        public void send(byte[] body) {
            Msg message = new Msg(body);
            message.setRoutingId(peer);
            if (!socket.base().send(message, 0)) {
                throw new IllegalStateException("JeroMQ did not send, errno " + socket.errno());
            }
        }

        @Override
        public byte[] receive() {
            Msg message = socket.base().recv(0);
            peer = message.getRoutingId();
            return message.data();
        }
    }
}
