package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Wire;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that sockets make by themselves, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class NoticesTests {
    private static final Notices ALL =
            new Notices(false, Message.of("hello"), Message.of("disconnect"), Message.of("hiccup"));

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private static SocketOptions options(Notices notices) {
        return TestOptions.quick().notices(notices).build();
    }

    private static List<String> texts(Message message) {
        return message.frames().stream().map(String::new).toList();
    }

    @Test
    @Tag("S-DEALER-06")
    @Tag("S-REQ-23")
    @Tag("S-ROUTER-25")
    void aProbeTellsARouterOfItsPeerAheadOfWhatIsQueued() {
        RouterSocket gone = context.router();
        String endpoint = bind(gone);
        gone.close();
        DealerSocket dealer = context.dealer(TestOptions.quick()
                .identity("d".getBytes())
                .notices(Notices.PROBE_ROUTER)
                .build());
        dealer.connect(endpoint);
        dealer.send(Message.of("queued"));
        RouterSocket router = context.router(TestOptions.quick()
                .identity("r".getBytes())
                .notices(Notices.PROBE_ROUTER)
                .build());
        router.bind(endpoint);
        assertThat(texts(router.receive())).containsExactly("d", "");
        assertThat(texts(router.receive())).containsExactly("d", "queued");
        assertThat(dealer.receive().size()).isZero();
        ReqSocket req = context.req(TestOptions.quick()
                .identity("q".getBytes())
                .notices(Notices.PROBE_ROUTER)
                .build());
        req.connect(endpoint);
        assertThat(texts(router.receive())).containsExactly("q", "");
    }

    @Test
    @Tag("S-ALL-48")
    @Tag("S-ALL-50")
    @Tag("S-ALL-54")
    @Tag("S-ALL-55")
    @Tag("S-ALL-58")
    @Tag("S-ALL-59")
    @Tag("S-ALL-62")
    @Tag("S-SERVER-08")
    void aServerHearsHelloAndThatItsClientHasGone() {
        for (EnvelopeMode envelope : List.of(EnvelopeMode.NEVER, EnvelopeMode.AUTO)) {
            SocketOptions options =
                    TestOptions.quick().notices(ALL).envelope(envelope).build();
            ServerSocket server = context.server(options);
            ClientSocket client = context.client(options);
            String endpoint = bind(server);
            client.connect(endpoint);
            client.send(Message.of("q"));
            Message hello = server.receive();
            assertThat(hello.text()).isEqualTo("hello");
            assertThat(server.receive().text()).isEqualTo("q");
            assertThat(client.receive().text()).isEqualTo("hello");
            client.disconnect(endpoint);
            Message end = server.receive();
            assertThat(end.text()).isEqualTo("disconnect");
            assertThat(end.routingId()).isEqualTo(hello.routingId());
            assertThat(client.tryReceive()).isNull();
        }
    }

    @Test
    @Tag("S-ALL-49")
    @Tag("S-ALL-60")
    @Tag("S-DEALER-05")
    @Tag("S-ROUTER-29")
    void aDealerHearsThatItsConnectionBrokeAndSaysHelloAgain() {
        RouterSocket first = context.router(options(ALL));
        String endpoint = bind(first);
        DealerSocket dealer = context.dealer(
                TestOptions.quick().identity("d".getBytes()).notices(ALL).build());
        dealer.connect(endpoint);
        assertThat(dealer.receive().text()).isEqualTo("hello");
        assertThat(texts(first.receive())).containsExactly("d", "hello");
        first.close();
        if (transport == TestTransport.INPROC) {
            return;
        }
        assertThat(dealer.receive().text()).isEqualTo("hiccup");
        RouterSocket second = context.router(options(ALL));
        second.bind(endpoint);
        assertThat(texts(second.receive())).containsExactly("d", "hello");
        assertThat(dealer.receive().text()).isEqualTo("hello");
        dealer.close();
        assertThat(texts(second.receive())).containsExactly("d", "disconnect");
    }

    @Test
    @Tag("S-ROUTER-26")
    @Tag("S-ROUTER-28")
    void aRouterIsToldOfPeersThatComeAndGo() {
        RouterSocket router = context.router(TestOptions.quick()
                .router(new RouterOptions(true, false, true, true))
                .build());
        DealerSocket dealer =
                context.dealer(TestOptions.quick().identity("d".getBytes()).build());
        dealer.connect(bind(router));
        dealer.send(Message.of("x"));
        if (transport != TestTransport.INPROC) {
            assertThat(texts(router.receive())).containsExactly("d", "");
        }
        assertThat(texts(router.receive())).containsExactly("d", "x");
        dealer.close();
        if (transport != TestTransport.INPROC) {
            assertThat(texts(router.receive())).containsExactly("d", "");
        }
        assertThat(router.tryReceive()).isNull();
    }

    @Test
    @Tag("S-ALL-51")
    @Tag("S-ALL-56")
    @Tag("S-ALL-57")
    @Tag("S-ROUTER-27")
    @Tag("S-DEALER-06")
    void theOctets() {
        if (transport == TestTransport.INPROC) {
            return;
        }
        RouterSocket router = context.router(options(new Notices(true, Message.of("hi"), Message.of("bye"), null)));
        Endpoint endpoint = router.bind(transport.bindEndpoint());
        String ready = Wire.ready("Socket-Type", "DEALER", "Identity", "d");
        try (RawPeer never = RawPeer.connect(endpoint).send(Wire.GREETING);
                RawPeer peer = RawPeer.connect(endpoint).send(Wire.GREETING, ready)) {
            never.reset();
            peer.expect(Wire.GREETING, Wire.ready("Socket-Type", "ROUTER", "Identity", ""), "00 00", "00 02 68 69");
            peer.send("01 01 61").reset();
            assertThat(texts(router.receive())).containsExactly("d", "bye");
            assertThat(router.tryReceive()).isNull();
        }
    }

    @Test
    @Tag("S-ALL-51")
    void aNoticeIsASingleFrame() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Notices(false, Message.ofTexts("a", "b"), null, null))
                .withMessageContaining("hello of 2 frames");
    }
}
