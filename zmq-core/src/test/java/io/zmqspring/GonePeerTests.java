package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What RFC 28 and RFC 30 want of the queues of a peer that has gone: what was to be sent to it is thrown away. What it had
 * sent stays readable, as docs/decisions/0002 has it.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
@Timeout(20)
@Tag("N-20")
class GonePeerTests {
    private static final byte[] LARGE = new byte[100_000];

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static SocketOptions narrow(String identity) {
        return TestOptions.quick()
                .sendHighWaterMark(10)
                .receiveHighWaterMark(10)
                .identity(identity.getBytes(StandardCharsets.US_ASCII))
                .build();
    }

    /** Nothing is left in the queue and everything that was accepted is accounted for. */
    private static void expectThrownAway(ZmqSocket sender) {
        Until.isTrue("gone", () -> sender.peers().isEmpty());
        Traffic traffic = sender.stats().traffic();
        assertThat(traffic.outgoingQueue()).isZero();
        assertThat(traffic.sentMessages()
                        + sender.stats().dropped(DropReason.PEER_GONE)
                        + sender.stats().dropped(DropReason.CONNECTION_LOST))
                .isEqualTo(traffic.acceptedMessages());
    }

    @Test
    void aPushThrowsAwayWhatWaitedForAPullThatWent() {
        PushSocket push = context.push(narrow(""));
        String endpoint = push.bind(transport.bindEndpoint()).toString();
        PullSocket first = context.pull(narrow(""));
        first.connect(endpoint);
        while (push.trySend(Message.wrap(LARGE), Duration.ofMillis(200))) {
            // until its queue is full
        }
        first.close();
        expectThrownAway(push);
        PullSocket second = context.pull(narrow(""));
        second.connect(endpoint);
        push.send(Message.of("new"));
        assertThat(second.receive().text()).isEqualTo("new");
    }

    @Test
    void aDealerThrowsAwayWhatWaitedForAPeerThatWent() {
        DealerSocket dealer = context.dealer(narrow(""));
        String endpoint = dealer.bind(transport.bindEndpoint()).toString();
        DealerSocket first = context.dealer(narrow(""));
        first.connect(endpoint);
        while (dealer.trySend(Message.wrap(LARGE), Duration.ofMillis(200))) {
            // until its queue is full
        }
        first.close();
        expectThrownAway(dealer);
        DealerSocket second = context.dealer(narrow(""));
        second.connect(endpoint);
        dealer.send(Message.of("new"));
        assertThat(second.receive().text()).isEqualTo("new");
    }

    @Test
    void aRouterThrowsAwayWhatWaitedForAPeerThatWentAndComesBackUnderTheSameName() {
        RouterSocket router = context.router(narrow(""));
        String endpoint = router.bind(transport.bindEndpoint()).toString();
        DealerSocket first = context.dealer(narrow("me"));
        first.connect(endpoint);
        first.send(Message.of("here I am"));
        router.receive();
        Message large = Message.ofFrames("me".getBytes(StandardCharsets.US_ASCII), LARGE);
        while (router.trySend(large, Duration.ofMillis(200))) {
            // until its queue is full
        }
        first.close();
        expectThrownAway(router);
        DealerSocket second = context.dealer(narrow("me"));
        second.connect(endpoint);
        second.send(Message.of("again"));
        router.receive();
        router.send(Message.ofTexts("me", "new"));
        assertThat(second.receive().text()).isEqualTo("new");
    }

    /** A PULL and a DEALER lose nothing by the haste of who sent it. */
    @Test
    void whatAGonePeerHadSentStaysReadable() {
        PullSocket pull = context.pull(narrow(""));
        PushSocket push = context.push(narrow(""));
        push.connect(pull.bind(transport.bindEndpoint()).toString());
        push.send(Message.of("sent"));
        Until.isTrue("there", () -> pull.stats().traffic().incomingQueue() == 1);
        push.close();
        Until.isTrue("gone", () -> pull.peers().isEmpty());
        assertThat(pull.receive().text()).isEqualTo("sent");
    }

    @Test
    void aReqListensOnlyToThePeerItHasAsked() {
        ReqSocket req = context.req(narrow("req"));
        RouterSocket asked = context.router(narrow(""));
        RouterSocket other = context.router(narrow(""));
        req.connect(asked.bind(transport.bindEndpoint()).toString());
        req.send(Message.of("question"));
        assertThat(asked.receive().frameCount()).isEqualTo(3);
        req.connect(other.bind(transport.bindEndpoint()).toString());
        Until.isTrue("connected", () -> other.peers().size() == 1);
        other.send(Message.ofTexts("req", "", "nobody asked me"));
        Until.isTrue("there", () -> other.stats().traffic().outgoingQueue() == 0);
        assertThat(req.tryReceive(Duration.ofMillis(100))).isNull();
        asked.send(Message.ofTexts("req", "", "answer"));
        assertThat(req.receive().text()).isEqualTo("answer");
        req.send(Message.of("next"));
        assertThat(other.receive().frameCount()).isEqualTo(3);
        other.send(Message.ofTexts("req", "", "mine"));
        assertThat(req.receive().text()).isEqualTo("mine");
    }

    /** Its turn is not lost with the peer: the request is due until the socket is told otherwise (RFC 28). */
    @Test
    void aReqWhosePeerWentSendsTheNextRequestToAnotherOnce() {
        ReqSocket req = context.req(TestOptions.quick().req(ReqOptions.RELAXED).build());
        String endpoint = req.bind(transport.bindEndpoint()).toString();
        RouterSocket first = context.router(narrow(""));
        first.connect(endpoint);
        req.send(Message.of("lost"));
        first.close();
        Until.isTrue("gone", () -> req.peers().isEmpty());
        RouterSocket second = context.router(narrow(""));
        second.connect(endpoint);
        req.send(Message.of("new"));
        List<byte[]> request = second.receive().frames();
        assertThat(new String(request.get(request.size() - 1), StandardCharsets.UTF_8))
                .isEqualTo("new");
        assertThat(second.tryReceive(Duration.ofMillis(50))).isNull();
    }
}
