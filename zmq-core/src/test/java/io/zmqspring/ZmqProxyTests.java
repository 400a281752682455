package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.Until;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
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
    @Tag("P-036")
    @Tag("P-037")
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
    @Tag("P-043")
    void whilePausedNothingPassesAndNothingIsLost() {
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
            assertThat(sink.tryReceive(Duration.ofMillis(20))).isNull();
            assertThat(proxy.statistics().forwardMessages()).isZero();
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
    @Tag("P-036")
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

    @Test
    @Tag("P-037")
    void aForwarderPassesSubscriptionsUpAndMessagesDown() {
        XSubSocket frontend = context.xsub();
        XPubSocket backend = context.xpub();
        PubSocket publisher = context.pub();
        publisher.connect(frontend.bind("tcp://127.0.0.1:*").toString());
        SubSocket subscriber = context.sub();
        subscriber.subscribe("a");
        subscriber.connect(backend.bind("tcp://127.0.0.1:*").toString());

        ZmqProxy.start(frontend, backend);
        publisher.awaitSubscribers("a", 1, WAIT);
        publisher.send(Message.of("b"));
        publisher.send(Message.ofTexts("a", "frame", ""));
        assertThat(subscriber.tryReceive(WAIT)).extracting(Message::frameCount).isEqualTo(3);
    }

    @Test
    @Tag("P-038")
    void theCaptureGetsBothDirectionsWithTheirFrames() {
        RouterSocket frontend = context.router();
        DealerSocket backend = context.dealer();
        PubSocket capture = context.pub();
        SubSocket captured = context.sub();
        captured.subscribe("");
        captured.connect(capture.bind("inproc://capture").toString());
        capture.awaitSubscribers(1, WAIT);
        ReqSocket client = context.req();
        client.connect(frontend.bind("inproc://front").toString());
        RepSocket service = context.rep();
        service.connect(backend.bind("inproc://back").toString());

        ZmqProxy.start(frontend, backend, capture);
        client.send(Message.of("question"));
        service.tryReceive(WAIT);
        service.send(Message.of("answer"));
        client.tryReceive(WAIT);
        for (String last : List.of("question", "answer")) {
            Message copy = captured.tryReceive(WAIT);
            assertThat(copy.frameCount()).as("identity, delimiter, body").isEqualTo(3);
            assertThat(copy.frame(1)).isEmpty();
            assertThat(copy.frame(2)).asString().isEqualTo(last);
        }
    }

    @Test
    @Tag("P-039")
    void nothingIsTakenWhileTheOtherSideHasNoRoom() {
        PullSocket frontend = context.pull();
        PushSocket backend = context.push(); // nobody connected
        PushSocket source = context.push();
        source.connect(frontend.bind("inproc://in").toString());
        ZmqProxy proxy = ZmqProxy.start(frontend, backend);
        source.send(Message.of("a"));
        Until.stays(
                "it waits in front",
                Duration.ofMillis(30),
                () -> frontend.stats().traffic().incomingQueue() == 1);
        proxy.close();
        assertThat(text(frontend.tryReceive())).as("not lost with the proxy").isEqualTo("a");
        assertThat(proxy.statistics().dropped()).isZero();
    }

    @Test
    @Tag("P-040")
    void oneSocketOnBothSidesIsAnEcho() {
        RouterSocket echo = context.router();
        ZmqProxy.start(echo, echo);
        DealerSocket client = context.dealer();
        client.connect(echo.bind("inproc://echo").toString());
        for (int i = 0; i < 10; i++) {
            client.send(Message.of("" + i));
            assertThat(text(client.tryReceive(WAIT))).isEqualTo("" + i);
        }
    }

    @Test
    @Tag("P-041")
    void refusesToHaveOneSideOnly() {
        assertThatThrownBy(() -> ZmqProxy.start(null, context.dealer())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ZmqProxy.start(context.router(), null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    @Tag("P-036")
    void theBlockingFormReturnsWhenTheContextIsClosed() {
        RouterSocket frontend = context.router();
        DealerSocket backend = context.dealer();
        CompletableFuture<Void> running = Background.run(() -> ZmqProxy.run(frontend, backend));
        DealerSocket client = context.dealer();
        client.connect(frontend.bind("inproc://front").toString());
        assertThat(running).isNotDone();
        context.close(Duration.ZERO);
        running.join();
    }

    @Test
    void anInterruptEndsTheBlockingFormAndNoSocket() {
        PullSocket frontend = context.pull();
        CompletableFuture<Void> running = Background.run(() -> {
            Thread.currentThread().interrupt();
            ZmqProxy.run(frontend, context.push());
        });
        assertThatThrownBy(running::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ZmqInterruptedException.class);
        assertThat(frontend.isClosed()).isFalse();
    }

    @Test
    @Tag("P-042")
    @Tag("P-043")
    @Tag("P-044")
    @Tag("P-045")
    @Tag("P-046")
    @Tag("P-047")
    void isSteeredByTheCommandsOfASocket() {
        RouterSocket frontend = context.router();
        DealerSocket backend = context.dealer();
        DealerSocket client = context.dealer();
        client.connect(frontend.bind("inproc://front").toString());
        DealerSocket service = context.dealer();
        service.connect(backend.bind("inproc://back").toString());
        RepSocket control = context.rep();
        ReqSocket operator = context.req();
        operator.connect(control.bind("inproc://control").toString());

        ZmqProxy proxy = ZmqProxy.start(frontend, backend);
        proxy.steerBy(control);
        client.send(Message.ofTexts("", "one")); // with the identity of five octets three frames of eight octets
        Message request = service.tryReceive(WAIT);
        service.send(request);
        assertThat(client.tryReceive(WAIT).frameCount()).isEqualTo(2);
        Until.isTrue("both are counted", () -> proxy.statistics().backwardMessages() == 1);

        assertThat(ask(operator, "PAUSE").frame(0)).isEmpty();
        client.send(Message.ofTexts("", "two"));
        assertThat(service.tryReceive(Duration.ofMillis(20))).isNull();
        List<Long> statistics = ask(operator, "STATISTICS").frames().stream()
                .map(frame ->
                        ByteBuffer.wrap(frame).order(ByteOrder.nativeOrder()).getLong())
                .toList();
        assertThat(statistics).hasSize(8);
        assertThat(statistics.subList(2, 8)).containsExactly(3L, 8L, 3L, 8L, 3L, 8L);

        assertThat(ask(operator, "RESUME").frame(0)).isEmpty();
        assertThat(service.tryReceive(WAIT)).isNotNull();
        assertThat(ask(operator, "pause").frame(0)).as("no command").isEmpty();
        assertThat(proxy.isRunning()).isTrue();
        assertThat(ask(operator, "TERMINATE").frame(0)).isEmpty();
        proxy.awaitEnd();
        assertThat(proxy.isRunning()).isFalse();
        assertThat(frontend.isClosed()).isFalse();
    }

    private static Message ask(ReqSocket operator, String command) {
        operator.send(Message.of(command));
        return operator.tryReceive(WAIT);
    }

    @Test
    @Tag("P-049")
    void threadSafeTypesPassOrAreRefused() {
        GatherSocket frontend = context.gather();
        ScatterSocket backend = context.scatter();
        ScatterSocket source = context.scatter();
        source.connect(frontend.bind("inproc://in").toString());
        GatherSocket sink = context.gather();
        sink.connect(backend.bind("inproc://out").toString());
        ZmqProxy.start(frontend, backend);
        source.send(Message.of("work"));
        assertThat(text(sink.tryReceive(WAIT))).isEqualTo("work");

        assertThatThrownBy(() -> ZmqProxy.start(context.server(), context.client()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no message can pass between SERVER and CLIENT");
    }

    /** Much traffic one way does not hold up the other. */
    @Test
    @Tag("P-048")
    void bothDirectionsProgress() {
        DealerSocket frontend = context.dealer();
        DealerSocket backend = context.dealer();
        DealerSocket left = context.dealer();
        DealerSocket right = context.dealer();
        left.connect(frontend.bind("inproc://left").toString());
        right.connect(backend.bind("inproc://right").toString());
        ZmqProxy.start(frontend, backend);
        CompletableFuture<Void> flood = Background.run(() -> {
            try {
                while (true) {
                    left.send(Message.of("x"));
                }
            } catch (ZmqClosedException over) {
                // by the end of the test
            }
        });
        CompletableFuture<Void> drain = Background.run(() -> {
            try {
                while (true) {
                    right.receive();
                }
            } catch (ZmqClosedException over) {
                // by the end of the test
            }
        });
        for (int i = 0; i < 100; i++) {
            right.send(Message.of("" + i));
            assertThat(text(left.tryReceive(WAIT))).isEqualTo("" + i);
        }
        context.close(Duration.ZERO);
        flood.join();
        drain.join();
    }
}
