package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.RouterOptions;
import io.zmqspring.RouterSocket;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("guide:B19")
@ExtendWith(LeakCheck.class)
class AsyncServiceTests {
    @AutoClose
    private final Stage stage = new Stage();

    private DealerSocket client(String endpoint) {
        DealerSocket client = stage.context.dealer(TestOptions.quick().build());
        client.connect(endpoint);
        return client;
    }

    @Test
    void eachClientGetsTheAnswersToItsOwnRequestsHoweverManyThereAre() {
        String endpoint = AsyncService.start(stage.context, stage.threads, 5);
        List<DealerSocket> clients = List.of(client(endpoint), client(endpoint), client(endpoint));
        for (int i = 0; i < clients.size(); i++) {
            for (int answers = 0; answers < 5; answers++) {
                clients.get(i).send(Message.of("0".repeat(i) + answers)); // who asked, and how many are wanted
            }
        }
        for (int i = 0; i < clients.size(); i++) {
            List<Message> answers = new ArrayList<>();
            for (int count = 0; count < 1 + 2 + 3 + 4; count++) {
                answers.add(clients.get(i).receive());
            }
            String who = "0".repeat(i);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.frameCount()).isEqualTo(1))
                    .extracting(Message::text)
                    .containsExactlyInAnyOrder(
                            who + 1, who + 2, who + 2, who + 3, who + 3, who + 3, who + 4, who + 4, who + 4, who + 4);
            assertThat(clients.get(i).tryReceive(Duration.ofMillis(20))).isNull();
        }
    }

    @Test
    void theServiceSeesAnAddressAndTheContentWithoutADelimiter() {
        RouterSocket service = stage.context.router(TestOptions.quick().build());
        DealerSocket client = stage.context.dealer(
                TestOptions.quick().identity("client".getBytes()).build());
        client.connect(service.bind("tcp://127.0.0.1:*").toString());
        client.send(Message.of("request"));
        assertThat(service.receive().frames()).containsExactly("client".getBytes(), "request".getBytes());
    }

    @Test
    void aServiceThatKeepsStateForItsClientsHearsWhenOneHasGone() {
        RouterSocket service = stage.context.router(TestOptions.quick()
                .router(new RouterOptions(true, false, false, true))
                .build());
        DealerSocket client = client(service.bind("tcp://127.0.0.1:*").toString());
        client.send(Message.of("request"));
        byte[] who = service.receive().frame(0);
        client.close();

        assertThat(service.receive().frames()).containsExactly(who, new byte[0]);
    }
}
