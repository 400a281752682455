package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link SocketOptions#immediate()}: only a connection that stands has a queue. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class ImmediateTests {
    private static final SocketOptions IMMEDIATE =
            TestOptions.quick().immediate(true).build();

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private PullSocket pull() {
        return context.pull(TestOptions.quick().build());
    }

    private String nobodysEndpoint() {
        try (PullSocket pull = pull()) {
            return pull.bind(transport.bindEndpoint()).toString();
        }
    }

    @Test
    @Tag("S-ALL-16")
    @Tag("O-031")
    void anEndpointThatIsNotThereIsNoPeer() {
        PushSocket push = context.push(IMMEDIATE);
        String later = nobodysEndpoint();
        push.connect(later);
        assertThat(push.trySend(Message.of("nobody"))).isFalse();
        PullSocket there = pull();
        String endpoint = there.bind(transport.bindEndpoint()).toString();
        push.connect(endpoint);
        for (int i = 0; i < 10; i++) {
            push.send(Message.of("" + i));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(there.receive().text()).isEqualTo("" + i);
        }
        push.disconnect(endpoint);
        PullSocket late = pull();
        late.bind(later);
        push.send(Message.of("late"));
        assertThat(late.receive().text()).isEqualTo("late");
    }

    @Test
    @Tag("S-ALL-16")
    void aRouterDoesNotKnowAPeerWithoutAConnection() {
        RouterSocket router = context.router(IMMEDIATE);
        String endpoint = nobodysEndpoint();
        router.connect(endpoint, "d".getBytes());
        Message message = Message.ofTexts("d", "x");
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> router.send(message));
        DealerSocket dealer = context.dealer(TestOptions.quick().build());
        dealer.bind(endpoint);
        dealer.send(Message.of("hello"));
        assertThat(router.receive().frame(0)).isEqualTo("d".getBytes());
        router.send(message);
        assertThat(dealer.receive().text()).isEqualTo("x");
    }

    @Test
    @Tag("S-ALL-17")
    void whatIsQueuedGoesWithTheConnection() {
        assumeThat(transport).as("inproc connections do not break").isNotEqualTo(TestTransport.INPROC);
        PushSocket push = context.push(IMMEDIATE);
        try (RawPeer.Listener listener = RawPeer.listen(transport)) {
            push.connect(listener.endpoint());
            try (RawPeer first = listener.accept()) {
                first.send(Wire.GREETING, Wire.ready("Socket-Type", "PULL")).expect(Wire.GREETING);
                push.send(Message.of("first"));
                while (push.trySend(Message.wrap(new byte[1 << 20]))) {
                    // until its queue is full
                }
                first.reset();
            }
            try (RawPeer second = listener.accept()) {
                second.send(Wire.GREETING, Wire.ready("Socket-Type", "PULL"))
                        .expect(Wire.GREETING, Wire.ready("Socket-Type", "PUSH"));
                push.send(Message.of("hi"));
                second.expect("00 02 68 69").expectSilence(Duration.ofMillis(50));
            }
        }
        assertThat(push.stats().dropped(DropReason.PEER_GONE)).isPositive();
        Books.assertBalanced(push);
    }

    @Test
    @Tag("S-PEER-08")
    void aPeerSocketQueuesFromTheConnectOnAndRefusesTheOption() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.peer(IMMEDIATE))
                .withMessageContaining("immediate=true")
                .withMessageContaining("routing id")
                .withMessageContaining("set it to false");
    }
}
