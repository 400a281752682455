package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What RFC 41 says of CLIENT and SERVER, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class ClientServerTests {
    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private ServerSocket server() {
        return context.server(TestOptions.quick().build());
    }

    private ClientSocket client() {
        return context.client(TestOptions.quick().build());
    }

    private String bind(ZmqSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    @Test
    @Tag("S-SERVER-01")
    @Tag("S-SERVER-02")
    @Tag("S-SERVER-03")
    @Tag("S-TS-11")
    void theServerAnswersEachClientByItsRoutingId() {
        ServerSocket server = server();
        String endpoint = bind(server);
        List<ClientSocket> clients =
                IntStream.range(0, 5).mapToObj(i -> client()).toList();
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).connect(endpoint);
            clients.get(i).send(Message.of("q" + i));
        }
        for (int i = 0; i < clients.size(); i++) {
            Message question = server.receive();
            ids.add(question.routingId());
            server.send(question.routingId(), Message.of("re " + question.text()));
            server.send(question.routingId(), Message.of("and more"));
        }
        assertThat(ids).hasSize(5).doesNotContain(0);
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).receive().text()).isEqualTo("re q" + i);
            assertThat(clients.get(i).receive().text()).isEqualTo("and more");
        }
    }

    @Test
    @Tag("S-SERVER-03")
    @Tag("S-SERVER-06")
    @Tag("S-SERVER-07")
    void anIdThatIsUnknownOrGoneIsAnError() {
        ServerSocket server = server();
        String endpoint = bind(server);
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> server.send(0, Message.of("x")));
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> server.send(7, Message.of("x")));
        ClientSocket client = client();
        client.connect(endpoint);
        client.send(Message.of("q"));
        int id = server.receive().routingId();
        client.close();
        Until.isTrue("gone", () -> server.peers().isEmpty());
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> server.send(id, Message.of("x")));

        ClientSocket other = client();
        other.connect(endpoint);
        other.send(Message.of("q"));
        int second = server.receive().routingId();
        assertThat(second).isNotEqualTo(id);
        server.disconnectPeer(second);
        assertThatExceptionOfType(ZmqUnroutableException.class).isThrownBy(() -> server.send(second, Message.of("x")));
    }

    @Test
    @Tag("S-SERVER-04")
    void aFullQueueWaitsAndDropsNothing() {
        ServerSocket server =
                context.server(TestOptions.quick().sendHighWaterMark(2).build());
        ClientSocket client =
                context.client(TestOptions.quick().receiveHighWaterMark(2).build());
        client.connect(bind(server));
        client.send(Message.of("q"));
        int id = server.receive().routingId();
        int sent = 0;
        while (server.trySend(id, Message.wrap(new byte[1 << 20]), Duration.ofMillis(200))) {
            sent++;
        }
        assertThat(sent).isPositive().isLessThan(100);
        for (int i = 0; i < sent; i++) {
            assertThat(client.receive().size()).isEqualTo(1 << 20);
        }
        assertThat(client.tryReceive()).isNull();
    }

    @Test
    @Tag("S-SERVER-05")
    void aServerThatConnectsKnowsItsClientFromTheFirstMessageOn() {
        ClientSocket client = client();
        ServerSocket server = server();
        server.connect(bind(client));
        client.send(Message.of("q"));
        Message question = server.receive();
        server.send(question.routingId(), Message.of("a"));
        assertThat(client.receive().text()).isEqualTo("a");
    }

    @Test
    @Tag("S-SERVER-10")
    @Tag("S-CLIENT-07")
    @Tag("S-TS-03")
    void bothTakeSingleFramesOnly() {
        ServerSocket server = server();
        ClientSocket client = client();
        client.connect(bind(server));
        assertThatIllegalArgumentException().isThrownBy(() -> client.send(Message.ofTexts("a", "b")));
        client.send(Message.of("q"));
        Message question = server.receive();
        assertThat(question.text()).isEqualTo("q");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.send(question.routingId(), Message.ofTexts("a", "b")));
    }

    @Test
    @Tag("S-CLIENT-01")
    @Tag("S-CLIENT-02")
    @Tag("S-CLIENT-04")
    void theClientAsksItsServersInTurn() {
        List<ServerSocket> servers =
                IntStream.range(0, 3).mapToObj(i -> server()).toList();
        ClientSocket client = client();
        servers.forEach(server -> client.connect(bind(server)));
        for (int i = 0; i < 6; i++) {
            client.send(Message.of("q" + i));
            Message question = servers.get(i % 3).receive();
            assertThat(question.text()).isEqualTo("q" + i);
            servers.get(i % 3).send(question.routingId(), Message.of("a" + i));
            assertThat(client.receive().text()).isEqualTo("a" + i);
        }
    }

    @Test
    @Tag("S-CLIENT-03")
    void withoutAServerTheClientWaits() {
        ClientSocket client = client();
        String endpoint = bind(client);
        assertThat(client.trySend(Message.of("nobody"))).isFalse();
        CompletableFuture<Void> sent = Background.run(() -> client.send(Message.of("q")));
        ServerSocket server = server();
        server.connect(endpoint);
        assertThat(server.receive().text()).isEqualTo("q");
        sent.join();
    }

    @Test
    @Tag("S-CLIENT-06")
    @Tag("S-SERVER-10")
    @Tag("S-TS-02")
    void anyThreadMayGetAnyReply() {
        ServerSocket server = server();
        ClientSocket client = client();
        client.connect(bind(server));
        int threads = 4;
        int each = 500;
        CompletableFuture<?>[] servers = IntStream.range(0, 2)
                .mapToObj(t -> Background.run(() -> {
                    for (int i = 0; i < threads * each / 2; i++) {
                        Message question = server.receive();
                        server.send(question.routingId(), question);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        Set<String> replies = java.util.concurrent.ConcurrentHashMap.newKeySet();
        IntStream.range(0, threads)
                .mapToObj(t -> Background.run(() -> {
                    for (int i = 0; i < each; i++) {
                        client.send(Message.of(t + "/" + i));
                        replies.add(client.receive().text());
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);
        CompletableFuture.allOf(servers).join();
        assertThat(replies).hasSize(threads * each);
    }
}
