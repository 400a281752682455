package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.core.ZmqSocketUseException;
import io.zmqspring.spring.integration.ZmqChannel;
import io.zmqspring.spring.integration.dsl.Zmq;
import io.zmqspring.spring.integration.dsl.ZmqChannelSpec;
import io.zmqspring.spring.integration.dsl.ZmqPollableChannelSpec;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Pollers;
import org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.support.GenericMessage;

/** Channels of Spring Integration between applications, over tcp and without a broker. */
@Timeout(60)
class ZmqChannelTests {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class,
                    ZmqMessagingAutoConfiguration.class,
                    IntegrationAutoConfiguration.class));
    private final ZmqContext plain = ZmqContext.create();

    record Order(int id) {}

    @AfterEach
    void close() {
        plain.close(Duration.ZERO);
    }

    @Configuration(proxyBeanMethods = false)
    static class Sender {
        @Bean
        ZmqChannelSpec work() {
            return Zmq.channel().sendTo("work-out");
        }
    }

    /** Two subscribers of one channel, each with a queue. */
    @Configuration(proxyBeanMethods = false)
    static class Receiver {
        @Bean
        ZmqChannelSpec work() {
            return Zmq.channel().receiveFrom("work-in").payloadType(Order.class);
        }

        @Bean
        QueueChannel first() {
            return new QueueChannel();
        }

        @Bean
        QueueChannel second() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow toFirst() {
            return IntegrationFlow.from("work")
                    .bridge(endpoint -> endpoint.id("firstSubscriber"))
                    .channel("first")
                    .get();
        }

        @Bean
        IntegrationFlow toSecond() {
            return IntegrationFlow.from("work")
                    .bridge(endpoint -> endpoint.id("secondSubscriber"))
                    .channel("second")
                    .get();
        }
    }

    private ApplicationContextRunner receiver(String type) {
        return runner.withUserConfiguration(Receiver.class)
                .withPropertyValues("zmq.sockets.work-in.type=" + type, "zmq.sockets.work-in.bind=tcp://127.0.0.1:*");
    }

    private ApplicationContextRunner sender(String type, AssertableApplicationContext... receivers) {
        String[] endpoints = new String[receivers.length];
        for (int i = 0; i < receivers.length; i++) {
            endpoints[i] =
                    "zmq.sockets.work-out.connect.receiver" + i + "=tcp://127.0.0.1:" + port(receivers[i], "work-in");
        }
        return runner.withUserConfiguration(Sender.class)
                .withPropertyValues("zmq.sockets.work-out.type=" + type)
                .withPropertyValues(endpoints);
    }

    private static String port(AssertableApplicationContext application, String socket) {
        return application.getEnvironment().getRequiredProperty("local.zmq." + socket + ".port");
    }

    private static void send(AssertableApplicationContext application, Object payload) {
        application.getBean("work", MessageChannel.class).send(new GenericMessage<>(payload));
    }

    private static Object next(AssertableApplicationContext application, String queue) {
        return application
                .getBean(queue, QueueChannel.class)
                .receive(SOON.toMillis())
                .getPayload();
    }

    @ParameterizedTest
    @CsvSource({"push, pull", "scatter, gather"})
    @Tag("SPR-106")
    void point_to_point_each_message_goes_to_one_subscriber_of_one_process(String sending, String receiving) {
        receiver(receiving)
                .run(one -> receiver(receiving)
                        .run(other -> sender(sending, one, other).run(sender -> {
                            Set<Integer> got = new TreeSet<>();
                            for (int i = 0; i < 40; i++) {
                                send(sender, new Order(i));
                            }
                            for (AssertableApplicationContext receiver : Set.of(one, other)) {
                                for (String queue : Set.of("first", "second")) {
                                    for (int i = 0; i < 10; i++) {
                                        got.add(((Order) next(receiver, queue)).id());
                                    }
                                    assertThat(receiver.getBean(queue, QueueChannel.class)
                                                    .getQueueSize())
                                            .isZero();
                                }
                            }
                            assertThat(got).hasSize(40);
                        })));
    }

    @Test
    @Tag("SPR-106")
    void publish_subscribe_each_message_goes_to_all_subscribers_of_all_processes() {
        runner.withUserConfiguration(Sender.class)
                .withPropertyValues("zmq.sockets.work-out.type=pub", "zmq.sockets.work-out.bind=tcp://127.0.0.1:*")
                .run(sender -> {
                    ApplicationContextRunner subscriber = runner.withUserConfiguration(Receiver.class)
                            .withPropertyValues(
                                    "zmq.sockets.work-in.type=sub",
                                    "zmq.sockets.work-in.connect.sender=tcp://127.0.0.1:" + port(sender, "work-out"));
                    subscriber.run(one -> subscriber.run(other -> {
                        sender.getBean("work-out", PubSocket.class).awaitSubscribers(2, SOON);
                        send(sender, new Order(1));
                        for (AssertableApplicationContext receiver : Set.of(one, other)) {
                            assertThat(next(receiver, "first")).isEqualTo(new Order(1));
                            assertThat(next(receiver, "second")).isEqualTo(new Order(1));
                        }
                    }));
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Topical {
        @Bean
        ZmqChannelSpec work() {
            return Zmq.channel()
                    .sendTo("out:eur")
                    .receiveFrom("in")
                    .topics("eur")
                    .payloadType(String.class);
        }

        @Bean
        QueueChannel first() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow toFirst() {
            return IntegrationFlow.from("work").channel("first").get();
        }
    }

    @Test
    @Tag("SPR-106")
    void a_topic_makes_a_channel_within_a_publisher() {
        runner.withUserConfiguration(Topical.class)
                .withPropertyValues(
                        "zmq.sockets.out.type=pub",
                        "zmq.sockets.out.bind=inproc://prices",
                        "zmq.sockets.in.type=sub",
                        "zmq.sockets.in.connect.out=inproc://prices")
                .run(application -> {
                    PubSocket publisher = application.getBean("out", PubSocket.class);
                    publisher.awaitSubscribers(1, SOON);
                    publisher.send(Message.ofTexts("usd", "0.9"));
                    send(application, "1.1");
                    org.springframework.messaging.Message<?> price =
                            application.getBean("first", QueueChannel.class).receive(SOON.toMillis());
                    assertThat(price.getPayload()).isEqualTo("1.1");
                    assertThat(price.getHeaders()).containsEntry(ZmqHeaders.TOPIC, "eur");
                });
    }

    @Test
    @Tag("SPR-106")
    void messages_wait_while_nobody_subscribes() {
        receiver("pull").run(receiver -> {
            ZmqChannel channel = receiver.getBean(ZmqChannel.class);
            assertThat(channel.getSubscriberCount()).isEqualTo(2);
            receiver.getBean("firstSubscriber", Lifecycle.class).stop();
            receiver.getBean("secondSubscriber", Lifecycle.class).stop();
            assertThat(channel.getSubscriberCount()).isZero();
            PushSocket push = plain.push();
            push.connect("tcp://127.0.0.1:" + port(receiver, "work-in"));
            push.send(Message.of("{\"id\":1}"));

            assertThat(channel.isRunning()).isTrue();
            QueueChannel late = new QueueChannel();
            MessageHandler subscriber = late::send;
            channel.subscribe(subscriber);
            assertThat(late.receive(SOON.toMillis()).getPayload()).isEqualTo(new Order(1));
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {
        @Bean
        QueueChannel first() {
            return new QueueChannel();
        }

        @Bean
        QueueChannel failures() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow toFailures() {
            return IntegrationFlow.from("errorChannel").channel("failures").get();
        }

        @Bean
        IntegrationFlow toFirst() {
            return IntegrationFlow.from(
                            Zmq.channel().id("work").receiveFrom("work-in").payloadType(Order.class))
                    .<Order>filter(order -> {
                        if (order.id() < 0) {
                            throw new IllegalStateException("negative");
                        }
                        return true;
                    })
                    .channel("first")
                    .get();
        }
    }

    @Test
    @Tag("SPR-106")
    @Tag("SPR-65")
    void failures_go_to_the_error_channel_and_the_next_message_is_handled() {
        runner.withUserConfiguration(Failing.class)
                .withPropertyValues("zmq.sockets.work-in.type=pull", "zmq.sockets.work-in.bind=tcp://127.0.0.1:*")
                .run(receiver -> {
                    assertThat(receiver.getBean(ZmqChannel.class).getComponentName())
                            .isEqualTo("work");
                    PushSocket push = plain.push();
                    push.connect("tcp://127.0.0.1:" + port(receiver, "work-in"));
                    push.send(Message.of("garbage"));
                    push.send(Message.of("{\"id\":-1}"));
                    push.send(Message.of("{\"id\":1}"));

                    assertThat(next(receiver, "first")).isEqualTo(new Order(1));
                    assertThat(next(receiver, "failures"))
                            .isInstanceOf(org.springframework.messaging.converter.MessageConversionException.class);
                    assertThat(((MessagingException) next(receiver, "failures")).getRootCause())
                            .hasMessage("negative");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class WithHeaders {
        @Bean
        ZmqChannelSpec work() {
            return Zmq.channel()
                    .sendTo("work-out")
                    .receiveFrom("work-in")
                    .messageMapper(new EmbeddedHeadersJsonMessageMapper("tenant", "replyChannel", "zmq_*"));
        }

        @Bean
        QueueChannel first() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow toFirst() {
            return IntegrationFlow.from("work").channel("first").get();
        }
    }

    @Test
    @Tag("SPR-106")
    void a_mapper_carries_headers_over_sockets_that_have_no_place_for_them() {
        runner.withUserConfiguration(WithHeaders.class)
                .withPropertyValues(
                        "zmq.sockets.work-out.type=push",
                        "zmq.sockets.work-out.connect.in=inproc://work",
                        "zmq.sockets.work-in.type=pull",
                        "zmq.sockets.work-in.bind=inproc://work")
                .run(application -> {
                    application
                            .getBean("work", MessageChannel.class)
                            .send(new GenericMessage<>(
                                    "tea",
                                    Map.of(
                                            "tenant", "north",
                                            "other", "x",
                                            "replyChannel", "nullChannel",
                                            "zmq_socket", "forged")));
                    org.springframework.messaging.Message<?> received =
                            application.getBean("first", QueueChannel.class).receive(SOON.toMillis());
                    assertThat(received.getPayload()).isEqualTo("tea");
                    assertThat(received.getHeaders())
                            .containsEntry("tenant", "north")
                            .containsEntry(ZmqHeaders.SOCKET, "work-in")
                            .doesNotContainKeys("other", "replyChannel");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Polling {
        @Bean
        ZmqPollableChannelSpec work() {
            return Zmq.pollableChannel()
                    .sendTo("work-out")
                    .receiveFrom("work-in")
                    .payloadType(Order.class);
        }
    }

    private ApplicationContextRunner polling(String receiving) {
        return runner.withUserConfiguration(Polling.class)
                .withPropertyValues(
                        "zmq.sockets.work-out.type=push",
                        "zmq.sockets.work-out.connect.in=inproc://work",
                        "zmq.sockets.work-in.type=" + receiving,
                        "zmq.sockets.work-in.bind=inproc://work");
    }

    @Test
    @Tag("SPR-106")
    void a_pollable_channel_is_received_from_when_it_is_polled() {
        polling("pull").run(application -> {
            PollableChannel work = application.getBean("work", PollableChannel.class);
            assertThat(work.receive(0)).isNull();
            assertThat(work.receive(50)).isNull();
            send(application, new Order(1));
            assertThat(work.receive(SOON.toMillis()).getPayload()).isEqualTo(new Order(1));

            Thread.currentThread().interrupt();
            assertThat(work.receive()).isNull();
            assertThat(Thread.interrupted()).isTrue();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Poller {
        @Bean
        QueueChannel first() {
            return new QueueChannel();
        }

        @Bean
        IntegrationFlow poll() {
            return IntegrationFlow.from("work")
                    .bridge(endpoint -> endpoint.poller(Pollers.fixedDelay(1)))
                    .channel("first")
                    .get();
        }
    }

    @Test
    @Tag("SPR-106")
    void a_poller_consumes_a_pollable_channel() {
        polling("pull").withUserConfiguration(Poller.class).run(application -> {
            send(application, new Order(1));
            assertThat(next(application, "first")).isEqualTo(new Order(1));
        });
    }

    @Test
    @Tag("SPR-106")
    void a_socket_with_replies_is_not_polled() {
        polling("pair")
                .run(application -> assertThat(application.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ZmqSocketUseException.class)
                        .hasMessageContaining("cannot be polled, as channel 'work' wants"));
    }

    @Test
    @Tag("SPR-106")
    @Tag("SPR-78")
    void a_full_queue_and_a_channel_that_only_sends_say_so() {
        runner.withUserConfiguration(Sender.class)
                .withPropertyValues("zmq.sockets.work-out.type=push", "zmq.sockets.work-out.send.timeout=20ms")
                .run(application -> {
                    assertThatThrownBy(() -> send(application, new Order(1)))
                            .isInstanceOf(MessageDeliveryException.class)
                            .hasCauseInstanceOf(ZmqQueueFullException.class);
                    assertThatThrownBy(
                                    () -> application.getBean(ZmqChannel.class).subscribe(message -> {}))
                            .hasMessageContaining("channel 'work' only sends here");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {
        @Bean
        ZmqChannelSpec work() {
            return Zmq.channel();
        }
    }

    @Test
    @Tag("SPR-106")
    void a_channel_without_sockets_is_refused() {
        runner.withUserConfiguration(Nothing.class)
                .run(application -> assertThat(application.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("channel 'work' has neither a destination nor a socket to receive from"));
    }
}
