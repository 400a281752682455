package io.zmqspring.benchmarks.spring;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.IntegrationFlowBuilder;
import org.springframework.integration.dsl.Transformers;
import org.springframework.integration.json.ObjectToJsonTransformer;
import org.springframework.integration.zeromq.dsl.ZeroMq;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The same work done by Spring Integration's own ZeroMQ adapters, which are built on JeroMQ and know no PEER: over PUSH and PULL. */
final class IntegrationFlows {
    private IntegrationFlows() {}

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Flows {}

    private static AnnotationConfigApplicationContext start(IntegrationFlow flow) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(Flows.class);
        context.registerBean("flow", IntegrationFlow.class, () -> flow);
        context.refresh();
        return context;
    }

    /** Counts what it receives until the JVM ends. */
    static void sink(boolean json, Meter meter) throws InterruptedException {
        IntegrationFlowBuilder flow = IntegrationFlow.from(ZeroMq.inboundChannelAdapter(new ZContext(), SocketType.PULL)
                .messageMapper((body, headers) -> new GenericMessage<>(body))
                .id("pull"));
        if (json) {
            flow.transform(Transformers.fromJson(Order.class));
        }
        flow.handle(message -> meter.mark());
        ZeroMqMessageProducer producer = start(flow.get()).getBean("pull", ZeroMqMessageProducer.class);
        while (producer.getBoundPort() == 0) {
            Thread.sleep(10);
        }
        System.out.println("tcp://127.0.0.1:" + producer.getBoundPort());
    }

    /** Sends orders for ever; bodies come from JeroMQ itself. */
    static void flood(boolean json, String endpoint, int size) {
        if (json) {
            orders(endpoint);
        } else {
            bodies(endpoint, size);
        }
    }

    private static void bodies(String endpoint, int size) {
        ZMQ.Socket socket = new ZContext().createSocket(SocketType.PUSH);
        socket.connect(endpoint);
        byte[] body = new byte[size];
        while (!Thread.currentThread().isInterrupted()) {
            socket.send(body);
        }
    }

    private static void orders(String endpoint) {
        MessageChannel channel = start(IntegrationFlow.from("orders")
                        .transform(Transformers.toJson(ObjectToJsonTransformer.ResultType.BYTES))
                        .handle(ZeroMq.outboundChannelAdapter(new ZContext(), endpoint, SocketType.PUSH)
                                .messageMapper(message -> (byte[]) message.getPayload()))
                        .get())
                .getBean("orders", MessageChannel.class);
        for (long id = 0; !Thread.currentThread().isInterrupted(); id++) {
            channel.send(new GenericMessage<>(Order.example(id)));
        }
    }
}
