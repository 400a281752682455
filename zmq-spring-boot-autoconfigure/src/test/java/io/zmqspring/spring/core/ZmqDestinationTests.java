package io.zmqspring.spring.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmqspring.spring.support.ZmqHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.support.MessageBuilder;

class ZmqDestinationTests {

    @Test
    void readsNames() {
        assertThat(ZmqDestination.parse("billing")).isEqualTo(ZmqDestination.name("billing"));
        assertThat(ZmqDestination.parse("orders/billing")).isEqualTo(ZmqDestination.name("orders", "billing"));
    }

    @Test
    void readsUnsignedRoutingIds() {
        assertThat(ZmqDestination.parse("orders/#42")).isEqualTo(ZmqDestination.of("orders", 42));
        assertThat(ZmqDestination.parse("orders/#4294967295")).isEqualTo(ZmqDestination.of("orders", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing", "orders/billing", "orders/#42", "orders/#4294967295", "a/b/c"})
    void writesWhatItReads(String text) {
        assertThat(ZmqDestination.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "#42", "/billing", "orders/", "orders/#", "orders/#0", "orders/#x", "orders/#4294967296"})
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZmqDestination.parse(text))
                .withMessageContaining("orders/#42");
    }

    @Test
    void isTheSenderOfAReceivedMessage() {
        var message = MessageBuilder.withPayload("x")
                .setHeader(ZmqHeaders.SOCKET, "orders")
                .setHeader(ZmqHeaders.ROUTING_ID, 7)
                .build();

        assertThat(ZmqDestination.senderOf(message)).isEqualTo(ZmqDestination.of("orders", 7));
    }

    @Test
    void refusesTheSenderOfAMessageMadeHere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ZmqDestination.senderOf(MessageBuilder.withPayload("x").build()))
                .withMessageContaining("zmq_routingId");
    }
}
