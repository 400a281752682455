package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("guide:B20")
@ExtendWith(LeakCheck.class)
class PeeringBrokerTests {
    private static final byte[] EMPTY = new byte[0];

    private final List<Cluster> clusters = new ArrayList<>();

    /** A broker with its clients and workers, all of which end with it. */
    private static final class Cluster implements AutoCloseable {
        final String name;
        final Stage stage = new Stage();
        final ExecutorService loop = Executors.newSingleThreadExecutor();
        final PeeringBroker broker;
        final PeeringBroker.Endpoints endpoints;

        Cluster(String name, TestTransport transport) {
            this.name = name;
            broker = new PeeringBroker(name, stage.context, loop);
            endpoints = broker.start(new PeeringBroker.Endpoints(
                    transport.bindEndpoint(),
                    transport.bindEndpoint(),
                    transport.bindEndpoint(),
                    transport.bindEndpoint()));
        }

        ReqSocket socket(String endpoint) {
            ReqSocket socket = stage.context.req(TestOptions.quick().build());
            socket.connect(endpoint);
            return socket;
        }

        ReqSocket client() {
            return socket(endpoints.clients());
        }

        /** Hears how many workers are idle here. */
        SubSocket state() {
            SubSocket state = stage.context.sub(TestOptions.quick().build());
            state.subscribe(name);
            state.connect(endpoints.state());
            return state;
        }

        /** A worker in the hands of a test. */
        ReqSocket readyWorker() {
            ReqSocket worker = socket(endpoints.workers());
            worker.send(Message.of("READY"));
            return worker;
        }

        void startWorker() {
            ReqSocket worker = readyWorker();
            stage.threads.execute(() -> {
                while (true) {
                    answer(worker);
                }
            });
        }

        void answer(ReqSocket worker) {
            Message request = worker.receive();
            List<byte[]> frames = new ArrayList<>(request.frames());
            frames.set(frames.size() - 1, (request.text() + " by " + name).getBytes());
            worker.send(Message.ofFrames(frames));
        }

        @Override
        public void close() {
            stage.close();
            loop.shutdown();
        }
    }

    private Cluster cluster(String name) {
        return cluster(name, TestTransport.TCP);
    }

    private Cluster cluster(String name, TestTransport transport) {
        Cluster cluster = new Cluster(name, transport);
        for (Cluster other : clusters) {
            cluster.broker.join(other.name, other.endpoints);
            other.broker.join(name, cluster.endpoints);
        }
        clusters.add(cluster);
        return cluster;
    }

    @AfterEach
    void close() {
        clusters.forEach(Cluster::close);
    }

    private static String ask(ReqSocket client, String question) {
        client.send(Message.of(question));
        return client.receive().text();
    }

    @Test
    void aClusterTellsHowManyOfItsWorkersAreIdleWheneverThatChangesAndToEverybodyNew() {
        Cluster dc1 = cluster("DC1");
        dc1.readyWorker();
        SubSocket state = dc1.state();
        assertThat(state.receive().frames()).hasSize(2).first().isEqualTo("DC1".getBytes());
        dc1.readyWorker();
        awaitIdle(state, 2);
        dc1.client().send(Message.of("work"));
        awaitIdle(state, 1);
        awaitIdle(dc1.state(), 1);
    }

    /** The same state may be told more than once. */
    private static void awaitIdle(SubSocket state, int workers) {
        while (Integer.parseInt(state.receive().text()) != workers) {
            // an earlier state
        }
    }

    @Test
    void requestsAreDoneAtHomeWhileSomebodyIsIdleThere() {
        Cluster dc1 = cluster("DC1");
        Cluster dc2 = cluster("DC2");
        for (Cluster home : List.of(dc1, dc2)) {
            home.startWorker();
            awaitIdle(home.state(), 1);
        }
        for (Cluster home : clusters) {
            ReqSocket client = home.client();
            assertThat(ask(client, "work")).endsWith(home.name);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "IPC"})
    void whatNobodyCanDoAtHomeIsDoneElsewhereAndTheReplyFindsItsClient(TestTransport transport) {
        Cluster dc1 = cluster("DC1", transport);
        cluster("DC2", transport);
        cluster("DC3", transport).startWorker();
        List<ReqSocket> clients = List.of(dc1.client(), dc1.client(), dc1.client());
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send(Message.of("work " + i));
        }
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).receive().text()).isEqualTo("work " + i + " by DC3");
        }
    }

    @Test
    void aTaskFromAPeerCarriesItsNameAndTheClientsEnvelope() {
        Cluster dc1 = cluster("DC1");
        ReqSocket worker = cluster("DC2").readyWorker();
        ReqSocket client = dc1.stage.context.req(
                TestOptions.quick().identity("CLIENT".getBytes()).build());
        client.connect(dc1.endpoints.clients());
        client.send(Message.of("work"));
        Message task = worker.receive();
        assertThat(task.frames()).containsExactly("DC1".getBytes(), "CLIENT".getBytes(), EMPTY, "work".getBytes());
        worker.send(task);
        assertThat(client.receive().frames()).containsExactly("work".getBytes());
    }

    @Test
    void thirtyClientsOfThreeClustersAreServedByTheWorkersOfAll() {
        for (int i = 1; i <= 3; i++) {
            Cluster cluster = cluster("DC" + i);
            IntStream.range(0, i).forEach(worker -> cluster.startWorker());
        }
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (Cluster cluster : clusters) {
            for (int i = 0; i < 10; i++) {
                String question = cluster.name + " " + i;
                clients.add(Background.run(() -> {
                    ReqSocket client = cluster.client();
                    for (int request = 0; request < 50; request++) {
                        assertThat(ask(client, question + "/" + request))
                                .startsWith(question + "/" + request + " by DC");
                    }
                }));
            }
        }
        clients.forEach(CompletableFuture::join);
    }

    @Test
    void nobodySendsToAClusterThatHasGone() {
        Cluster dc1 = cluster("DC1");
        Cluster dc2 = cluster("DC2");
        dc2.startWorker();
        ReqSocket client = dc1.client();
        assertThat(ask(client, "first")).isEqualTo("first by DC2");
        Until.isTrue("idle again", () -> dc1.broker.helpers().join().contains("DC2"));
        clusters.remove(dc2);
        dc2.close();
        Until.isTrue("missed", () -> dc1.broker.helpers().join().isEmpty());

        client.send(Message.of("second"));
        assertThat(client.tryReceive(Duration.ofMillis(50))).isNull();
        dc1.startWorker();
        assertThat(client.receive().text()).isEqualTo("second by DC1");
    }

    @Test
    void aClientWhoseTaskWasLostTellsTheMonitor() {
        Cluster dc1 = cluster("DC1");
        PullSocket monitor = dc1.stage.context.pull(TestOptions.quick().build());
        String endpoint = monitor.bind("inproc://monitor").toString();
        ReqSocket worker = dc1.readyWorker();
        ReqSocket client = dc1.client();
        dc1.stage.threads.execute(() -> {
            PushSocket report = dc1.stage.context.push();
            report.connect(endpoint);
            client.send(Message.of("task 1"));
            boolean lost = client.tryReceive(Duration.ofMillis(200)) == null;
            report.send(Message.of(lost ? "lost task 1" : "done task 1"));
        });
        worker.receive();
        worker.close(); // it crashes over its task

        assertThat(monitor.receive().text()).isEqualTo("lost task 1");
    }
}
