package io.zmqspring.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.event.SocketEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class RawPeerTests {

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    void talksToASocketThatListens(TestTransport transport) {
        EventRecorder events = new EventRecorder();
        try (ZmqContext context = ZmqContext.create();
                PeerSocket socket = context.peer(
                        SocketOptions.builder().eventListener(events).build());
                RawPeer peer = RawPeer.connect(socket.bind(transport.bindEndpoint()))) {
            peer.handshake().send(Wire.HELLO);
            Message received = socket.receive();
            assertThat(received.text()).isEqualTo("Hello");
            socket.send(received.routingId(), Message.of("Hello"));
            peer.expect(Wire.HELLO);
            assertThat(events.await(SocketEvent.HandshakeSucceeded.class).routingId())
                    .isEqualTo(received.routingId());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    void talksToASocketThatConnects(TestTransport transport) {
        try (ZmqContext context = ZmqContext.create();
                PeerSocket socket = context.peer();
                RawPeer.Listener listener = RawPeer.listen(transport)) {
            int id = socket.connect(listener.endpoint());
            try (RawPeer peer = listener.accept()) {
                peer.handshake();
                socket.send(id, Message.of("Hello"));
                peer.expect(Wire.HELLO);
            }
        }
    }

    @Test
    void saysWhatCameInsteadOfWhatWasDue() {
        try (ZmqContext context = ZmqContext.create();
                PeerSocket socket = context.peer();
                RawPeer peer = RawPeer.connect(socket.bind("tcp://127.0.0.1:*"))) {
            assertThatThrownBy(() -> peer.expect("ff 00 01"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ff 00 00");
        }
    }
}
