package io.zmqspring.spring.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.integration.dsl.Zmq;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.Gateway;
import org.springframework.integration.annotation.IntegrationComponentScan;
import org.springframework.integration.annotation.MessagingGateway;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.handler.annotation.Header;

/** A client that is an interface and nothing else. In a package of its own, as applications of other tests scan theirs. */
@Tag("SPR-80")
class MessagingGatewayTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMessagingAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    IntegrationAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "zmq.headers.allow=tenant",
                    "zmq.template.reply-timeout=10s",
                    "zmq.sockets.desk.bind=inproc://desk",
                    "zmq.sockets.shop.connect.stock=inproc://desk");

    record Query(String item) {}

    record Stock(String item, int left) {}

    @MessagingGateway
    interface Warehouse {
        @Gateway(requestChannel = "ask.input")
        Stock stockOf(Query query);

        @Gateway(requestChannel = "ask.input")
        CompletableFuture<Stock> stockLater(Query query);

        @Gateway(requestChannel = "tell.input")
        void note(String remark, @Header("tenant") String tenant);

        @Gateway(requestChannel = "askBriefly.input")
        Stock stockAtOnce(Query query);
    }

    @Configuration(proxyBeanMethods = false)
    @IntegrationComponentScan(basePackageClasses = Warehouse.class)
    static class Application {
        private final BlockingQueue<String> remarks = new LinkedBlockingQueue<>();

        @Bean
        IntegrationFlow ask(ZmqTemplate template) {
            return flow -> flow.handle(
                    Zmq.outboundGateway(template).destination("stock").replyType(Stock.class));
        }

        @Bean
        IntegrationFlow tell(ZmqTemplate template) {
            return flow -> flow.handle(Zmq.outboundChannelAdapter(template).destination("stock"));
        }

        @Bean
        IntegrationFlow askBriefly(ZmqSockets sockets) {
            ZmqTemplate impatient = new ZmqTemplate(sockets);
            impatient.setReplyTimeout(Duration.ofMillis(50));
            return flow -> flow.handle(
                    Zmq.outboundGateway(impatient).destination("stock").replyType(Stock.class));
        }

        @ZmqListener(sockets = "desk")
        Object answer(String content, @Header(name = "tenant", required = false) String tenant) {
            if (tenant != null) {
                remarks.add(content + " of " + tenant);
                return null;
            }
            return content.contains("never") ? null : new Stock(content, 3);
        }
    }

    @Test
    void a_gateway_asks_and_tells() {
        runner.run(context -> {
            Warehouse warehouse = context.getBean(Warehouse.class);
            Stock stock = new Stock("{\"item\":\"tea\"}", 3);

            assertThat(warehouse.stockOf(new Query("tea"))).isEqualTo(stock);
            assertThat(warehouse.stockLater(new Query("tea")).get(20, TimeUnit.SECONDS))
                    .isEqualTo(stock);
            warehouse.note("late again", "acme");
            assertThat(context.getBean(Application.class).remarks.poll(20, TimeUnit.SECONDS))
                    .isEqualTo("late again of acme");
        });
    }

    @Test
    void a_reply_that_does_not_come_is_an_exception_and_not_null() {
        runner.run(context -> assertThatExceptionOfType(ZmqReplyTimeoutException.class)
                .isThrownBy(() -> context.getBean(Warehouse.class).stockAtOnce(new Query("never"))));
    }
}
