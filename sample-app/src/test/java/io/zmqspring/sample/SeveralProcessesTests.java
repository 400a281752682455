package io.zmqspring.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.SocketType;
import io.zmqspring.boot.test.ZmqTestPeer;
import io.zmqspring.boot.test.ZmqTestPeers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Desk and trader as two applications, which know of each other nothing but an address. */
class SeveralProcessesTests {

    // tag::extension[]
    @RegisterExtension
    final ZmqTestPeers peers = ZmqTestPeers.create();
    // end::extension[]

    @Test
    void deskFirst() {
        try (ConfigurableApplicationContext desk = TestApp.desk("tcp://127.0.0.1:*");
                ConfigurableApplicationContext trader = TestApp.trader(TestApp.endpoint(desk))) {
            awaitReceipt(trader);
        }
    }

    @Test
    void traderFirstThenDeskThenDeskAgain() {
        String endpoint = TestApp.freeEndpoint();
        try (ConfigurableApplicationContext trader = TestApp.trader(endpoint)) {
            await().until(() -> counts(trader).failures() > 0);
            serveOnce(endpoint, trader);

            long failures = counts(trader).failures();
            await().until(() -> counts(trader).failures() > failures);
            serveOnce(endpoint, trader);
        }
    }

    @Test
    void aTraderWithoutDeskIsHealthyAndSaysWhatItWaitsFor() throws Exception {
        String endpoint = TestApp.freeEndpoint();
        try (ConfigurableApplicationContext trader = TestApp.trader(endpoint)) {
            HttpResponse<String> health = get(TestApp.url(trader, "/actuator/health"));

            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body())
                    .contains("\"endpoint\":\"" + endpoint + "\"", "\"state\":\"CONNECTING\"")
                    .endsWith("\"status\":\"UP\"}");
        }
    }

    @Test
    void theDeskAloneHasNoTrader() {
        try (ConfigurableApplicationContext desk = TestApp.desk("tcp://127.0.0.1:*")) {
            assertThat(desk.getBean(Traders.class).names()).isEmpty();
        }
    }

    @Test
    void prometheusScrapesSocketsTemplateAndListener() throws Exception {
        try (ConfigurableApplicationContext desk = TestApp.desk("tcp://127.0.0.1:*");
                ConfigurableApplicationContext trader = TestApp.trader(TestApp.endpoint(desk))) {
            awaitReceipt(trader);

            assertThat(get(TestApp.url(desk, "/actuator/prometheus")).body())
                    .contains("zmq_messages_received_messages_total{socket=\"desk\",type=\"peer\"}")
                    .containsPattern("zmq_listener_seconds_count\\{.*messaging_destination_name=\"desk\"");
            assertThat(get(TestApp.url(trader, "/actuator/prometheus")).body())
                    .contains("zmq_messages_sent_messages_total{socket=\"trader\",type=\"peer\"}")
                    .containsPattern("zmq_template_seconds_count\\{.*messaging_operation_name=\"request\"");
        }
    }

    // tag::tcp[]
    @Test
    void aProgramWithoutSpringIsATraderToo() {
        try (ConfigurableApplicationContext desk = TestApp.desk("tcp://127.0.0.1:*")) {
            ZmqTestPeer trader = peers.connect(SocketType.PEER, TestApp.endpoint(desk));
            trader.send("{\"id\":\"a-1\",\"item\":\"tea\",\"quantity\":3}");
            trader.expect("{\"orderId\":\"a-1\",\"accepted\":true,\"left\":97}");
        }
    }
    // end::tcp[]

    private static void serveOnce(String endpoint, ConfigurableApplicationContext trader) {
        ConfigurableApplicationContext desk = TestApp.desk(endpoint);
        try {
            awaitReceipt(trader);
        } finally {
            desk.close();
        }
    }

    private static void awaitReceipt(ConfigurableApplicationContext trader) {
        long receipts = counts(trader).receipts();
        await().until(() -> counts(trader).receipts() > receipts);
    }

    private static OrderLog.Counts counts(ConfigurableApplicationContext application) {
        return application.getBean(OrderLog.class).counts();
    }

    private static HttpResponse<String> get(URI url) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }
}
