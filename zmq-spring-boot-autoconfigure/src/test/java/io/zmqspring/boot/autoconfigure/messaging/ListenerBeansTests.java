package io.zmqspring.boot.autoconfigure.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.ZmqRemoteException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.listener.ChannelMessageRecoverer;
import io.zmqspring.spring.listener.ZmqErrorHandler;
import io.zmqspring.spring.listener.ZmqListenerException;
import io.zmqspring.spring.listener.ZmqListenerIdleEvent;
import io.zmqspring.spring.listener.ZmqListenerStoppedEvent;
import io.zmqspring.spring.listener.ZmqMessageInterceptor;
import io.zmqspring.spring.listener.ZmqMessageRecoverer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;

/** What beans and properties of the application change in listeners. */
@Timeout(120)
class ListenerBeansTests {
    private static final List<Object> seen = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class))
            .withBean(Desk.class)
            .withPropertyValues("zmq.sockets.desk.bind=inproc://desk", "zmq.sockets.trader.connect.desk=inproc://desk");

    ListenerBeansTests() {
        seen.clear();
    }

    static class Desk {
        final CountDownLatch go = new CountDownLatch(1);

        @ZmqListener(id = "desk", sockets = "desk", returnExceptions = "true")
        String on(String order, @Header(name = "zmq_deliveryAttempt", required = false) Integer attempt)
                throws InterruptedException {
            if (order.startsWith("bad")) {
                throw new IllegalStateException("no " + order + " " + attempt);
            }
            if (order.equals("slow")) {
                seen.add("begun");
                go.await();
                seen.add("done");
            }
            return order + "!";
        }

        @EventListener
        void on(ZmqListenerIdleEvent event) {
            seen.add("idle");
        }

        @EventListener
        void on(ZmqListenerStoppedEvent event) {
            seen.add("stopped " + event.container().getId());
        }
    }

    private static String ask(ApplicationContext context, String order) {
        return context.getBean(ZmqTemplate.class).convertSendAndReceive("desk", order, String.class);
    }

    @Test
    @Tag("SPR-43")
    @Tag("SPR-60")
    @Tag("SPR-64")
    void a_request_that_failed_for_good_fails_at_the_one_who_asked() {
        runner.withPropertyValues(
                        "zmq.listener.retry.enabled=true",
                        "zmq.listener.retry.max-retries=2",
                        "zmq.listener.retry.delay=1ms")
                .run(context -> assertThatExceptionOfType(ZmqRemoteException.class)
                        .isThrownBy(() -> ask(context, "bad"))
                        .withMessageContaining("'desk' could not handle the request")
                        .satisfies(remote ->
                                assertThat(remote.getError()).isEqualTo("java.lang.IllegalStateException: no bad 3")));
    }

    @Test
    @Tag("SPR-59")
    void an_error_handler_is_found() {
        runner.withBean(ZmqErrorHandler.class, () -> seen::add).run(context -> {
            context.getBean(ZmqTemplate.class).convertAndSend("desk", "bad");
            await().untilAsserted(() -> assertThat(seen).hasSize(1));
        });
    }

    @Test
    @Tag("SPR-62")
    void a_recoverer_is_found() {
        runner.withBean(ZmqMessageRecoverer.class, () -> (message, failure) -> seen.add(message.getPayload()))
                .run(context -> {
                    context.getBean(ZmqTemplate.class).convertAndSend("desk", "bad");
                    await().untilAsserted(() -> assertThat(seen).hasSize(1));
                });
    }

    record Order(int id) {}

    static class Orders {
        @ZmqListener("orders")
        void on(Order order) {
            throw new IllegalStateException("no " + order);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ErrorChannel {
        @Bean
        ZmqMessageRecoverer toErrorChannel(@Qualifier("errorChannel") MessageChannel errors) {
            return new ChannelMessageRecoverer(errors);
        }

        @ServiceActivator(inputChannel = "errorChannel")
        void on(ZmqListenerException failure) {
            seen.add(failure.getCause().getClass());
        }
    }

    @Test
    @Tag("SPR-62")
    @Tag("SPR-65")
    void the_error_channel_gets_failures_of_the_method_and_of_the_conversion() {
        runner.withConfiguration(AutoConfigurations.of(IntegrationAutoConfiguration.class))
                .withUserConfiguration(ErrorChannel.class)
                .withBean(Orders.class)
                .withPropertyValues(
                        "zmq.sockets.orders.bind=inproc://orders", "zmq.sockets.client.connect.orders=inproc://orders")
                .run(context -> {
                    context.getBean(ZmqTemplate.class).convertAndSend("orders", "no json");
                    context.getBean(ZmqTemplate.class).convertAndSend("orders", new Order(1));
                    await().untilAsserted(() -> assertThat(seen)
                            .containsExactly(MessageConversionException.class, IllegalStateException.class));
                });
    }

    @Test
    @Tag("SPR-56")
    void interceptors_are_found() {
        ZmqMessageInterceptor interceptor = new ZmqMessageInterceptor() {
            @Override
            public Message<byte[]> before(Message<byte[]> message) {
                seen.add("before");
                return message;
            }
        };
        runner.withBean("one", ZmqMessageInterceptor.class, () -> interceptor)
                .withBean("two", ZmqMessageInterceptor.class, () -> interceptor)
                .run(context -> {
                    assertThat(ask(context, "a")).isEqualTo("a!");
                    assertThat(seen).containsExactly("before", "before");
                });
    }

    @Test
    @Tag("SPR-52")
    void idleness_and_stops_are_events() {
        runner.withPropertyValues("zmq.listener.idle-event-interval=50ms").run(context -> {
            await().untilAsserted(() -> assertThat(seen).contains("idle"));
            context.getBean(ZmqListenerEndpointRegistry.class).stop("desk");
            assertThat(seen).contains("stopped desk");
        });
    }

    @Test
    @Tag("SPR-51")
    void the_application_ends_when_the_message_in_hand_is_done() {
        runner.run(context -> {
            context.getBean(ZmqTemplate.class).convertAndSend("desk", "slow");
            await().untilAsserted(() -> assertThat(seen).containsExactly("begun"));
            Desk desk = context.getBean(Desk.class);
            ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
            Thread closing = new Thread(context::close);
            closing.start();
            await().until(() -> !registry.getListenerContainer("desk").isRunning());

            desk.go.countDown();
            closing.join();

            assertThat(seen).containsExactly("begun", "done", "stopped desk");
        });
    }

    @Test
    @Tag("SPR-51")
    void the_application_waits_no_longer_than_the_grace_period() {
        runner.withPropertyValues("zmq.listener.shutdown.grace-period=50ms").run(context -> {
            context.getBean(ZmqTemplate.class).convertAndSend("desk", "slow");
            await().untilAsserted(() -> assertThat(seen).containsExactly("begun"));
            Desk desk = context.getBean(Desk.class);

            context.close();

            assertThat(seen).containsExactly("begun", "stopped desk");
            desk.go.countDown();
            await().untilAsserted(() -> assertThat(seen).contains("done"));
        });
    }

    /** Stands where the web server stands, which finishes its requests while it stops. */
    static class WebServer implements SmartLifecycle {
        private final BeanFactory beans; // no bean is a dependency: those start first

        private volatile boolean running;

        WebServer(BeanFactory beans) {
            this.beans = beans;
        }

        private void note(String when) {
            ZmqListenerEndpointRegistry registry = beans.getBean(ZmqListenerEndpointRegistry.class);
            ZmqSockets sockets = beans.getBean(ZmqSockets.class);
            seen.add(when + ": listener "
                    + registry.getListenerContainer("desk").isRunning() + ", socket "
                    + !sockets.get("desk").boundEndpoints().isEmpty());
        }

        @Override
        public void start() {
            running = true;
            note("start");
        }

        @Override
        public void stop() {
            running = false;
            note("stop");
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE;
        }
    }

    @Test
    @Tag("SPR-50")
    void listeners_start_last_and_stop_first_and_sockets_outlive_the_web_server() {
        runner.withBean(WebServer.class).run(context -> {
            assertThat(seen).containsExactly("start: listener false, socket true");
            seen.clear();

            context.close();

            assertThat(seen).containsSubsequence("stopped desk", "stop: listener false, socket true");
        });
    }

    @Test
    void a_wrong_number_is_refused_by_name() {
        runner.withPropertyValues("zmq.listener.hand-over=0")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("zmq.listener.hand-over=0"));
    }
}
