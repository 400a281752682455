package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqProxy;
import io.zmqspring.ZmqSocket;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the guide says of contexts, sockets and envelopes in general, as far as no program shows it. */
@ExtendWith(LeakCheck.class)
class CoreRulesTests {
    private static final byte[] EMPTY = new byte[0];

    @AutoClose
    private final Stage stage = new Stage();

    private final ZmqContext context = stage.context;

    @Test
    @Tag("guide:CTX-05")
    void aContextMayBeUsedByAnyNumberOfThreads() {
        PullSocket all = context.pull(TestOptions.quick().build());
        all.bind("inproc://all");
        List<CompletableFuture<Void>> threads = IntStream.range(0, 20)
                .mapToObj(thread -> Background.run(() -> {
                    for (int i = 0; i < 50; i++) {
                        try (PushSocket one = context.push(TestOptions.quick().build())) {
                            one.connect("inproc://all");
                            one.send(Message.of(thread + "/" + i));
                        }
                    }
                }))
                .toList();
        Set<String> received = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 20 * 50; i++) {
            received.add(all.receive().text());
        }
        assertThat(received).hasSize(20 * 50);
        threads.forEach(CompletableFuture::join);
    }

    @Test
    @Tag("guide:CTX-14")
    void connectionsAreServedByAsManyThreadsAsTheContextHas() {
        try (ZmqContext four = ZmqContext.create(4)) {
            Set<String> before = LeakCheck.threads();
            RepSocket service = four.rep(TestOptions.quick().build());
            String endpoint = service.bind("tcp://127.0.0.1:*").toString();
            IntStream.range(0, 16).forEach(i -> four.req().connect(endpoint));
            service.awaitPeers(16, Duration.ofSeconds(10));

            Set<String> threads = LeakCheck.threads();
            threads.removeAll(before);
            assertThat(threads).filteredOn(name -> name.startsWith("zmq-io-")).hasSize(4);
        }
    }

    @Test
    @Tag("guide:SOCK-04")
    @Tag("guide:SOCK-09")
    @Tag("guide:SOCK-11")
    void oneSocketBindsAndConnectsManyEndpointsOfManyTransports() {
        PullSocket sink = context.pull(TestOptions.quick().build());
        List<PushSocket> sources = new ArrayList<>();
        for (TestTransport transport :
                List.of(TestTransport.TCP, TestTransport.TCP, TestTransport.IPC, TestTransport.INPROC)) {
            PushSocket connected = context.push(TestOptions.quick().build());
            connected.connect(sink.bind(transport.bindEndpoint()).toString());
            PushSocket bound = context.push(TestOptions.quick().build());
            sink.connect(bound.bind(transport.bindEndpoint()).toString());
            sources.addAll(List.of(connected, bound));
        }
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).send(Message.of(String.valueOf(i)));
        }
        assertThat(IntStream.range(0, 8).mapToObj(i -> sink.receive().text()))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("guide:MSG-02")
    @Tag("guide:SOCK-22")
    @Tag("guide:SOCK-23")
    void framesOfAnyLengthArriveAsTheyAre(TestTransport transport) {
        PullSocket sink = context.pull(TestOptions.quick().build());
        PushSocket source = context.push(TestOptions.quick().build());
        source.connect(sink.bind(transport.bindEndpoint()).toString());
        byte[] tenKilobytes = new byte[10_240];
        for (int i = 0; i < tenKilobytes.length; i++) {
            tenKilobytes[i] = (byte) i;
        }
        source.send(Message.ofFrames(EMPTY, tenKilobytes, EMPTY));
        source.send(Message.empty());

        assertThat(sink.receive().frames()).containsExactly(EMPTY, tenKilobytes, EMPTY);
        assertThat(sink.receive().frames()).containsExactly(EMPTY);
    }

    @Test
    @Tag("guide:ENV-02")
    void anyNumberOfBrokersMayStandInARow() {
        RouterSocket service = context.router(TestOptions.quick().build());
        String endpoint = service.bind("inproc://service").toString();
        for (int i = 0; i < 3; i++) {
            RouterSocket frontend = context.router();
            DealerSocket backend = context.dealer();
            backend.connect(endpoint);
            endpoint = frontend.bind("tcp://127.0.0.1:*").toString();
            ZmqProxy.start(frontend, backend);
        }
        ReqSocket client = context.req(TestOptions.quick().build());
        client.connect(endpoint);
        client.send(Message.of("Hello"));

        Message request = service.receive();
        assertThat(request.frameCount())
                .as("four addresses, the delimiter and the body")
                .isEqualTo(6);
        assertThat(request.frame(4)).isEmpty();
        service.send(request);
        assertThat(client.receive().frames()).containsExactly("Hello".getBytes());
    }

    @Test
    @Tag("guide:DR-02")
    @Tag("guide:DR-03")
    void aDealerPutsInTheEmptyFrameThatARepWantsAndMayAskManyTimesAtOnce() {
        RepSocket service = context.rep(TestOptions.quick().build());
        stage.threads.execute(() -> {
            while (true) {
                service.send(Message.of(service.receive().text() + " answered"));
            }
        });
        DealerSocket client = context.dealer(TestOptions.quick().build());
        client.connect(service.bind("tcp://127.0.0.1:*").toString());
        for (int i = 0; i < 10; i++) {
            client.send(Message.ofTexts("", "question " + i));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(client.receive().frames()).containsExactly(EMPTY, ("question " + i + " answered").getBytes());
        }
    }

    @Test
    @Tag("guide:DR-14")
    @Tag("guide:DR-18")
    void twoRoutersWithoutNamesCannotBeginToTalk() {
        RouterSocket one = context.router(TestOptions.quick().build());
        RouterSocket other = context.router(TestOptions.quick().build());
        other.connect(one.bind("tcp://127.0.0.1:*").toString());
        one.awaitPeers(1, Duration.ofSeconds(10));

        assertThatThrownBy(() -> one.send(Message.ofTexts("whoever", "", "hello")))
                .isInstanceOf(ZmqUnroutableException.class);
        assertThatThrownBy(() -> other.send(Message.ofTexts("whoever", "", "hello")))
                .isInstanceOf(ZmqUnroutableException.class);
    }

    @Test
    @Tag("guide:PP-07")
    void whoeverConnectedKeepsWhatIsQueuedForAPeerThatHasGone() {
        String tasks = TestTransport.IPC.bindEndpoint();
        String requests = TestTransport.IPC.bindEndpoint();
        PushSocket push = context.push(TestOptions.quick().build());
        push.connect(tasks);
        DealerSocket dealer = context.dealer(TestOptions.quick().build());
        dealer.connect(requests);
        for (int life = 0; life < 2; life++) {
            for (int i = 0; i < 100; i++) {
                push.send(Message.of("task " + i));
                dealer.send(Message.of("request " + i));
            }
            try (PullSocket pull = context.pull(TestOptions.quick().build());
                    DealerSocket other = context.dealer(TestOptions.quick().build())) {
                pull.bind(tasks);
                other.bind(requests);
                for (int i = 0; i < 100; i++) {
                    assertThat(pull.receive().text()).isEqualTo("task " + i);
                    assertThat(other.receive().text()).isEqualTo("request " + i);
                }
            }
            Until.isTrue("both have noticed", () -> isAlone(push) && isAlone(dealer));
        }
    }

    private static boolean isAlone(ZmqSocket socket) {
        return socket.peers().stream().noneMatch(peer -> peer.state() == PeerState.CONNECTED);
    }
}
