package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connecting through a SOCKS5 server, which is a script of octets here. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class SocksProxyTests {
    private static final String TARGET = "tcp://target.invalid:5555";
    private static final String REQUEST = "05 01 00 03 0e 74 61 72 67 65 74 2e 69 6e 76 61 6c 69 64 15 b3";
    private static final String SUCCESS = "05 00 00 01 7f 00 00 01 04 38";

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @AutoClose
    private final RawPeer.Listener server = RawPeer.listen(TestTransport.TCP);

    private final EventRecorder events = new EventRecorder();

    private SocksProxy proxy(String user, String password) {
        int port = Endpoint.parse(server.endpoint()).port().orElseThrow();
        return new SocksProxy("127.0.0.1", port, user, password);
    }

    private PeerSocket socket(SocksProxy proxy) {
        return context.peer(TestOptions.quick()
                .tcp(TcpOptions.DEFAULT.withProxy(proxy))
                .connectTimeout(Duration.ofMillis(300))
                .eventListener(events)
                .build());
    }

    private PeerSocket socket() {
        return socket(proxy("", ""));
    }

    /** The other side's greeting comes in the same segment as the end of the reply. */
    @Test
    @Tag("T-SOCKS-01")
    @Tag("T-SOCKS-02")
    @Tag("T-SOCKS-04")
    @Tag("T-SOCKS-05")
    @Tag("T-SOCKS-06")
    @Tag("T-SOCKS-10")
    void reachesANameThatOnlyTheProxyKnows() {
        PeerSocket socket = socket();
        int id = socket.connect(TARGET);
        try (RawPeer peer = server.accept()) {
            peer.expect("05 01 00").send("05 00").expect(REQUEST);
            peer.send(SUCCESS, Wire.GREETING, Wire.READY, Wire.HELLO).expect(Wire.GREETING, Wire.READY);
            Message message = socket.receive();
            assertThat(message.text()).isEqualTo("Hello");
            socket.send(id, message);
            peer.expect(Wire.HELLO);
        }
        SocketEvent.Connected connected = events.await(SocketEvent.Connected.class);
        assertThat(connected.endpoint()).hasToString(TARGET);
        assertThat(connected.remoteAddress()).isEqualTo("target.invalid:5555");
        assertThat(events.await(SocketEvent.HandshakeSucceeded.class).properties())
                .containsEntry("Peer-Address", "target.invalid");
    }

    @Test
    @Tag("T-SOCKS-03")
    void saysUserAndPassword() {
        socket(proxy("me", "pass")).connect(TARGET);
        try (RawPeer peer = server.accept()) {
            peer.expect("05 01 02").send("05 02").expect("01 02 6d 65 04 70 61 73 73");
            peer.sendOctetByOctet(new byte[] {1, 0}).expect(REQUEST).send(SUCCESS);
            peer.handshake();
        }
    }

    @Test
    @Tag("T-SOCKS-01")
    void everyConnectGoesThroughTheProxyAndBindDoesNot() {
        PeerSocket socket = socket();
        Endpoint bound = socket.bind("tcp://127.0.0.1:*");
        try (RawPeer peer = RawPeer.connect(bound)) {
            peer.handshake();
        }
        for (int i = 0; i < 2; i++) {
            socket.connect(bound.toString());
            try (RawPeer peer = server.accept()) {
                int port = bound.port().orElseThrow();
                peer.expect("05 01 00").send("05 00").expect("05 01 00 01 7f 00 00 01", String.format("%04x", port));
            }
            socket.disconnect(bound.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "04 00", "05 ff", "05 02", "05 00 05 05 00 01 00 00 00 00 00 00", "05 00 05 00 00 09 00"})
    @Tag("T-SOCKS-07")
    @Tag("T-SOCKS-09")
    void triesAgainAfterTheUsualWaitWhenTheProxyFails(String answer) {
        PeerSocket socket = socket();
        int id = socket.connect(TARGET);
        for (int i = 0; i < 2; i++) {
            try (RawPeer peer = server.accept()) {
                peer.expect("05 01 00").send(answer);
                if (!answer.isEmpty()) {
                    peer.readToEnd();
                }
            }
        }
        assertThat(events.await(SocketEvent.ConnectRetried.class, 2))
                .allSatisfy(event -> assertThat(event.detail()).contains("SOCKS proxy"))
                .allSatisfy(event -> assertThat(event.endpoint()).hasToString(TARGET));
        assertThat(events.events(SocketEvent.Connected.class)).isEmpty();
        try (RawPeer peer = server.accept()) {
            peer.expect("05 01 00").send("05 00").expect(REQUEST).send(SUCCESS).handshake();
            socket.send(id, Message.of("Hello"));
            peer.expect(Wire.HELLO);
        }
    }

    @Test
    @Tag("T-SOCKS-07")
    void aProxyThatSaysNothingIsGivenUpAfterTheConnectTimeout() {
        socket().connect(TARGET);
        try (RawPeer silent = server.accept()) {
            silent.expect("05 01 00").expectEnd();
        }
        assertThat(events.await(SocketEvent.ConnectRetried.class).detail()).contains("connectTimeout");
    }

    @Test
    @Tag("T-SOCKS-08")
    void credentialsHave255OctetsAtMost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocksProxy("h", 1, "u".repeat(256), ""))
                .withMessageContaining("256 octets > 255");
        assertThatIllegalArgumentException().isThrownBy(() -> new SocksProxy("h", 1, "u", "ü".repeat(128)));
        assertThatIllegalArgumentException().isThrownBy(() -> new SocksProxy("h", 1, "", "p"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SocksProxy("", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SocksProxy("h", 0));
        assertThat(new SocksProxy("h", 1, "u", "secret")).hasToString("SocksProxy[u@h:1]");
    }
}
