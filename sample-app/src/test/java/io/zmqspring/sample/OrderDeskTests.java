package io.zmqspring.sample;

import io.zmqspring.SocketType;
import io.zmqspring.boot.test.ZmqTestPeer;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.boot.test.autoconfigure.ZmqTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

/**
 * The desk without the rest of the application: its socket and its listener, and a peer that knows nothing of Spring, of
 * headers or of names. Plain JSON in one frame, both ways.
 */
// tag::slice[]
@ZmqTest
@ActiveProfiles("desk")
@Import({Stock.class, OrderLog.class})
class OrderDeskTests {
    // end::slice[]
    private static final String NO_ORDER =
            "{\"error\":\"this is no order; send {\\\"id\\\":\\\"a-1\\\",\\\"item\\\":\\\"tea\\\",\\\"quantity\\\":3}\"}";

    @Autowired
    Stock stock;

    private ZmqTestPeer trader;

    // tag::talk[]
    @BeforeEach
    void connect(@Autowired ZmqTestPeers peers) {
        stock.deliver();
        trader = peers.connect(SocketType.PEER, "desk");
    }

    @Test
    @Tag("SPR-113")
    void anOrderGetsAReceipt() {
        trader.send("{\"id\":\"a-1\",\"item\":\"tea\",\"quantity\":3}");
        trader.expect("{\"orderId\":\"a-1\",\"accepted\":true,\"left\":97}");
    }

    // end::talk[]

    @Test
    void anOrderOfTooMuchGetsAReceiptToo() {
        trader.send("{\"id\":7,\"item\":\"tea\",\"quantity\":101}");
        trader.expect("{\"orderId\":\"7\",\"accepted\":false,\"left\":100}");
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
        trader.send(body).expect(NO_ORDER);
        anOrderGetsAReceipt();
    }

    @Test
    void anInvalidOrderGetsAnErrorAndTheDeskGoesOn() {
        trader.send("{\"id\":\" \",\"item\":\"tea\",\"quantity\":0}");
        trader.expect("{\"error\":\"id must not be blank, quantity must be greater than or equal to 1\"}");
        anOrderGetsAReceipt();
    }
}
