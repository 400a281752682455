package io.zmqspring.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.zmqspring.Connectable;
import io.zmqspring.DishSocket;
import io.zmqspring.Heartbeat;
import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.MessageSender;
import io.zmqspring.PeerSocket;
import io.zmqspring.RadioSocket;
import io.zmqspring.RoutedSocket;
import io.zmqspring.RouterOptions;
import io.zmqspring.SocketOptionsBuilder;
import io.zmqspring.SocketType;
import io.zmqspring.SubSocket;
import io.zmqspring.XSubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqSocket;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.AnySocket;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** This library. */
final class OurLibrary implements Library {
    private final ZmqContext context = ZmqContext.create();

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public List<TestTransport> transports() {
        return List.of(TestTransport.values());
    }

    @Override
    public Optional<String> cannot(SocketType type) {
        return Optional.empty();
    }

    @Override
    public OurEnd open(SocketType type, boolean heartbeats, String identity, Protection protection) {
        SocketOptionsBuilder options =
                TestOptions.quick().router(RouterOptions.LENIENT).security(protection.security());
        if (heartbeats) {
            options.heartbeat(Heartbeat.every(HEARTBEAT).withTimeout(PATIENCE).withTtl(PATIENCE));
        }
        if (!identity.isEmpty()) {
            options.identity(identity.getBytes(ISO_8859_1));
        }
        EventRecorder recorder = new EventRecorder();
        options.eventListener(recorder);
        return new OurEnd(AnySocket.open(context, type, options.build()), recorder);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Our socket. */
    static final class OurEnd implements End {
        private final ZmqSocket socket;
        private final EventRecorder recorder;
        private @Nullable String connectedId;

        OurEnd(ZmqSocket socket, EventRecorder recorder) {
            this.recorder = recorder;
            this.socket = socket;
        }

        @Override
        public String bind(String endpoint) {
            return socket.bind(endpoint).toString();
        }

        @Override
        public void connect(String endpoint) {
            if (socket instanceof PeerSocket peer) {
                connectedId = RoutingIds.text(peer.connect(endpoint));
            } else {
                ((Connectable) socket).connect(endpoint);
            }
        }

        @Override
        public @Nullable String connectedId() {
            return connectedId;
        }

        /** Whether somebody has connected, now or in that time. */
        boolean isReachedWithin(Duration time) {
            try {
                Awaitility.await()
                        .atMost(time)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> !recorder.events(SocketEvent.HandshakeSucceeded.class)
                                .isEmpty());
                return true;
            } catch (ConditionTimeoutException nobody) {
                return false;
            }
        }

        @Override
        public void subscribe(String topic) {
            if (socket instanceof SubSocket sub) {
                sub.subscribe(topic);
            } else if (socket instanceof DishSocket dish) {
                dish.join(topic);
            } else {
                ((XSubSocket) socket).send(message(List.of("\1" + topic)));
            }
        }

        @Override
        public void unsubscribe(String topic) {
            if (socket instanceof SubSocket sub) {
                sub.unsubscribe(topic);
            } else if (socket instanceof DishSocket dish) {
                dish.leave(topic);
            } else {
                ((XSubSocket) socket).send(message(List.of("\0" + topic)));
            }
        }

        @Override
        public void send(List<String> frames) {
            List<String> rest = frames.subList(1, frames.size());
            if (socket instanceof RoutedSocket routed) {
                routed.send(RoutingIds.number(frames.get(0)), message(rest));
            } else if (socket instanceof RadioSocket radio) {
                radio.send(frames.get(0), message(rest));
            } else {
                ((MessageSender) socket).send(message(frames));
            }
        }

        @Override
        public @Nullable List<String> receive(Duration timeout) {
            Message message = ((MessageReceiver) socket).tryReceive(timeout);
            if (message == null) {
                return null;
            }
            List<String> frames = new ArrayList<>();
            if (socket instanceof RoutedSocket) {
                frames.add(RoutingIds.text(message.routingId()));
            }
            message.frames().forEach(frame -> frames.add(new String(frame, ISO_8859_1)));
            return frames;
        }

        @Override
        public String toString() {
            return recorder.events() + ", peers " + socket.peers();
        }

        private static Message message(List<String> frames) {
            return Message.ofFrames(
                    frames.stream().map(frame -> frame.getBytes(ISO_8859_1)).toList());
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
