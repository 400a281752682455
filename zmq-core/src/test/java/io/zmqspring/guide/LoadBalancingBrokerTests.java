package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterOptions;
import io.zmqspring.RouterSocket;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("guide:B17")
@ExtendWith(LeakCheck.class)
class LoadBalancingBrokerTests {
    private static final byte[] EMPTY = new byte[0];

    @AutoClose
    private final Stage stage = new Stage();

    private final RouterSocket clients = stage.context.router(
            TestOptions.quick().router(RouterOptions.LENIENT).build());
    private final RouterSocket workers =
            stage.context.router(TestOptions.quick().build());

    @BeforeEach
    void start() {
        clients.bind("tcp://127.0.0.1:*");
        workers.bind("tcp://127.0.0.1:*");
        LoadBalancingBroker.start(stage.context, stage.threads, clients, workers);
    }

    private ReqSocket client(String identity) {
        return socket(identity, clients);
    }

    private ReqSocket readyWorker(String identity) {
        ReqSocket worker = socket(identity, workers);
        worker.send(Message.of("READY"));
        return worker;
    }

    private ReqSocket socket(String identity, RouterSocket broker) {
        ReqSocket socket = stage.context.req(
                TestOptions.quick().identity(identity.getBytes()).build());
        socket.connect(broker.boundEndpoints().get(0).toString());
        return socket;
    }

    private static void answer(ReqSocket worker) {
        Message request = worker.receive();
        worker.send(Message.of(request.text() + " done").withLeading(request.frame(0), EMPTY));
    }

    @Test
    void aWorkerSeesWhoAskedAndTheClientSeesTheReplyOnly() {
        ReqSocket worker = readyWorker("WORKER");
        ReqSocket client = client("CLIENT");
        client.send(Message.of("Hello"));
        assertThat(worker.receive().frames()).containsExactly("CLIENT".getBytes(), EMPTY, "Hello".getBytes());
        worker.send(Message.ofTexts("CLIENT", "", "World"));
        assertThat(client.receive().frames()).containsExactly("World".getBytes());
    }

    @Test
    void tenClientsAndThreeWorkersLoseNoRequestAndMixUpNoReply() {
        for (int i = 0; i < 3; i++) {
            ReqSocket worker = readyWorker("worker " + i);
            stage.threads.execute(() -> {
                while (true) {
                    answer(worker);
                }
            });
        }
        List<CompletableFuture<Void>> clients = IntStream.range(0, 10)
                .mapToObj(i -> Background.run(() -> {
                    ReqSocket client = client("client " + i);
                    for (int request = 0; request < 100; request++) {
                        client.send(Message.of(i + "/" + request));
                        assertThat(client.receive().text()).isEqualTo(i + "/" + request + " done");
                    }
                }))
                .toList();
        clients.forEach(CompletableFuture::join);
    }

    @Test
    void requestsWaitUntilAWorkerIsReady() {
        List<ReqSocket> clients =
                IntStream.range(0, 10).mapToObj(i -> client("client " + i)).toList();
        clients.forEach(client -> client.send(Message.of("Hello")));
        assertThat(clients.get(0).tryReceive(Duration.ofMillis(50))).isNull();

        ReqSocket worker = readyWorker("worker");
        for (int i = 0; i < 10; i++) {
            answer(worker);
        }
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.receive().text()).isEqualTo("Hello done"));
    }

    @Test
    void theWorkerThatHasWaitedLongestIsNext() {
        List<String> turns = new CopyOnWriteArrayList<>();
        for (String name : List.of("A", "B", "C")) {
            ReqSocket worker = readyWorker(name);
            stage.threads.execute(() -> {
                while (true) {
                    Message request = worker.receive();
                    turns.add(name);
                    worker.send(request);
                }
            });
        }
        Until.isTrue("all have said READY", () -> workers.stats().traffic().deliveredMessages() == 3);
        ReqSocket client = client("client");
        for (int i = 0; i < 30; i++) {
            client.send(Message.of("Hello"));
            client.receive();
        }
        // The first turns tell in which order they came; from then on everybody waits for two others.
        assertThat(turns.subList(27, 30)).containsExactlyInAnyOrder("A", "B", "C");
        assertThat(turns.subList(24, 27)).isEqualTo(turns.subList(27, 30));
    }

    @Test
    void whatWouldHaveGoneToAWorkerThatLeftGoesToTheNext() {
        ReqSocket leaver = readyWorker("leaver");
        ReqSocket client = client("client");
        client.send(Message.of("first"));
        answer(leaver); // now it is ready again
        assertThat(client.receive().text()).isEqualTo("first done");
        leaver.close(Duration.ofSeconds(5));
        Until.isTrue("it has left", () -> workers.peers().isEmpty());

        client.send(Message.of("second"));
        answer(readyWorker("other"));
        assertThat(client.receive().text()).isEqualTo("second done");
    }

    @Test
    void aClientThatLeftBeforeItsReplyHarmsNobody() {
        ReqSocket leaver = client("leaver");
        leaver.send(Message.of("never mind"));
        ReqSocket worker = readyWorker("worker");
        Message request = worker.receive();
        leaver.close();
        Until.isTrue("it has left", () -> clients.peers().isEmpty());
        worker.send(request);

        ReqSocket client = client("client");
        client.send(Message.of("Hello"));
        answer(worker);
        assertThat(client.receive().text()).isEqualTo("Hello done");
    }
}
