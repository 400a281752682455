package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The identities that a ROUTER gives the peers it connects to, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class RouterIdentityTests {
    private static final byte[] CHOSEN = "chosen".getBytes();

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private RouterSocket router(RouterOptions options) {
        return context.router(TestOptions.quick().router(options).build());
    }

    private DealerSocket dealer(String identity) {
        return context.dealer(TestOptions.quick().identity(identity.getBytes()).build());
    }

    private String nobodysEndpoint() {
        try (PullSocket pull = context.pull()) {
            return pull.bind(transport.bindEndpoint()).toString();
        }
    }

    private static List<String> texts(Message message) {
        return message.frames().stream().map(String::new).toList();
    }

    @Test
    @Tag("S-ROUTER-20")
    @Tag("S-ROUTER-22")
    @Tag("O-053")
    void aChosenIdentityCountsAtOnceAndWhateverThePeerAnnounces() {
        RouterSocket router = router(RouterOptions.MANDATORY);
        String endpoint = nobodysEndpoint();
        router.connect(endpoint, CHOSEN);
        router.send(Message.ofTexts("chosen", "before anybody is there"));
        DealerSocket dealer = dealer("announced");
        dealer.bind(endpoint);
        assertThat(dealer.receive().text()).isEqualTo("before anybody is there");
        dealer.send(Message.of("hi"));
        assertThat(texts(router.receive())).containsExactly("chosen", "hi");
        assertThatExceptionOfType(ZmqUnroutableException.class)
                .isThrownBy(() -> router.send(Message.ofTexts("announced", "x")));
        router.send(Message.ofTexts("chosen", "ho"));
        assertThat(dealer.receive().text()).isEqualTo("ho");
    }

    @Test
    @Tag("S-ROUTER-21")
    @Tag("A-13")
    void anIdentityInUseIsRefusedUntilItIsFree() {
        RouterSocket router = router(new RouterOptions(true, true));
        String endpoint = nobodysEndpoint();
        router.connect(endpoint, CHOSEN);
        assertThatExceptionOfType(ZmqStateException.class)
                .isThrownBy(() -> router.connect(nobodysEndpoint(), CHOSEN))
                .withMessageContaining("identity")
                .withMessageContaining("disconnect");
        assertThat(router.peers()).hasSize(1);
        router.disconnect(endpoint);
        router.connect(endpoint, CHOSEN);
        DealerSocket dealer = dealer("");
        dealer.bind(endpoint);
        router.send(Message.ofTexts("chosen", "x"));
        assertThat(dealer.receive().text()).isEqualTo("x");
    }

    @Test
    void whatIsNoIdentityIsRefused() {
        RouterSocket router = router(RouterOptions.MANDATORY);
        for (byte[] none : List.of(new byte[0], new byte[256], new byte[] {0, 1})) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> router.connect(nobodysEndpoint(), none))
                    .withMessageContaining(none.length + " octets")
                    .withMessageContaining("255");
        }
        assertThat(router.peers()).isEmpty();
    }

    @Test
    @Tag("S-ROUTER-15")
    @Tag("S-ROUTER-17")
    @Tag("A-13")
    void anotherPeerThatAnnouncesAChosenIdentityIsTreatedAsAnyOther() {
        for (boolean handover : List.of(false, true)) {
            RouterSocket router = router(new RouterOptions(true, handover));
            DealerSocket first = dealer("");
            router.connect(first.bind(transport.bindEndpoint()).toString(), CHOSEN);
            router.send(Message.ofTexts("chosen", "a"));
            assertThat(first.receive().text()).isEqualTo("a");
            DealerSocket second = dealer("chosen");
            second.connect(router.bind(transport.bindEndpoint()).toString());
            if (handover) {
                second.send(Message.of("mine now"));
                assertThat(texts(router.receive())).containsExactly("chosen", "mine now");
                Until.isTrue("the first has gone", () -> first.peers().isEmpty());
            } else {
                second.trySend(Message.of("mine?"));
            }
            router.send(Message.ofTexts("chosen", "b"));
            assertThat((handover ? second : first).receive().text()).isEqualTo("b");
            second.close();
        }
    }

    @Test
    @Tag("S-ROUTER-24")
    void aPeerThatComesBackUnderAnotherIdentityKeepsTheFirst() {
        assumeThat(transport).as("inproc connections do not break").isNotEqualTo(TestTransport.INPROC);
        RouterSocket router = router(RouterOptions.MANDATORY);
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            router.connect(listener.endpoint());
            for (String identity : List.of("a", "b")) {
                try (RawPeer peer = listener.accept()) {
                    peer.send(Wire.GREETING, Wire.ready("Socket-Type", "DEALER", "Identity", identity), "00 01 78");
                    assertThat(texts(router.receive())).containsExactly("a", "x");
                    peer.reset();
                }
            }
        }
    }
}
