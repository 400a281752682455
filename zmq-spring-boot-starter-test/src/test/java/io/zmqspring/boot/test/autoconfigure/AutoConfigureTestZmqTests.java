package io.zmqspring.boot.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.RadioSocket;
import io.zmqspring.SocketType;
import io.zmqspring.boot.test.ZmqAwait;
import io.zmqspring.boot.test.ZmqTestPeer;
import io.zmqspring.boot.test.ZmqTestPeers;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqSockets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** An application whose sockets are configured for several machines, tested without any port. */
@SpringBootTest(
        properties = {
            "zmq.allow-insecure-bind=true",
            "zmq.sockets.desk.bind=tcp://*:5555,tcp://127.0.0.1:*,ipc://*",
            "zmq.sockets.trader.connect.desk=tcp://localhost:5555",
            "zmq.sockets.trader.connect.stock=tcp://stock-1.example:7000,tcp://stock-2.example:7000",
            "zmq.sockets.prices.type=pub",
            "zmq.sockets.prices.bind=tcp://127.0.0.1:5556",
            "zmq.sockets.news.type=radio",
            "zmq.sockets.news.connect.all=udp://239.0.0.7:5557",
            "zmq.sockets.paper.type=dish",
            "zmq.sockets.paper.bind=udp://239.0.0.7:5557",
            "zmq.sockets.paper.topics=local",
            "zmq.sockets.archive.type=pull",
            "zmq.sockets.archive.bind=inproc://archive"
        })
@AutoConfigureTestZmq
class AutoConfigureTestZmqTests {

    @Autowired
    ZmqSockets sockets;

    @Autowired
    ZmqTestPeers peers;

    @Autowired
    ZmqAwait await;

    @Autowired
    ZmqOperations zmq;

    @Test
    @Tag("SPR-112")
    void opensNoPort(@Autowired Environment environment) {
        assertThat(sockets.names())
                .flatMap(name -> sockets.get(name).boundEndpoints())
                .hasSize(6)
                .extracting(Endpoint::scheme)
                .containsOnly("inproc");
        assertThat(environment.getProperty("local.zmq.desk.port")).isNull();
    }

    @Test
    void socketsThatMetStillMeet() {
        assertThat(zmq.convertSendAndReceive("trader/desk", "tea", String.class))
                .isEqualTo("tea accepted");
    }

    @Test
    void nobodyListensForAnotherApplication() {
        assertThat(sockets.get("trader").peers())
                .filteredOn(peer -> peer.endpoint().toString().contains("stock"))
                .hasSize(2)
                .noneMatch(peer -> peer.remoteAddress() != null);
    }

    @Test
    @Tag("SPR-112")
    void aPeerPlaysAnotherApplication() {
        ZmqTestPeer stock = peers.bind(SocketType.PEER, "trader", "stock");
        zmq.convertAndSend("trader/stock", "10 tea");
        zmq.convertAndSend("trader/stock", "11 tea");
        stock.expect("10 tea").send("thanks");
    }

    @Test
    void eachEndpointOfAConnectionHasItsPeer() {
        ZmqTestPeer one = peers.bind(SocketType.PEER, "trader", "stock");
        ZmqTestPeer two = peers.bind(SocketType.PEER, "trader", "stock");

        assertThat(one.endpoint()).isNotEqualTo(two.endpoint());
        assertThatThrownBy(() -> peers.bind(SocketType.PEER, "trader", "stock"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no connection 'stock' that is free", "desk");
    }

    @Test
    void whoPlaysAnotherApplicationMayComeAndGo() {
        peers.bind(SocketType.PEER, "trader", "stock").close();
        zmq.convertAndSend("trader/stock", "12 tea");
        zmq.convertAndSend("trader/stock", "13 tea");
        ZmqTestPeer one = peers.bind(SocketType.PEER, "trader", "stock");
        ZmqTestPeer two = peers.bind(SocketType.PEER, "trader", "stock");
        assertThat(List.of(one.receive().text(), two.receive().text())).containsExactlyInAnyOrder("12 tea", "13 tea");
    }

    @Test
    void aPeerConnectsByTheNameOfASocket() {
        ZmqTestPeer customer = peers.connect(SocketType.PEER, "desk");
        customer.send("coffee");
        customer.expect("coffee accepted");
    }

    // tag::subscribe[]
    @Test
    void aSubscriberMissesNothing(@Autowired PubSocket prices) {
        ZmqTestPeer subscriber = peers.connect(SocketType.SUB, "prices").subscribe("eur");
        await.subscribers("prices", "eur", 1);
        prices.send(Message.ofTexts("usd", "1.00"));
        prices.send(Message.ofTexts("eur", "1.08"));
        subscriber.expect("eur", "1.08");
    }

    // end::subscribe[]

    @Test
    void datagramsBecomeMessages(@Autowired RadioSocket news, @Autowired Papers papers) throws Exception {
        await.subscribers("news", "local", 1);
        news.send("local", Message.of("rain"));
        assertThat(papers.read.take()).isEqualTo("rain");
    }

    @Test
    void whatIsInprocAlreadyStaysSo() {
        assertThat(sockets.get("archive").boundEndpoints())
                .extracting(Endpoint::toString)
                .containsExactly("inproc://archive");
    }

    @Test
    void waitingForPeersThatDoNotComeFails() {
        await.peers("desk", 1);
        assertThatThrownBy(() -> await.withTimeout(Duration.ofMillis(1)).peers("desk", 1000))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("socket 'desk'");
        assertThatThrownBy(() -> await.withTimeout(Duration.ofMillis(1)).subscribers("prices", "gbp", 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'gbp'", "'prices'");
    }

    @Test
    void whatListenersHandleIsCounted() {
        peers.connect(SocketType.PEER, "desk").send("coffee").send("tea");
        await.handled("desk", 2);
        assertThatThrownBy(() -> await.withTimeout(Duration.ofMillis(1)).handled("desk", 3))
                .isInstanceOf(AssertionError.class)
                .hasMessage("listeners of socket 'desk' have handled 2 of 3 messages within PT0.001S");
    }

    @Test
    void whoDoesNotListenCannotBeConnectedTo() {
        assertThatThrownBy(() -> peers.connect(SocketType.PEER, "trader"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'trader' is not bound", "stock");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Desk desk0() {
            return new Desk();
        }

        @Bean
        Papers papers() {
            return new Papers();
        }
    }

    static class Desk {
        @ZmqListener(sockets = "desk")
        String on(String order) {
            return order + " accepted";
        }
    }

    static class Papers {
        final BlockingQueue<String> read = new LinkedBlockingQueue<>();

        @ZmqListener(sockets = "paper")
        void on(byte[] news) {
            read.add(new String(news, StandardCharsets.UTF_8));
        }
    }
}
