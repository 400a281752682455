package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.ReqSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.core.ZmqSocketUseException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.integration.dsl.Zmq;
import io.zmqspring.spring.support.ZmqHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/** Flows over the socket types that are not PEER, against plain sockets or each other, over tcp. */
@Timeout(60)
class SocketTypeFlowsTests {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMessagingAutoConfiguration.class,
                    IntegrationAutoConfiguration.class));
    private final ZmqContext plain = ZmqContext.create();

    @AfterEach
    void close() {
        plain.close(Duration.ZERO);
    }

    private static SocketOptions patient() {
        return SocketOptions.builder().receiveTimeout(SOON).build();
    }

    @Configuration(proxyBeanMethods = false)
    static class Serving {
        @Bean
        IntegrationFlow serve(ZmqSockets sockets, ZmqTemplate template) {
            return IntegrationFlow.from(Zmq.inboundGateway(sockets, "desk", template)
                            .payloadType(String.class)
                            .replyTimeout(50))
                    .<String>filter(order -> !order.equals("nothing"))
                    .<String, String>transform(order -> {
                        if (order.equals("bad")) {
                            throw new IllegalArgumentException("bad order");
                        }
                        return order + "!";
                    })
                    .get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Asking {
        @Bean
        QueueChannel answers() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow ask(ZmqTemplate template) {
            return flow -> flow.handle(Zmq.outboundGateway(template)
                            .destinationFunction(message -> "asker")
                            .replyType(String.class))
                    .channel("answers");
        }
    }

    @ParameterizedTest
    @CsvSource({"rep, req", "rep, dealer", "router, req", "router, dealer", "server, client", "peer, peer"})
    @Tag("SPR-104")
    @Tag("SPR-105")
    @Tag("SPR-107")
    void gateways_ask_and_answer(String server, String client) {
        runner.withUserConfiguration(Serving.class)
                .withPropertyValues("zmq.sockets.desk.type=" + server, "zmq.sockets.desk.bind=tcp://127.0.0.1:*")
                .run(desk -> runner.withUserConfiguration(Asking.class)
                        .withPropertyValues(
                                "zmq.sockets." + (client.equals("peer") ? "own" : "asker") + ".type=" + client,
                                "zmq.sockets." + (client.equals("peer") ? "own" : "asker")
                                        + ".connect.asker=tcp://127.0.0.1:"
                                        + desk.getEnvironment().getRequiredProperty("local.zmq.desk.port"))
                        .run(trader -> {
                            trader.getBean("ask.input", MessageChannel.class).send(new GenericMessage<>("tea"));
                            assertThat(trader.getBean(QueueChannel.class)
                                            .receive(SOON.toMillis())
                                            .getPayload())
                                    .isEqualTo("tea!");
                        }));
    }

    @Test
    @Tag("SPR-104")
    void a_rep_gateway_is_never_stuck() {
        runner.withUserConfiguration(Serving.class)
                .withPropertyValues("zmq.sockets.desk.type=rep", "zmq.sockets.desk.bind=tcp://127.0.0.1:*")
                .run(desk -> {
                    ReqSocket req = plain.req(patient());
                    req.connect("tcp://127.0.0.1:" + desk.getEnvironment().getProperty("local.zmq.desk.port"));
                    for (String[] pair : new String[][] {{"nothing", ""}, {"bad", ""}, {"tea", "tea!"}}) {
                        req.send(Message.of(pair[0]));
                        assertThat(req.receive().text()).as(pair[0]).isEqualTo(pair[1]);
                    }
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Prices {
        @Bean
        QueueChannel prices() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow in() {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter("feed")
                            .payloadType(String.class)
                            .topics("eur"))
                    .channel("prices")
                    .get();
        }

        @Bean
        IntegrationFlow out(ZmqTemplate template) {
            return flow -> flow.handle(
                    Zmq.outboundChannelAdapter(template).destinationExpression("'news:' + headers['topic']"));
        }
    }

    @Test
    @Tag("SPR-102")
    @Tag("SPR-103")
    void adapters_publish_and_subscribe() {
        XPubSocket pub = plain.xpub(patient());
        runner.withUserConfiguration(Prices.class)
                .withPropertyValues(
                        "zmq.sockets.feed.type=sub",
                        "zmq.sockets.feed.connect.there=" + pub.bind("tcp://127.0.0.1:*"),
                        "zmq.sockets.news.type=xpub",
                        "zmq.sockets.news.bind=tcp://127.0.0.1:*")
                .run(application -> {
                    assertThat(pub.receive().text()).isEqualTo("\1eur");
                    pub.send(Message.ofTexts("eur", "1.1"));
                    var price =
                            application.getBean("prices", QueueChannel.class).receive(SOON.toMillis());
                    assertThat(price.getPayload()).isEqualTo("1.1");
                    assertThat(price.getHeaders()).containsEntry(ZmqHeaders.TOPIC, "eur");

                    SubSocket sub = plain.sub(patient());
                    sub.subscribe("us");
                    sub.connect(
                            "tcp://127.0.0.1:" + application.getEnvironment().getProperty("local.zmq.news.port"));
                    application.getBean("news", XPubSocket.class).awaitSubscribers(1, SOON);
                    application
                            .getBean("out.input", MessageChannel.class)
                            .send(new GenericMessage<>("0.9", Map.of("topic", "usd")));
                    Message received = sub.receive();
                    assertThat(List.of(new String(received.frame(0), StandardCharsets.UTF_8), received.text()))
                            .containsExactly("usd", "0.9");
                });
    }

    @Test
    void a_channel_adapter_is_none_for_rep() {
        runner.withUserConfiguration(Prices.class)
                .withPropertyValues("zmq.sockets.feed.type=rep", "zmq.sockets.news.type=pub")
                .run(application -> assertThat(application.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ZmqSocketUseException.class)
                        .hasMessageContaining("use an inbound gateway or a listener"));
    }

    @Test
    void a_gateway_is_none_for_what_cannot_answer() {
        runner.withUserConfiguration(Serving.class)
                .withPropertyValues("zmq.sockets.desk.type=pull")
                .run(application -> assertThat(application.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ZmqSocketUseException.class)
                        .hasMessageContaining("cannot answer what it receives"));
    }
}
