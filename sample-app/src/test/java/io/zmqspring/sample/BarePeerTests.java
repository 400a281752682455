package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/** A peer that knows nothing of Spring, of headers or of names: plain JSON in one frame, both ways. */
class BarePeerTests {
    private static final String NO_ORDER =
            "{\"error\":\"this is no order; send {\\\"id\\\":\\\"a-1\\\",\\\"item\\\":\\\"tea\\\",\\\"quantity\\\":3}\"}";

    private static ConfigurableApplicationContext desk;

    private ZmqContext context;
    private PeerSocket peer;
    private int connection;

    @BeforeAll
    static void startDesk() {
        desk = TestApp.desk("tcp://127.0.0.1:*");
    }

    @AfterAll
    static void stopDesk() {
        desk.close();
    }

    @BeforeEach
    void connect() {
        context = ZmqContext.create();
        peer = context.peer(SocketOptions.builder().envelope(EnvelopeMode.NEVER).build());
        connection = peer.connect(TestApp.endpoint(desk));
        desk.getBean(Stock.class).deliver();
    }

    @AfterEach
    void close() {
        context.close(Duration.ZERO);
    }

    @Test
    void anOrderGetsAReceipt() {
        assertThat(ask("{\"id\":\"a-1\",\"item\":\"tea\",\"quantity\":3}"))
                .isEqualTo("{\"orderId\":\"a-1\",\"accepted\":true,\"left\":97}");
    }

    @Test
    void anOrderOfTooMuchGetsAReceiptToo() {
        assertThat(ask("{\"id\":7,\"item\":\"tea\",\"quantity\":101}"))
                .isEqualTo("{\"orderId\":\"7\",\"accepted\":false,\"left\":100}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{",
                "null",
                "[]",
                "7",
                "{\"id\":\"a\",\"item\":\"tea\",\"quantity\":\"many\"}",
                "{\"id\":\"a\",\"item\":\"tea\",\"quantity\":1.5}"
            })
    void whatIsNoOrderGetsAnErrorAndTheDeskGoesOn(String body) {
        assertThat(ask(body)).isEqualTo(NO_ORDER);
        anOrderGetsAReceipt();
    }

    @Test
    void anInvalidOrderGetsAnErrorAndTheDeskGoesOn() {
        assertThat(ask("{\"id\":\" \",\"item\":\"tea\",\"quantity\":0}"))
                .isEqualTo("{\"error\":\"id must not be blank, quantity must be greater than or equal to 1\"}");
        assertThat(ask("{}")).startsWith("{\"error\":\"");
        anOrderGetsAReceipt();
    }

    private String ask(String body) {
        peer.send(connection, Message.of(body));
        Message answer = peer.tryReceive(Duration.ofSeconds(20));
        assertThat(answer).as("answer to " + body).isNotNull();
        assertThat(answer.headers()).isEmpty();
        return answer.text();
    }
}
