package io.zmqspring.guide;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Transformers;
import org.springframework.integration.expression.FunctionExpression;
import org.springframework.integration.zeromq.ZeroMqProxy;
import org.springframework.integration.zeromq.channel.ZeroMqChannel;
import org.springframework.integration.zeromq.dsl.ZeroMq;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.integration.zeromq.outbound.ZeroMqMessageHandler;
import org.springframework.messaging.Message;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/** Flows as they are written with spring-integration-zeromq; {@link MigratedFlows} has them with this starter. */
final class SpringIntegrationZeroMq {
    private SpringIntegrationZeroMq() {}

    @Configuration(proxyBeanMethods = false)
    static class Base {
        @Bean
        ZContext context() {
            return new ZContext();
        }

        @Bean
        QueueChannel received() {
            return new QueueChannel();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Inbound {
        // tag::inbound[]
        @Bean
        ZeroMqMessageProducer prices(ZContext context, @Value("${feed}") String feed) {
            ZeroMqMessageProducer prices = new ZeroMqMessageProducer(context, SocketType.SUB);
            prices.setConnectUrl(feed);
            prices.setTopics("eur");
            prices.unwrapTopic(false);
            prices.setConsumeDelay(Duration.ofMillis(10));
            prices.setOutputChannelName("bytes");
            return prices;
        }

        @Bean
        IntegrationFlow texts() {
            return IntegrationFlow.from("bytes")
                    .transform(Transformers.objectToString())
                    .channel("received")
                    .get();
        }
        // end::inbound[]
    }

    @Configuration(proxyBeanMethods = false)
    static class Outbound {
        // tag::outbound[]
        @Bean
        @ServiceActivator(inputChannel = "toPublish")
        ZeroMqMessageHandler publisher(ZContext context, @Value("${board}") String board) {
            ZeroMqMessageHandler publisher = new ZeroMqMessageHandler(context, board, SocketType.PUB);
            publisher.setTopicExpression(new FunctionExpression<Message<?>>(
                    price -> price.getHeaders().get("currency", String.class)));
            publisher.wrapTopic(false);
            return publisher;
        }
        // end::outbound[]
    }

    @Configuration(proxyBeanMethods = false)
    static class Wrapping {
        @Bean
        IntegrationFlow publish(ZContext context, @Value("${board}") String board) {
            return IntegrationFlow.from("toPublish")
                    .handle(ZeroMq.outboundChannelAdapter(context, () -> board, SocketType.PUB)
                            .topicFunction(price -> price.getHeaders().get("currency", String.class)))
                    .get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Unwrapping {
        @Bean
        IntegrationFlow prices(ZContext context, @Value("${feed}") String feed) {
            return IntegrationFlow.from(ZeroMq.inboundChannelAdapter(context, SocketType.SUB)
                            .connectUrl(feed)
                            .topics("eur")
                            .consumeDelay(Duration.ofMillis(10)))
                    .transform(Transformers.objectToString())
                    .channel("received")
                    .get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Channel {
        // tag::channel[]
        @Bean
        ZeroMqChannel work(ZContext context, @Value("${broker}") String broker) { // tcp://broker.example:6001:6002
            ZeroMqChannel work = new ZeroMqChannel(context);
            work.setConnectUrl(broker);
            work.setConsumeDelay(Duration.ofMillis(10));
            return work;
        }
        // end::channel[]

        @Bean
        IntegrationFlow worker() {
            return IntegrationFlow.from("work").channel("received").get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxy {
        // tag::proxy[]
        @Bean
        ZeroMqProxy broker(ZContext context) {
            ZeroMqProxy broker = new ZeroMqProxy(context, ZeroMqProxy.Type.PULL_PUSH);
            broker.setExposeCaptureSocket(true);
            return broker;
        }
        // end::proxy[]
    }
}
