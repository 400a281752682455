package io.zmqspring.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.zmqspring.SocketType;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.Msg;

/** JeroMQ, draft types included. Its ipc is tcp in truth, and meets nobody but itself. */
final class JeroMq implements Library {
    private final ZContext context = new ZContext();
    private @Nullable Future<Void> gate;

    @Override
    public String name() {
        return "JeroMQ";
    }

    @Override
    public List<TestTransport> transports() {
        return List.of(TestTransport.TCP);
    }

    /** One in twenty connections that JeroMQ 0.6.0 makes gets stuck before its first octet, whoever listens. */
    @Override
    public boolean mayGetStuck() {
        return true;
    }

    @Override
    public Optional<String> cannot(SocketType type) {
        return Optional.empty();
    }

    @Override
    public End open(SocketType type, boolean heartbeats, String identity, Protection protection) {
        ZMQ.Socket socket = context.createSocket(org.zeromq.SocketType.valueOf(type.name()));
        socket.setLinger(0);
        socket.setSendTimeOut((int) PATIENCE.toMillis());
        socket.setReconnectIVL(5);
        if (heartbeats && type != SocketType.DISH) { // its DISH takes a PONG for a message, a wrong one, and hangs up
            socket.setHeartbeatIvl((int) HEARTBEAT.toMillis());
            socket.setHeartbeatTimeout((int) PATIENCE.toMillis());
            socket.setHeartbeatTtl((int) PATIENCE.toMillis());
        }
        if (!identity.isEmpty()) {
            socket.setIdentity(identity.getBytes(ISO_8859_1));
        }
        protect(socket, protection);
        return new JeroMqEnd(type, socket);
    }

    private void protect(ZMQ.Socket socket, Protection protection) {
        switch (protection) {
            case NONE -> {}
            case PLAIN_CLIENT -> {
                socket.setPlainUsername(Protection.USER);
                socket.setPlainPassword(Protection.PASSWORD);
            }
            case PLAIN_SERVER -> {
                gate();
                socket.setPlainServer(true);
            }
            case CURVE_CLIENT -> {
                socket.setCurveServerKey(Protection.SERVER.publicKey().octets());
                socket.setCurvePublicKey(Protection.CLIENT.publicKey().octets());
                socket.setCurveSecretKey(Protection.CLIENT.secretKey());
            }
            case CURVE_SERVER -> {
                gate();
                socket.setCurveServer(true);
                socket.setCurveSecretKey(Protection.SERVER.secretKey());
                socket.setCurvePublicKey(Protection.SERVER.publicKey().octets());
            }
        }
    }

    /** Its servers let nobody in without a handler; this one lets in who has our user's name, or our client's key. */
    private void gate() {
        if (gate != null) {
            return;
        }
        ZMQ.Socket handler = context.createSocket(org.zeromq.SocketType.REP);
        handler.setLinger(0);
        check(handler.bind("inproc://zeromq.zap.01"));
        gate = Background.run(() -> {
            try {
                for (List<String> request = frames(handler); !request.isEmpty(); request = frames(handler)) {
                    String credential = request.get(6);
                    boolean known = credential.equals(Protection.USER)
                            || credential.equals(
                                    new String(Protection.CLIENT.publicKey().octets(), ISO_8859_1));
                    String status = known ? "200" : "400";
                    for (String frame : List.of("1.0", request.get(1), status, "", "")) {
                        handler.sendMore(frame.getBytes(ISO_8859_1));
                    }
                    handler.send(new byte[0]);
                }
            } catch (ZMQException ended) {
                // the context is closed
            }
        });
    }

    private static void check(boolean done) {
        if (!done) {
            throw new AssertionError("JeroMQ's handler could not bind");
        }
    }

    private static List<String> frames(ZMQ.Socket socket) {
        List<String> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            if (frame == null) {
                return List.of();
            }
            frames.add(new String(frame, ISO_8859_1));
        } while (socket.hasReceiveMore());
        return frames;
    }

    @Override
    public void close() {
        context.close();
    }

    private static final class JeroMqEnd implements End {
        private final SocketType type;
        private final ZMQ.Socket socket;
        private @Nullable String connectedId;

        JeroMqEnd(SocketType type, ZMQ.Socket socket) {
            this.type = type;
            this.socket = socket;
        }

        @Override
        public String bind(String endpoint) {
            check(socket.bind(endpoint), "bind " + endpoint);
            return socket.getLastEndpoint();
        }

        @Override
        public void connect(String endpoint) {
            if (type == SocketType.PEER) {
                connectedId = RoutingIds.text(socket.connectPeer(endpoint));
            } else {
                check(socket.connect(endpoint), "connect to " + endpoint);
            }
        }

        @Override
        public @Nullable String connectedId() {
            return connectedId;
        }

        @Override
        public void subscribe(String topic) {
            switch (type) {
                case DISH -> check(socket.join(topic), "join " + topic);
                case XSUB -> send(List.of("\1" + topic));
                default -> check(socket.subscribe(topic), "subscribe to " + topic);
            }
        }

        @Override
        public void unsubscribe(String topic) {
            switch (type) {
                case DISH -> check(socket.leave(topic), "leave " + topic);
                case XSUB -> send(List.of("\0" + topic));
                default -> check(socket.unsubscribe(topic), "unsubscribe from " + topic);
            }
        }

        @Override
        public void send(List<String> frames) {
            switch (type) {
                case SERVER, PEER -> {
                    Msg message = message(frames.get(1));
                    message.setRoutingId(RoutingIds.number(frames.get(0)));
                    send(message, 0);
                }
                case RADIO -> {
                    Msg message = message(frames.get(1));
                    message.setGroup(frames.get(0));
                    send(message, 0);
                }
                default -> {
                    int last = frames.size() - 1;
                    for (int i = 0; i <= last; i++) {
                        send(message(frames.get(i)), i < last ? ZMQ.SNDMORE : 0);
                    }
                }
            }
        }

        private static Msg message(String frame) {
            return new Msg(frame.getBytes(ISO_8859_1));
        }

        private void send(Msg message, int flags) {
            check(socket.base().send(message, flags), "send");
        }

        @Override
        public @Nullable List<String> receive(Duration timeout) {
            socket.setReceiveTimeOut((int) timeout.toMillis());
            Msg message = socket.base().recv(0);
            if (message == null) {
                return null;
            }
            List<String> frames = new ArrayList<>();
            switch (type) {
                case SERVER, PEER -> frames.add(RoutingIds.text(message.getRoutingId()));
                case DISH -> frames.add(message.getGroup());
                default -> {}
            }
            frames.add(new String(message.data(), ISO_8859_1));
            while (socket.hasReceiveMore()) {
                frames.add(new String(socket.base().recv(0).data(), ISO_8859_1));
            }
            return frames;
        }

        private void check(boolean done, String what) {
            if (!done) {
                throw new AssertionError("JeroMQ's " + type + " could not " + what + ", errno " + socket.errno());
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
