package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqOptions;
import io.zmqspring.ReqSocket;
import io.zmqspring.ZmqStateException;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("guide:B1")
@ExtendWith(LeakCheck.class)
class HelloWorldTests {
    @AutoClose
    private final Stage stage = new Stage();

    private RepSocket service(String endpoint) {
        RepSocket service = stage.context.rep(TestOptions.quick().build());
        service.bind(endpoint);
        return service;
    }

    private ReqSocket client(String endpoint, ReqOptions options) {
        ReqSocket client = stage.context.req(TestOptions.quick().req(options).build());
        client.connect(endpoint);
        return client;
    }

    @ParameterizedTest
    @EnumSource
    void theServiceAnswersEachOfTenRequests(TestTransport transport) {
        RepSocket service = service(transport.bindEndpoint());
        stage.threads.execute(() -> HelloWorld.serve(service));

        String endpoint = service.boundEndpoints().get(0).toString();
        assertThat(HelloWorld.ask(stage.context, endpoint)).isEqualTo(Collections.nCopies(10, "World"));
    }

    @Test
    void theClientMayStartBeforeTheService() {
        String endpoint = TestTransport.IPC.bindEndpoint();
        ReqSocket client = client(endpoint, ReqOptions.STRICT);
        client.send(Message.of("Hello"));
        RepSocket service = service(endpoint);
        stage.threads.execute(() -> HelloWorld.serve(service));

        assertThat(client.receive().text()).isEqualTo("World");
    }

    @Test
    void aThousandClientsAtOnceGetTheirAnswers() {
        RepSocket service = service("inproc://hello");
        stage.threads.execute(() -> HelloWorld.serve(service));
        List<ReqSocket> clients = IntStream.range(0, 1000)
                .mapToObj(i -> client("inproc://hello", ReqOptions.STRICT))
                .toList();

        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send(Message.of(i % 2 == 0 ? "Hello" : "Goodbye"));
        }
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).receive().text()).isEqualTo(i % 2 == 0 ? "World" : "Pardon?");
        }
    }

    @Test
    void asksAndAnswersTakeTurns() {
        RepSocket service = service("inproc://hello");
        ReqSocket client = client("inproc://hello", ReqOptions.STRICT);
        client.send(Message.of("Hello"));

        assertThatThrownBy(() -> client.send(Message.of("Hello"))).isInstanceOf(ZmqStateException.class);
        service.receive();
        assertThatThrownBy(service::receive).isInstanceOf(ZmqStateException.class);
        service.send(Message.of("World"));
        assertThatThrownBy(() -> service.send(Message.of("World"))).isInstanceOf(ZmqStateException.class);
    }

    @Test
    void aStrictClientWaitsInVainForAServiceThatDiedOverItsRequestAndARelaxedOneAsksAgain() {
        String endpoint = TestTransport.IPC.bindEndpoint();
        RepSocket first = service(endpoint);
        ReqSocket strict = client(endpoint, ReqOptions.STRICT);
        strict.send(Message.of("Hello"));
        first.receive();
        ReqSocket relaxed = client(endpoint, ReqOptions.RELAXED);
        relaxed.send(Message.of("Hello"));
        Until.isTrue(
                "the second request is with the service",
                () -> first.stats().traffic().receivedMessages() == 2);
        first.close();
        RepSocket second = service(endpoint);
        stage.threads.execute(() -> HelloWorld.serve(second));

        assertThat(Stage.askAgainAndAgain(relaxed, "Hello")).isEqualTo("World");
        assertThat(strict.tryReceive(Duration.ofMillis(100))).isNull();
        assertThatThrownBy(() -> strict.send(Message.of("Hello"))).isInstanceOf(ZmqStateException.class);
    }

    @Test
    @Tag("guide:B18")
    void aHandlerServesUntilItIsCancelled() {
        RepSocket service = service("inproc://hello");
        MessageReceiver.Registration handler = HelloWorld.serve(service, stage.threads);
        assertThat(HelloWorld.ask(stage.context, "inproc://hello")).isEqualTo(Collections.nCopies(10, "World"));
        handler.close();

        client("inproc://hello", ReqOptions.STRICT).send(Message.of("left to whoever receives"));
        assertThat(service.receive().text()).isEqualTo("left to whoever receives");
    }
}
