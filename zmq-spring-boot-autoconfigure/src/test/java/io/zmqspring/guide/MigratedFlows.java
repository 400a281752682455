package io.zmqspring.guide;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.integration.dsl.Zmq;
import io.zmqspring.spring.integration.dsl.ZmqChannelSpec;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper;

/** The flows of {@link SpringIntegrationZeroMq} as they are written with this starter. */
final class MigratedFlows {
    private MigratedFlows() {}

    @Configuration(proxyBeanMethods = false)
    static class Base {
        @Bean
        QueueChannel received() {
            return new QueueChannel();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Inbound {
        // tag::inbound[]
        @Bean
        IntegrationFlow eurPrices() {
            return IntegrationFlow.from(
                            Zmq.inboundChannelAdapter("prices").topics("eur").payloadType(String.class))
                    .channel("received")
                    .get();
        }
        // end::inbound[]
    }

    @Configuration(proxyBeanMethods = false)
    static class Outbound {
        // tag::outbound[]
        @Bean
        IntegrationFlow publish(ZmqTemplate template) {
            return IntegrationFlow.from("toPublish")
                    .handle(Zmq.outboundChannelAdapter(template)
                            .destinationFunction(price -> ZmqDestination.topic(
                                    "publisher", price.getHeaders().get("currency", String.class))))
                    .get();
        }
        // end::outbound[]
    }

    @Configuration(proxyBeanMethods = false)
    static class Unwrapping {
        // tag::unwrapping[]
        @Bean
        IntegrationFlow eurPrices() {
            return IntegrationFlow.from(
                            Zmq.inboundChannelAdapter("prices").topics("eur").payloadType(List.class))
                    .<List<byte[]>, String>transform(frames -> new String(frames.get(1)))
                    .channel("received")
                    .get();
        }
        // end::unwrapping[]
    }

    @Configuration(proxyBeanMethods = false)
    static class Wrapping {
        // tag::wrapping[]
        @Bean
        IntegrationFlow publish() {
            return IntegrationFlow.from("toPublish")
                    .<String, List<byte[]>>transform(price -> List.of(new byte[0], price.getBytes()))
                    .handle(Zmq.outboundChannelAdapter("publisher:eur"))
                    .get();
        }
        // end::wrapping[]
    }

    @Configuration(proxyBeanMethods = false)
    static class Channel {
        // tag::channel[]
        @Bean
        ZmqChannelSpec work() {
            return Zmq.channel()
                    .sendTo("work-out")
                    .receiveFrom("work-in")
                    .messageMapper(new EmbeddedHeadersJsonMessageMapper("tenant"));
        }
        // end::channel[]

        @Bean
        IntegrationFlow worker() {
            return IntegrationFlow.from("work").channel("received").get();
        }
    }
}
