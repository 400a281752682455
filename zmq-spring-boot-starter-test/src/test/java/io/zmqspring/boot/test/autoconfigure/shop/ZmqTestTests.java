package io.zmqspring.boot.test.autoconfigure.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import io.zmqspring.SocketType;
import io.zmqspring.boot.test.ZmqTestPeer;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.boot.test.autoconfigure.ZmqTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@ZmqTest(
        properties = {
            "zmq.sockets.desk.bind=tcp://127.0.0.1:5555",
            "zmq.sockets.one.bind=tcp://127.0.0.1:5556",
            "zmq.sockets.two.bind=tcp://127.0.0.1:5557",
            "zmq.sockets.whole.bind=tcp://127.0.0.1:5558"
        })
class ZmqTestTests {

    @Autowired
    ZmqTestPeers peers;

    @Autowired
    ListableBeanFactory beans;

    @MockitoBean
    Stock stock;

    @Test
    @Tag("SPR-113")
    void aListenerIsTestedWithItsConversion() {
        given(stock.take(3)).willReturn(97);

        peers.connect(SocketType.PEER, "desk").send("{\"quantity\":3}").expect("97");
    }

    @Test
    void payloadsAreValidated() {
        ZmqTestPeer customer = peers.connect(SocketType.PEER, "desk");
        given(stock.take(1)).willReturn(99);

        customer.send("{\"quantity\":0}").send("{\"quantity\":1}").expect("99");
    }

    @Test
    void aListenerOfTwoSocketsIsThere() {
        peers.connect(SocketType.PEER, "one").send("first").expect("first");
        peers.connect(SocketType.PEER, "two").send("second").expect("second");
    }

    @Test
    void aClassThatListensAsAWholeIsThere() {
        peers.connect(SocketType.PEER, "whole").send("third").expect("third handled");
    }

    @Test
    @Tag("SPR-113")
    void nothingElseIs() {
        assertThat(beans.getBeansOfType(Database.class)).isEmpty();
        assertThat(beans.getBeanDefinitionNames()).noneMatch(name -> name.contains("integration"));
    }

    @Test
    void convertersAre() {
        assertThat(beans.getBeansOfType(MessageConverter.class)).containsKeys("rot13Converter", "zmqMessageConverter");
    }
}
