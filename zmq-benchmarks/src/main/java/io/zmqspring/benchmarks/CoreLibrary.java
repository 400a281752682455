package io.zmqspring.benchmarks;

import io.zmqspring.Connectable;
import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.MessageSender;
import io.zmqspring.PeerSocket;
import io.zmqspring.RoutedSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** This project's sockets. */
final class CoreLibrary implements Library {
    private final ZmqContext context = ZmqContext.create();

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
            case "PUSH" -> context.push();
            case "PULL" -> context.pull();
            case "PEER" -> context.peer();
            case "CLIENT" -> context.client();
            case "SERVER" -> context.server();
            case "DEALER" -> context.dealer();
            case "ROUTER" -> context.router();
            case "REQ" -> context.req();
            case "REP" -> context.rep();
            case "PAIR" -> context.pair();
            case "PUB" -> context.pub();
            case "SUB" -> context.sub();
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
