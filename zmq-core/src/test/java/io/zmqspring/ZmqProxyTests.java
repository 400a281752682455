package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Until;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZmqProxyTests {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close(Duration.ZERO);
    }

    private static String text(Message message) {
        return message == null ? "nothing" : message.text();
    }

    @Test
    void aBrokerOfRouterAndDealerPassesRequestsAndTheirReplies() {
        RouterSocket frontend = context.router();
        DealerSocket backend = context.dealer();
        Endpoint clients = frontend.bind("tcp://127.0.0.1:*");
        Endpoint services = backend.bind("tcp://127.0.0.1:*");
        ReqSocket client = context.req();
        client.connect(clients.toString());
        RepSocket service = context.rep();
        service.connect(services.toString());

        try (ZmqProxy proxy = ZmqProxy.start(frontend, backend)) {
            for (int i = 0; i < 10; i++) {
                client.send(Message.of("question " + i));
                assertThat(text(service.tryReceive(WAIT))).isEqualTo("question " + i);
                service.send(Message.of("answer " + i));
                assertThat(text(client.tryReceive(WAIT))).isEqualTo("answer " + i);
            }
            Until.isTrue("both ways are counted", () -> proxy.statistics().backwardMessages() == 10);
            assertThat(proxy.statistics().forwardMessages()).isEqualTo(10);
            assertThat(proxy.statistics().dropped()).isZero();
        }
    }

    @Test
    void aStreamerPassesOneWayAndShowsEverythingToItsCapture() {
        PullSocket frontend = context.pull();
        PushSocket backend = context.push();
        PushSocket capture = context.push();
        PushSocket source = context.push();
        source.connect(frontend.bind("inproc://in").toString());
        PullSocket sink = context.pull();
        sink.connect(backend.bind("inproc://out").toString());
        PullSocket captured = context.pull();
        captured.connect(capture.bind("inproc://capture").toString());

        try (ZmqProxy proxy = ZmqProxy.start(frontend, backend, capture)) {
            source.send(Message.of("work"));
            assertThat(text(sink.tryReceive(WAIT))).isEqualTo("work");
            assertThat(text(captured.tryReceive(WAIT))).isEqualTo("work");
            Until.isTrue("it is counted", () -> proxy.statistics().forwardMessages() == 1);
            assertThat(proxy.statistics().forwardBytes()).isEqualTo(4);
            assertThat(proxy.statistics().backwardMessages()).isZero();
        }
    }

    @Test
    void whilePausedAtMostOneMessagePassesAndNoneIsLost() {
        PullSocket frontend = context.pull();
        PushSocket backend = context.push();
        PushSocket source = context.push();
        source.connect(frontend.bind("inproc://in").toString());
        PullSocket sink = context.pull();
        sink.connect(backend.bind("inproc://out").toString());

        try (ZmqProxy proxy = ZmqProxy.start(frontend, backend)) {
            proxy.pause();
            for (int i = 0; i < 5; i++) {
                source.send(Message.of("work " + i));
            }
            Until.isTrue("four wait in front", () -> frontend.stats().traffic().incomingQueue() >= 4);
            proxy.resume();
            for (int i = 0; i < 5; i++) {
                assertThat(text(sink.tryReceive(WAIT))).isEqualTo("work " + i);
            }
        }
    }

    @Test
    void closingItLeavesTheSocketsOpen() {
        PullSocket frontend = context.pull();
        PushSocket backend = context.push();
        ZmqProxy proxy = ZmqProxy.start(frontend, backend);
        proxy.close();

        assertThat(proxy.isRunning()).isFalse();
        assertThat(frontend.isClosed()).isFalse();
        assertThat(backend.isClosed()).isFalse();
    }

    @Test
    void itEndsWhenOneOfItsSocketsIsClosed() {
        PullSocket frontend = context.pull();
        try (ZmqProxy proxy = ZmqProxy.start(frontend, context.push())) {
            frontend.close();
            Until.isTrue("the proxy has ended", () -> !proxy.isRunning());
        }
    }

    @Test
    void refusesSocketsBetweenWhichNothingCanPass() {
        assertThatThrownBy(() -> ZmqProxy.start(context.push(), context.push()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no message can pass between PUSH and PUSH");
    }
}
