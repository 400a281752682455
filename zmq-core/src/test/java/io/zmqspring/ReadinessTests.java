package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ZmqPoller.Interest;
import io.zmqspring.ZmqPoller.Ready;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When a poller finds which socket type ready to receive or to send. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class ReadinessTests {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private SocketOptions options() {
        return TestOptions.quick().identity("d".getBytes()).build();
    }

    /** Both become true in time. */
    private void expectReady(ZmqSocket socket, Interest interest) {
        try (ZmqPoller<String> poller = context.poller()) {
            poller.add(socket, "socket", interest);
            List<Ready<String>> ready = poller.await(SOON);
            assertThat(ready).as(interest + " of " + socket).hasSize(1);
            assertThat(
                            interest == Interest.READABLE
                                    ? ready.get(0).readable()
                                    : ready.get(0).writable())
                    .isTrue();
        }
    }

    private void expectNotReady(ZmqSocket socket, Interest... interests) {
        try (ZmqPoller<String> poller = context.poller()) {
            poller.add(socket, "socket", interests);
            assertThat(poller.await(SHORT)).isEmpty();
        }
    }

    @Test
    @Tag("S-REQ-21")
    @Tag("S-REP-10")
    void reqAndRepAreReadyInTurn() {
        ReqSocket req = context.req(options());
        RepSocket rep = context.rep(options());
        expectNotReady(req, Interest.READABLE, Interest.WRITABLE);
        expectNotReady(rep, Interest.READABLE, Interest.WRITABLE);
        req.connect(bind(rep));
        for (int i = 0; i < 2; i++) {
            expectReady(req, Interest.WRITABLE);
            req.send(Message.of("q"));
            expectNotReady(req, Interest.READABLE, Interest.WRITABLE);
            expectReady(rep, Interest.READABLE);
            expectNotReady(rep, Interest.WRITABLE);
            rep.receive();
            expectReady(rep, Interest.WRITABLE);
            rep.send(Message.of("r"));
            expectNotReady(rep, Interest.READABLE, Interest.WRITABLE);
            expectReady(req, Interest.READABLE);
            req.receive();
        }
    }

    @Test
    @Tag("S-ROUTER-11")
    @Tag("S-ROUTER-12")
    void aMandatoryRouterIsReadyToSendWhileSomePeerHasRoom() {
        SocketOptions one = TestOptions.quick()
                .sendHighWaterMark(1)
                .receiveHighWaterMark(1)
                .identity("d".getBytes())
                .build();
        RouterSocket router = context.router(one);
        expectNotReady(router, Interest.WRITABLE);
        DealerSocket dealer = context.dealer(one);
        dealer.connect(bind(router));
        expectReady(router, Interest.WRITABLE);
        dealer.send(Message.of("hello"));
        router.receive();
        Message large = Message.ofFrames("d".getBytes(), new byte[1 << 20]);
        while (router.trySend(large, SHORT)) {
            // until nothing moves
        }
        expectNotReady(router, Interest.WRITABLE);
        dealer.receive();
        while (dealer.tryReceive(SHORT) != null) {
            // makes room
        }
        expectReady(router, Interest.WRITABLE);
        RouterSocket lenient =
                context.router(one.toBuilder().router(RouterOptions.LENIENT).build());
        expectReady(lenient, Interest.WRITABLE);
    }

    @Test
    @Tag("S-PEER-19")
    @Tag("S-SERVER-09")
    void whoNamesItsPeersByIdIsAlwaysReadyToSend() {
        expectReady(context.peer(TestOptions.quick().build()), Interest.WRITABLE);
        expectReady(context.server(TestOptions.quick().build()), Interest.WRITABLE);
    }

    @Test
    @Tag("S-ALL-44")
    @Tag("S-TS-10")
    void aSocketMaySitInSeveralPollers() {
        PushSocket push = context.push(TestOptions.quick().build());
        PullSocket pull = context.pull(TestOptions.quick().build());
        try (ZmqPoller<String> one = context.poller();
                ZmqPoller<String> two = context.poller()) {
            for (ZmqPoller<String> poller : List.of(one, two)) {
                poller.add(push, "push", Interest.WRITABLE);
                poller.add(pull, "pull", Interest.READABLE);
                assertThat(poller.await(SHORT)).isEmpty();
            }
            push.connect(bind(pull));
            push.send(Message.of("x"));
            expectReady(pull, Interest.READABLE);
            for (ZmqPoller<String> poller : List.of(one, two)) {
                assertThat(poller.await(SOON)).extracting(Ready::attachment).containsExactlyInAnyOrder("push", "pull");
            }
            pull.receive();
            assertThat(one.await(SOON)).extracting(Ready::attachment).containsExactly("push");
            assertThat(two.await(SOON)).extracting(Ready::attachment).containsExactly("push");
        }
    }

    @Test
    void anImmediateSenderIsNotReadyBeforeItsConnectionStands() {
        PushSocket push = context.push(TestOptions.quick().immediate(true).build());
        PullSocket pull = context.pull(TestOptions.quick().build());
        String endpoint = bind(pull);
        pull.close();
        push.connect(endpoint);
        expectNotReady(push, Interest.WRITABLE);
        PullSocket back = context.pull(TestOptions.quick().build());
        back.bind(endpoint);
        expectReady(push, Interest.WRITABLE);
    }
}
