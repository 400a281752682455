package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class TenThousandPeersTests {
    private static final int PEERS = 10_000;

    @Test
    @Tag("S-PEER-36")
    @Tag("S-PEER-02")
    void haveIdsOfTheirOwnAndAreAllUsable() {
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket binder = context.peer(TestOptions.quick().build());
            PeerSocket client = context.peer(TestOptions.quick().build());
            String endpoint = binder.bind(TestTransport.INPROC.bindEndpoint()).toString();
            int[] ids = new int[PEERS];
            Arrays.setAll(ids, i -> client.connect(endpoint));
            assertThat(ids).doesNotHaveDuplicates().doesNotContain(0);
            for (int i = 0; i < PEERS; i++) {
                client.send(ids[i], Message.of("" + i));
            }
            Set<Integer> accepted = new HashSet<>();
            for (int i = 0; i < PEERS; i++) {
                Message message = binder.receive();
                accepted.add(message.routingId());
                binder.send(message.routingId(), message);
            }
            assertThat(accepted).hasSize(PEERS).doesNotContain(0);
            for (int i = 0; i < PEERS; i++) {
                Message echo = client.receive();
                assertThat(echo.routingId()).isEqualTo(ids[Integer.parseInt(echo.text())]);
            }
            assertThat(client.peers()).hasSize(PEERS);
            for (int i = 0; i < PEERS; i += 2) {
                client.disconnectPeer(ids[i]);
            }
            assertThat(client.peers()).hasSize(PEERS / 2);
            for (int i = 0; i < PEERS; i++) {
                int id = ids[i];
                if (i % 2 == 0) {
                    assertThatExceptionOfType(ZmqUnroutableException.class)
                            .isThrownBy(() -> client.send(id, Message.empty()));
                } else {
                    client.send(id, Message.empty());
                }
            }
            Books.assertBalanced(client);
            Books.assertBalanced(binder);
            long begin = System.nanoTime();
            assertThat(context.close(Duration.ZERO)).isEqualTo(CloseReport.CLEAN);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
