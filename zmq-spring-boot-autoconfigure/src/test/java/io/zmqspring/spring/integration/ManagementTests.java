package io.zmqspring.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.zmqspring.Message;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.XPubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.integration.dsl.Zmq;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.EnableMessageHistory;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.graph.IntegrationGraphServer;
import org.springframework.integration.graph.IntegrationNode;
import org.springframework.integration.history.MessageHistory;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.MessageBuilder;

/** How operators see and steer the components: by the control bus, the graph and the history of messages. */
@Timeout(60)
class ManagementTests {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    @EnableMessageHistory
    static class Flows {
        @Bean
        ZmqContext zmq() {
            return ZmqContext.create();
        }

        @Bean
        ZmqSockets sockets(ZmqContext zmq) {
            PullSocket tasks = zmq.pull();
            tasks.bind("inproc://tasks");
            RepSocket desk = zmq.rep();
            desk.bind("inproc://desk");
            SubSocket prices = zmq.sub();
            prices.connect("inproc://prices");
            PullSocket work = zmq.pull();
            work.bind("inproc://work");
            PushSocket working = zmq.push();
            working.connect("inproc://work");
            PullSocket polled = zmq.pull();
            ZmqSockets sockets = new ZmqSockets();
            sockets.add("tasks", tasks);
            sockets.add("desk", desk);
            sockets.add("prices", prices);
            sockets.add("work", work);
            sockets.add("working", working);
            sockets.add("polled", polled);
            return sockets;
        }

        @Bean
        ZmqTemplate template(ZmqSockets sockets) {
            return new ZmqTemplate(sockets);
        }

        @Bean
        IntegrationGraphServer graph() {
            return new IntegrationGraphServer();
        }

        @Bean
        QueueChannel received() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow control() {
            return flow -> flow.controlBus();
        }

        @Bean
        IntegrationFlow in() {
            return IntegrationFlow.from(
                            Zmq.inboundChannelAdapter("tasks").id("tasksIn").payloadType(String.class))
                    .channel("received")
                    .get();
        }

        @Bean
        IntegrationFlow pricesFlow() {
            return IntegrationFlow.from(Zmq.inboundChannelAdapter("prices").id("pricesIn"))
                    .channel("received")
                    .get();
        }

        @Bean
        IntegrationFlow serve() {
            return IntegrationFlow.from(Zmq.inboundGateway("desk").id("deskIn").payloadType(String.class))
                    .<String, String>transform(order -> order + "!")
                    .get();
        }

        @Bean
        IntegrationFlow out() {
            return flow -> flow.handle(Zmq.outboundChannelAdapter("working"), endpoint -> endpoint.id("workOut"));
        }

        @Bean
        IntegrationFlow ask() {
            return flow -> flow.handle(Zmq.outboundGateway("nobody"), endpoint -> endpoint.id("askOut"))
                    .channel("received");
        }

        @Bean
        ZmqChannel workChannel() {
            ZmqChannel channel = new ZmqChannel();
            channel.setReceiveFrom("work");
            channel.setSendTo("working");
            channel.setPayloadType(String.class);
            return channel;
        }

        @Bean
        ZmqPollableChannel pollableChannel() {
            ZmqPollableChannel channel = new ZmqPollableChannel();
            channel.setReceiveFrom("polled");
            return channel;
        }

        @Bean
        IntegrationFlow worker() {
            return IntegrationFlow.from("workChannel").channel("received").get();
        }
    }

    @BeforeEach
    void start() {
        application.register(Flows.class);
        application.refresh();
    }

    @AfterEach
    void close() {
        application.close();
    }

    private void command(String command, Object... arguments) {
        application
                .getBean("control.input", MessageChannel.class)
                .send(MessageBuilder.withPayload(command)
                        .setHeader(IntegrationMessageHeaderAccessor.CONTROL_BUS_ARGUMENTS, List.of(arguments))
                        .build());
    }

    private Object ask(String command) {
        return new MessagingTemplate()
                .convertSendAndReceive(
                        application.getBean("control.input", MessageChannel.class), command, Object.class);
    }

    private void push(String socket, String text) {
        PushSocket push = application.getBean(ZmqContext.class).push();
        push.connect("inproc://" + socket);
        push.send(Message.of(text));
    }

    private org.springframework.messaging.Message<?> received(Duration timeout) {
        return application.getBean("received", QueueChannel.class).receive(timeout.toMillis());
    }

    private static Duration shortly() {
        return Duration.ofMillis(150);
    }

    @Test
    @Tag("SPR-108")
    @Tag("SPR-49")
    void the_control_bus_pauses_resumes_stops_and_starts_an_adapter() {
        command("tasksIn.pause");
        assertThat(ask("tasksIn.isPaused")).isEqualTo(true);
        push("tasks", "after the pause");
        assertThat(received(shortly())).isNull();
        command("tasksIn.resume");
        assertThat(received(SOON).getPayload()).isEqualTo("after the pause");

        command("tasksIn.stop");
        assertThat(ask("tasksIn.isRunning")).isEqualTo(false);
        push("tasks", "after the stop");
        assertThat(received(shortly())).isNull();
        command("tasksIn.start");
        assertThat(received(SOON).getPayload()).isEqualTo("after the stop");
        assertThat(ask("tasksIn.getFailedCount")).isEqualTo(0L);
    }

    @Test
    @Tag("SPR-108")
    void the_control_bus_steers_gateways_channels_and_outbound_endpoints() {
        command("deskIn.pause");
        assertThat(ask("deskIn.isPaused")).isEqualTo(true);
        command("deskIn.resume");
        assertThat(ask("deskIn.isPaused")).isEqualTo(false);

        command("workChannel.stop");
        push("work", "waits");
        assertThat(received(shortly())).isNull();
        command("workChannel.start");
        assertThat(received(SOON).getPayload()).isEqualTo("waits");

        command("workOut.stop");
        assertThat(ask("workOut.isRunning")).isEqualTo(false);
        command("workOut.start");
        assertThat(ask("workOut.isRunning")).isEqualTo(true);
    }

    @Test
    @Tag("SPR-48")
    @Tag("SPR-108")
    void the_control_bus_changes_topics() {
        XPubSocket publisher = application.getBean(ZmqContext.class).xpub();
        publisher.bind("inproc://prices");

        command("pricesIn.addTopic", "eur");
        assertThat(publisher.receive().text()).isEqualTo("\1eur");
        ZmqSocketReader reader = application.getBean(ZmqSockets.class).reader("prices");
        assertThat(reader.topics()).containsExactly("eur");
        publisher.send(Message.ofTexts("eur", "1.1"));
        assertThat(received(SOON).getPayload()).isEqualTo("1.1".getBytes());

        command("pricesIn.removeTopic", "eur");
        assertThat(publisher.receive().text()).isEqualTo("\0eur");

        command("pricesIn.stop");
        assertThatThrownBy(() -> command("pricesIn.addTopic", "usd"))
                .hasStackTraceContaining("inbound adapter 'pricesIn' is stopped");
    }

    @Test
    @Tag("SPR-109")
    void the_graph_names_each_component_by_its_kind() {
        assertThat(application.getBean(IntegrationGraphServer.class).getGraph().nodes())
                .extracting(IntegrationNode::getName, IntegrationNode::getComponentType)
                .contains(
                        tuple("tasksIn", "zmq:inbound-channel-adapter"),
                        tuple("deskIn", "zmq:inbound-gateway"),
                        tuple("workOut", "zmq:outbound-channel-adapter"),
                        tuple("askOut", "zmq:outbound-gateway"),
                        tuple("workChannel", "zmq:channel"),
                        tuple("pollableChannel", "zmq:pollable-channel"));
    }

    private static Stream<Properties> steps(org.springframework.messaging.Message<?> message) {
        return MessageHistory.read(message).stream();
    }

    @Test
    @Tag("SPR-109")
    void messages_tell_through_which_components_they_came() {
        push("tasks", "a");
        assertThat(steps(received(SOON)))
                .extracting(
                        step -> step.get(MessageHistory.NAME_PROPERTY), step -> step.get(MessageHistory.TYPE_PROPERTY))
                .startsWith(tuple("tasksIn", "zmq:inbound-channel-adapter"));

        push("work", "b");
        assertThat(steps(received(SOON)))
                .extracting(
                        step -> step.get(MessageHistory.NAME_PROPERTY), step -> step.get(MessageHistory.TYPE_PROPERTY))
                .startsWith(tuple("workChannel", "zmq:channel"));
    }

    @Test
    @Tag("SPR-108")
    void a_native_image_keeps_what_the_control_bus_calls() {
        RuntimeHints hints = new RuntimeHints();
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, ZmqInboundChannelAdapter.class);

        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ZmqInboundChannelAdapter.class, "addTopic"))
                .accepts(hints);
    }
}
