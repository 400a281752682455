package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.PeerInfo;
import io.zmqspring.PeerState;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqOptions;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class RequestBrokerTests {
    @AutoClose
    private final Stage stage = new Stage();

    private ReqSocket client(String endpoint) {
        ReqSocket client =
                stage.context.req(TestOptions.quick().req(ReqOptions.RELAXED).build());
        client.connect(endpoint);
        return client;
    }

    private RepSocket service(String endpoint) {
        RepSocket service = stage.context.rep(TestOptions.quick().build());
        service.connect(endpoint);
        return service;
    }

    /** Answers what it is asked by the question and its own name. */
    private void serve(RepSocket service, String name) {
        stage.threads.execute(() -> {
            while (true) {
                service.send(Message.of(service.receive().text() + " by " + name));
            }
        });
    }

    @Test
    @Tag("guide:B8")
    void manyClientsAreServedByManyServicesInTurn() {
        try (RequestBroker broker = RequestBroker.start(stage.context)) {
            List<RepSocket> services = List.of(service(broker.services()), service(broker.services()));
            Until.isTrue("both are connected", () -> services.stream().allMatch(one -> isConnected(one.peers())));
            serve(services.get(0), "A");
            serve(services.get(1), "B");
            List<ReqSocket> clients = IntStream.range(0, 10)
                    .mapToObj(i -> client(broker.clients()))
                    .toList();

            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.get(i).send(Message.of("question " + i));
            }
            for (int i = 0; i < 10; i++) {
                String answer = clients.get(i).receive().text();
                assertThat(answer).startsWith("question " + i + " by ");
                answers.add(answer.substring(answer.length() - 1));
            }
            assertThat(answers).contains("A", "B");
        }
    }

    private static boolean isConnected(List<PeerInfo> peers) {
        return peers.stream().anyMatch(peer -> peer.state() == PeerState.CONNECTED);
    }

    @Test
    @Tag("guide:B8")
    void aServiceMayComeAfterTheRequestAndALaterOneMayReplaceIt() {
        try (RequestBroker broker = RequestBroker.start(stage.context)) {
            ReqSocket client = client(broker.clients());
            client.send(Message.of("first"));
            RepSocket service = service(broker.services());
            assertThat(service.receive().text()).isEqualTo("first");
            service.send(Message.of("served"));
            assertThat(client.receive().text()).isEqualTo("served");
            service.close();

            serve(service(broker.services()), "its successor");
            assertThat(Stage.askAgainAndAgain(client, "second")).isEqualTo("second by its successor");
        }
    }

    @Test
    @Tag("guide:B8")
    void theEnvelopeGrowsAndShrinksByOneAddressAtEachRouter() {
        RouterSocket frontend = stage.context.router(TestOptions.quick().build());
        DealerSocket backend = stage.context.dealer(TestOptions.quick().build());
        ReqSocket client =
                stage.context.req(TestOptions.quick().identity("ABC".getBytes()).build());
        client.connect(frontend.bind("tcp://127.0.0.1:*").toString());
        RepSocket service = service(backend.bind("tcp://127.0.0.1:*").toString());

        client.send(Message.of("Hello"));
        Message request = frontend.receive();
        assertThat(request.frames()).containsExactly("ABC".getBytes(), new byte[0], "Hello".getBytes());
        backend.send(request);
        assertThat(service.receive().frames()).containsExactly("Hello".getBytes());
        service.send(Message.of("World"));
        Message reply = backend.receive();
        assertThat(reply.frames()).containsExactly("ABC".getBytes(), new byte[0], "World".getBytes());
        frontend.send(reply);
        assertThat(client.receive().frames()).containsExactly("World".getBytes());
    }

    @Test
    @Tag("guide:B11")
    void aMultithreadedServiceWorksOnAsManyRequestsAtOnceAsItHasThreads() {
        CountDownLatch atWork = new CountDownLatch(5);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        String endpoint = MultithreadedService.start(stage.context, stage.threads, 5, request -> {
            workers.add(Thread.currentThread());
            atWork.countDown();
            awaitOthers(atWork);
            return Message.of(request.text() + " done");
        });
        List<ReqSocket> clients =
                IntStream.range(0, 5).mapToObj(i -> client(endpoint)).toList();
        for (int i = 0; i < 5; i++) {
            clients.get(i).send(Message.of("task " + i));
        }

        for (int i = 0; i < 5; i++) {
            assertThat(clients.get(i).receive().text()).isEqualTo("task " + i + " done");
        }
        assertThat(workers).hasSize(5);
    }

    private static void awaitOthers(CountDownLatch atWork) {
        try {
            assertThat(atWork.await(10, TimeUnit.SECONDS))
                    .as("five at work at once")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
