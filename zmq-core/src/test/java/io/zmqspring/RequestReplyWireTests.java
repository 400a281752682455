package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The octets of REQ, REP, DEALER, ROUTER, PAIR and CHANNEL. */
@ParameterizedClass
@EnumSource(names = {"TCP", "IPC"})
@ExtendWith(LeakCheck.class)
class RequestReplyWireTests {
    private static final String ANONYMOUS = "08 49 64 65 6e 74 69 74 79 00 00 00 00";

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private SocketOptionsBuilder options() {
        return TestOptions.quick().envelope(EnvelopeMode.NEVER);
    }

    /** A peer of the given type, anonymous, which has seen our greeting and not yet our READY. */
    private RawPeer peer(ZmqSocket socket, String type) {
        Endpoint endpoint = socket.boundEndpoints().isEmpty()
                ? socket.bind(transport.bindEndpoint())
                : socket.boundEndpoints().get(0);
        return RawPeer.connect(endpoint)
                .send(Wire.GREETING, Wire.ready("Socket-Type", type))
                .expect(Wire.GREETING);
    }

    private static String ready(String type, String rest) {
        return Wire.command("READY", Wire.property("Socket-Type", type) + rest);
    }

    @Test
    @Tag("S-REQ-03")
    @Tag("S-REQ-22")
    @Tag("S-REQ-24")
    @Tag("Z-129")
    void aRequestBeginsWithAnEmptyFrame() {
        ReqSocket req = context.req(options().build());
        try (RawPeer rep = peer(req, "REP")) {
            rep.expect(ready("REQ", ANONYMOUS));
            req.send(Message.ofTexts("q", "r"));
            rep.expect("01 00 01 01 71 00 01 72");
            rep.send(Wire.PING)
                    .expect(Wire.PONG)
                    .send("01 00", Wire.PING, "00 01 61")
                    .expect(Wire.PONG);
            assertThat(req.receive().text()).isEqualTo("a");
            req.send(Message.empty());
            rep.expect("01 00 00 00");
        }
    }

    @Test
    @Tag("S-REQ-13")
    @Tag("S-REQ-14")
    void aCorrelatedRequestBeginsWithAnId() {
        ReqSocket req = context.req(options().req(ReqOptions.RELAXED).build());
        try (RawPeer rep = peer(req, "REP")) {
            rep.expect(ready("REQ", ANONYMOUS));
            req.send(Message.of("q"));
            rep.expect("01 04");
            byte[] id = rep.read(4);
            rep.expect("01 00 00 01 71");
            rep.send("01 04 " + HexFormat.of().formatHex(id) + " 01 00 00 01 61");
            assertThat(req.receive().text()).isEqualTo("a");
            req.send(Message.of("q"));
            rep.expect("01 04");
            assertThat(rep.read(4)).isNotEqualTo(id);
        }
    }

    @Test
    @Tag("S-REQ-09")
    void whatCannotBeAReplyEndsTheConnection() {
        for (String bad : new String[] {"00 01 61", "00 00", "01 01 65 01 00 00 01 61", "01 04 01 02 03 04 00 00"}) {
            try (ReqSocket req = context.req(options().build());
                    RawPeer rep = peer(req, "REP")) {
                rep.expect(ready("REQ", ANONYMOUS));
                req.send(Message.of("q"));
                rep.expect("01 00 00 01 71").send(bad).expectEnd();
                assertThat(req.tryReceive()).isNull();
            }
        }
    }

    @Test
    @Tag("S-REQ-10")
    void aReplyWithAnIdThatWasNotAskedForIsSkipped() {
        ReqSocket req = context.req(options().build());
        try (RawPeer rep = peer(req, "REP")) {
            rep.expect(ready("REQ", ANONYMOUS));
            req.send(Message.of("q"));
            rep.expect("01 00 00 01 71").send("01 04 01 02 03 04 01 00 00 01 62", "01 00 00 01 61");
            assertThat(req.receive().text()).isEqualTo("a");
        }
    }

    @Test
    @Tag("S-REP-04")
    @Tag("S-REP-05")
    @Tag("S-REP-11")
    @Tag("Z-130")
    void theReplyHasTheEnvelopeOfTheRequest() {
        RepSocket rep = context.rep(options().build());
        try (RawPeer dealer = peer(rep, "DEALER")) {
            dealer.expect(ready("REP", ""));
            dealer.send("00 01 71", "01 01 65 00 00"); // no delimiter; nothing behind it
            dealer.send("01 02 65 31 01 02 65 32 01 00 00 01 71");
            assertThat(rep.receive().text()).isEqualTo("q");
            rep.send(Message.ofTexts("r1", "r2"));
            dealer.expect("01 02 65 31 01 02 65 32 01 00 01 02 72 31 00 02 72 32");
        }
    }

    @Test
    @Tag("S-DEALER-02")
    @Tag("S-DEALER-08")
    @Tag("Z-134")
    void aDealerAnnouncesItsIdentityAndChangesNothing() {
        DealerSocket dealer = context.dealer(options().identity("me".getBytes()).build());
        try (RawPeer rep = peer(dealer, "REP")) {
            rep.expect(ready("DEALER", "08 49 64 65 6e 74 69 74 79 00 00 00 02 6d 65"));
            dealer.send(Message.ofTexts("", "q"));
            rep.expect("01 00 00 01 71").send("01 01 78 00 00");
            assertThat(dealer.receive().frames()).containsExactly(new byte[] {'x'}, new byte[0]);
        }
    }

    @Test
    @Tag("S-ROUTER-02")
    @Tag("S-ROUTER-15")
    @Tag("S-ROUTER-16")
    @Tag("Z-133")
    @Tag("A-13")
    void aRouterClosesTheConnectionOfASecondPeerWithTheSameIdentity() {
        RouterSocket router = context.router(options().build());
        Endpoint endpoint = router.bind(transport.bindEndpoint());
        String ready = Wire.ready("Socket-Type", "DEALER", "Identity", "x");
        try (RawPeer first = RawPeer.connect(endpoint).send(Wire.GREETING, ready);
                RawPeer second = RawPeer.connect(endpoint)) {
            first.expect(Wire.GREETING, ready("ROUTER", ANONYMOUS));
            Until.isTrue("the first is known", () -> router.peers().size() == 1);
            second.send(Wire.GREETING, ready, "00 01 79").expect(Wire.GREETING, ready("ROUTER", ANONYMOUS));
            second.expectEnd();
            router.send(Message.ofTexts("x", "a"));
            first.expect("00 01 61");
            assertThat(router.tryReceive()).isNull();
            try (RawPeer zero = RawPeer.connect(endpoint)) { // such identities are those we generate
                zero.send(Wire.GREETING, Wire.ready("Socket-Type", "DEALER", "Identity", "\0abcd"), "00 01 7a");
                Message message = router.receive();
                assertThat(message.frame(0)).hasSize(5).isNotEqualTo("\0abcd".getBytes());
            }
        }
    }

    @Test
    @Tag("S-ROUTER-17")
    @Tag("S-ROUTER-18")
    @Tag("S-ROUTER-19")
    @Tag("A-13")
    void withHandoverTheFirstConnectionIsClosed() {
        RouterSocket router =
                context.router(options().router(new RouterOptions(true, true)).build());
        Endpoint endpoint = router.bind(transport.bindEndpoint());
        String ready = Wire.ready("Socket-Type", "DEALER", "Identity", "x");
        try (RawPeer first = RawPeer.connect(endpoint).send(Wire.GREETING, ready, "01 01 61 00 01 62");
                RawPeer second = RawPeer.connect(endpoint)) {
            first.expect(Wire.GREETING, ready("ROUTER", ANONYMOUS));
            Until.isTrue("the message is there", () -> router.stats().traffic().incomingQueue() == 1);
            second.send(Wire.GREETING, ready).expect(Wire.GREETING, ready("ROUTER", ANONYMOUS));
            first.expectEnd();
            assertThat(router.receive().frameCount()).isEqualTo(3);
            router.send(Message.ofTexts("x", "a"));
            second.expect("00 01 61");
        }
    }

    @Test
    @Tag("S-PAIR-02")
    @Tag("S-PAIR-05")
    @Tag("S-CHANNEL-03")
    @Tag("S-CHANNEL-05")
    @Tag("S-TS-04")
    void aSecondPeerOfAPairIsDisconnected() {
        for (String type : new String[] {"PAIR", "CHANNEL"}) {
            try (ZmqSocket socket = type.equals("PAIR")
                            ? context.pair(options().build())
                            : context.channel(options().build());
                    RawPeer first = peer(socket, type).expect(ready(type, ""));
                    RawPeer second = peer(socket, type).expect(ready(type, ""))) {
                second.expectEnd();
                ((MessageSender) socket).send(Message.of("a"));
                first.expect("00 01 61").send("01 01 62 00 01 63", "00 01 64");
                Message message = ((MessageReceiver) socket).receive();
                assertThat(message.text()).isEqualTo(type.equals("PAIR") ? "c" : "d");
                first.expectSilence(Duration.ofMillis(20));
            }
        }
    }

    @Test
    @Tag("S-PULL-04")
    @Tag("F-02")
    void halfAMessageIsNotDelivered() {
        PullSocket pull = context.pull(options().build());
        try (RawPeer half = peer(pull, "PUSH").expect(ready("PULL", ""));
                RawPeer whole = peer(pull, "PUSH").expect(ready("PULL", ""))) {
            half.send("01 01 61").reset();
            Until.isTrue("gone", () -> pull.peers().size() == 1);
            whole.send("01 01 62 00 01 63");
            assertThat(pull.receive().frameCount()).isEqualTo(2);
            assertThat(pull.tryReceive()).isNull();
        }
    }
}
