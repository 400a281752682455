package io.zmqspring.benchmarks;

import io.zmqspring.Connectable;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.MessageSender;
import io.zmqspring.PeerSocket;
import io.zmqspring.RoutedSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** This project's sockets. */
final class CoreLibrary implements Library {
    private final ZmqContext context;
    private final SocketOptions options;

    CoreLibrary(Curve curve, int ioThreads, int heartbeatMillis) {
        this.context = ZmqContext.create(ioThreads);
        this.options = SocketOptions.builder()
                .security(security(curve))
                .heartbeat(heartbeatMillis == 0 ? Heartbeat.OFF : Heartbeat.every(Duration.ofMillis(heartbeatMillis)))
                .build();
    }

    private static Security security(Curve curve) {
        return switch (curve) {
            case NONE -> Security.none();
            case SERVER -> Security.curveServer(CurveKeyPair.ofSecret(Curve.SERVER_SECRET), Authenticator.acceptAll());
            case CLIENT ->
                Security.curveClient(CurveKeyPair.ofSecret(Curve.CLIENT_SECRET), CurveKey.parse(Curve.SERVER_PUBLIC));
        };
    }

    @Override
    public Wire socket(String type) {
        ZmqSocket socket = open(type);
        if (socket instanceof RoutedSocket routed) {
            return new RoutedWire(routed);
        }
        return socket instanceof RouterSocket router ? new RouterWire(router) : new PlainWire(socket);
    }

    private ZmqSocket open(String type) {
        return switch (type) {
            case "PUSH" -> context.push(options);
            case "PULL" -> context.pull(options);
            case "PEER" -> context.peer(options);
            case "CLIENT" -> context.client(options);
            case "SERVER" -> context.server(options);
            case "DEALER" -> context.dealer(options);
            case "ROUTER" -> context.router(options);
            case "REQ" -> context.req(options);
            case "REP" -> context.rep(options);
            case "PAIR" -> context.pair(options);
            case "PUB" -> context.pub(options);
            case "SUB" -> context.sub(options);
            default -> throw new IllegalArgumentException("no comparison has a " + type + " socket");
        };
    }

    @Override
    public long receiveFromAll(List<Wire> sockets, long deadlineNanos) {
        LongAdder count = new LongAdder();
        List<MessageReceiver.Registration> registrations = sockets.stream()
                .map(wire -> ((PlainWire) wire).receiver.onMessageDirect(message -> count.increment()))
                .toList();
        while (System.nanoTime() < deadlineNanos) {
            LockSupport.parkNanos(deadlineNanos - System.nanoTime());
        }
        registrations.forEach(MessageReceiver.Registration::close);
        return count.sum();
    }

    @Override
    public void close() {
        context.close(Duration.ZERO);
    }

    private static class PlainWire implements Wire {
        private final ZmqSocket socket;
        private final MessageSender sender;
        private final MessageReceiver receiver;

        PlainWire(ZmqSocket socket) {
            this.socket = socket;
            this.sender = socket instanceof MessageSender s ? s : null;
            this.receiver = socket instanceof MessageReceiver r ? r : null;
        }

        @Override
        public String bind(String endpoint) {
            return socket.bind(endpoint).toString();
        }

        @Override
        public void connect(String endpoint) {
            ((Connectable) socket).connect(endpoint);
        }

        @Override
        public void send(byte[] body) {
            sender.send(Message.wrap(body));
        }

        @Override
        public byte[] receive() {
            return receiver.receive().body();
        }

        @Override
        public byte[] tryReceive() {
            Message message = receiver.tryReceive();
            return message == null ? null : message.body();
        }

        @Override
        public void subscribe(byte[] prefix) {
            ((SubSocket) socket).subscribe(prefix);
        }

        @Override
        public void close() {
            socket.close(Duration.ZERO);
        }
    }

    private static final class RouterWire extends PlainWire {
        private final RouterSocket socket;
        private byte[] peer;

        RouterWire(RouterSocket socket) {
            super(socket);
            this.socket = socket;
        }

        @Override
        public void send(byte[] body) {
            socket.send(Message.ofFrames(peer, body));
        }

        @Override
        public byte[] receive() {
            Message message = socket.receive();
            peer = message.frame(0);
            return message.body();
        }
    }

    private static final class RoutedWire extends PlainWire {
        private final RoutedSocket socket;
        private int peer;

        RoutedWire(RoutedSocket socket) {
            super(socket);
            this.socket = socket;
        }

        @Override
        public void connect(String endpoint) {
            peer = ((PeerSocket) socket).connect(endpoint);
        }

        @Override
        public void connectAndGreet(String endpoint, int times) {
            int[] peers = IntStream.range(0, times)
                    .map(i -> ((PeerSocket) socket).connect(endpoint))
                    .toArray();
            for (int one : peers) {
                socket.send(one, Message.empty());
            }
        }

        @Override
        public void send(byte[] body) {
            socket.send(peer, Message.wrap(body));
        }

        @Override
        public void answerDirectly() {
            socket.onMessageDirect(message -> socket.trySend(message.routingId(), message));
        }

        @Override
        public byte[] receive() {
            Message message = socket.receive();
            peer = message.routingId();
            return message.body();
        }
    }
}
