package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.spring.support.ZmqHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.zeromq.ZeroMqHeaders;
import org.springframework.integration.zeromq.ZeroMqProxy;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * The flows of the migration page, each against the unmigrated ones, so that one side can be migrated before the other. They
 * run with the configuration that the page shows, but for the endpoints: here the migrated side listens, at a free port.
 */
@Timeout(120)
class MigrationFromSpringIntegrationZeroMqTests {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;

    private final List<ConfigurableApplicationContext> started = new ArrayList<>();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @AfterEach
    void close() {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }

    private ConfigurableApplicationContext start(Class<?> base, Class<?> flows, String... properties) {
        ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class, base, flows)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.jmx.enabled=false")
                .run(Stream.of(properties).map(property -> "--" + property).toArray(String[]::new));
        started.add(application);
        return application;
    }

    private ConfigurableApplicationContext old(Class<?> flows, String... properties) {
        return start(SpringIntegrationZeroMq.Base.class, flows, properties);
    }

    /** With a configuration of the page; JeroMQ's connections get stuck now and then, and are made anew soon. */
    private ConfigurableApplicationContext migrated(String configuration, Class<?> flows, String... properties) {
        return start(
                MigratedFlows.Base.class,
                flows,
                Stream.concat(
                                Stream.of("spring.config.location=classpath:guide/" + configuration),
                                Stream.of(properties).map(property -> "zmq.sockets." + property))
                        .toArray(String[]::new));
    }

    private static String endpoint(ConfigurableApplicationContext application, String socket) {
        return "tcp://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.zmq." + socket + ".port");
    }

    private static @Nullable Message<?> received(ConfigurableApplicationContext application, Duration timeout) {
        return application.getBean("received", QueueChannel.class).receive(timeout.toMillis());
    }

    /** With an application that is not migrated; a new one if JeroMQ has left the connection that it made silent for good. */
    private Message<?> exchanged(
            Class<?> flows, String property, Function<ConfigurableApplicationContext, Message<?>> exchange) {
        for (int attempt = 1; ; attempt++) {
            ConfigurableApplicationContext old = old(flows, property);
            try {
                return exchange.apply(old);
            } catch (ConditionTimeoutException silent) {
                if (attempt == ATTEMPTS) {
                    throw silent;
                }
                old.close();
            }
        }
    }

    /** Publishes until it is received: who subscribes late misses what was published before. */
    private static Message<?> publishedUntilReceived(
            ConfigurableApplicationContext publisher, ConfigurableApplicationContext subscriber) {
        MessageChannel channel = publisher.getBean("toPublish", MessageChannel.class);
        return await().atMost(ATTEMPT)
                .until(
                        () -> {
                            channel.send(new GenericMessage<>("0.9", Map.of("currency", "usd")));
                            channel.send(new GenericMessage<>("1.1", Map.of("currency", "eur")));
                            return received(subscriber, Duration.ofMillis(50));
                        },
                        message -> message != null);
    }

    private ConfigurableApplicationContext migratedSubscriber(Class<?> flows) {
        return migrated(
                "prices.yml",
                flows,
                "prices.connect.feed=",
                "prices.bind=tcp://127.0.0.1:*",
                "prices.handshake-timeout=1s");
    }

    private ConfigurableApplicationContext migratedPublisher(Class<?> flows) {
        return migrated(
                "publisher.yml",
                flows,
                "publisher.connect.board=",
                "publisher.bind=tcp://127.0.0.1:*",
                "publisher.handshake-timeout=1s");
    }

    @Test
    @Tag("SPR-91")
    void an_inbound_adapter_receives_what_an_unmigrated_handler_publishes() {
        ConfigurableApplicationContext subscriber = migratedSubscriber(MigratedFlows.Inbound.class);
        Message<?> price = exchanged(
                SpringIntegrationZeroMq.Outbound.class,
                "board=" + endpoint(subscriber, "prices"),
                publisher -> publishedUntilReceived(publisher, subscriber));

        assertThat(price.getPayload()).isEqualTo("1.1");
        assertThat(price.getHeaders()).containsEntry(ZmqHeaders.TOPIC, "eur");
    }

    @Test
    @Tag("SPR-91")
    void an_outbound_adapter_publishes_to_an_unmigrated_producer() {
        ConfigurableApplicationContext publisher = migratedPublisher(MigratedFlows.Outbound.class);
        Message<?> price = exchanged(
                SpringIntegrationZeroMq.Inbound.class,
                "feed=" + endpoint(publisher, "publisher"),
                subscriber -> publishedUntilReceived(publisher, subscriber));

        assertThat(price.getPayload()).isEqualTo("1.1");
        assertThat(price.getHeaders()).containsEntry(ZeroMqHeaders.TOPIC, "eur");
    }

    @Test
    void topics_that_unmigrated_components_wrap_are_unwrapped() {
        ConfigurableApplicationContext subscriber = migratedSubscriber(MigratedFlows.Unwrapping.class);
        Message<?> price = exchanged(
                SpringIntegrationZeroMq.Wrapping.class,
                "board=" + endpoint(subscriber, "prices"),
                publisher -> publishedUntilReceived(publisher, subscriber));

        assertThat(price.getPayload()).isEqualTo("1.1");
    }

    @Test
    void topics_are_wrapped_for_unmigrated_components() {
        ConfigurableApplicationContext publisher = migratedPublisher(MigratedFlows.Wrapping.class);
        Message<?> price = exchanged(
                SpringIntegrationZeroMq.Unwrapping.class,
                "feed=" + endpoint(publisher, "publisher"),
                subscriber -> publishedUntilReceived(publisher, subscriber));
        assertThat(price.getPayload()).isIn("1.1", "0.9"); // this flow publishes all of them as eur
        assertThat(price.getHeaders()).containsEntry(ZeroMqHeaders.TOPIC, "eur");
    }

    private ConfigurableApplicationContext migratedBroker() {
        return migrated(
                "broker.yml",
                MigratedFlows.Base.class,
                "frontend.bind=tcp://127.0.0.1:*",
                "frontend.handshake-timeout=1s",
                "backend.bind=tcp://127.0.0.1:*",
                "backend.handshake-timeout=1s");
    }

    private ConfigurableApplicationContext migratedChannel(String frontend, String backend) {
        return migrated(
                "work-through-a-broker.yml",
                MigratedFlows.Channel.class,
                "work-out.connect.broker=" + frontend,
                "work-in.connect.broker=" + backend);
    }

    private static Set<String> payloads(ConfigurableApplicationContext application) {
        Set<String> payloads = new TreeSet<>();
        Message<?> message = received(application, Duration.ofMillis(300));
        while (message != null) {
            payloads.add(String.valueOf(message.getPayload()));
            message = received(application, Duration.ofMillis(300));
        }
        return payloads;
    }

    private static void assertBothWork(
            ConfigurableApplicationContext from,
            ConfigurableApplicationContext one,
            ConfigurableApplicationContext other) {
        Set<String> first = new TreeSet<>();
        Set<String> second = new TreeSet<>();
        MessageChannel work = from.getBean("work", MessageChannel.class);
        await().atMost(SOON).until(() -> {
            for (int i = 0; i < 20; i++) {
                work.send(new GenericMessage<>("task " + i));
            }
            first.addAll(payloads(one));
            second.addAll(payloads(other));
            return !first.isEmpty() && !second.isEmpty();
        });
        assertThat(first).allMatch(payload -> payload.startsWith("task "));
        assertThat(second).allMatch(payload -> payload.startsWith("task "));
    }

    @Test
    void channels_share_work_with_unmigrated_ones_through_a_migrated_broker() {
        ConfigurableApplicationContext broker = migratedBroker();
        String frontend = endpoint(broker, "frontend");
        String backend = endpoint(broker, "backend");
        ConfigurableApplicationContext unmigrated = old(
                SpringIntegrationZeroMq.Channel.class,
                "broker=" + frontend + backend.substring(backend.lastIndexOf(':')));
        ConfigurableApplicationContext migrated = migratedChannel(frontend, backend);

        assertBothWork(unmigrated, unmigrated, migrated);
        assertBothWork(migrated, unmigrated, migrated);
    }

    @Test
    void headers_of_the_mapper_travel_both_ways() {
        ConfigurableApplicationContext broker = migratedBroker();
        ConfigurableApplicationContext migrated =
                migratedChannel(endpoint(broker, "frontend"), endpoint(broker, "backend"));

        migrated.getBean("work", MessageChannel.class)
                .send(new GenericMessage<>("tea", Map.of("tenant", "north", "other", "x")));

        assertThat(received(migrated, SOON).getHeaders())
                .containsEntry("tenant", "north")
                .doesNotContainKey("other");
    }

    @Test
    void channels_work_through_an_unmigrated_broker() {
        ConfigurableApplicationContext broker = old(SpringIntegrationZeroMq.Proxy.class);
        ZeroMqProxy proxy = broker.getBean(ZeroMqProxy.class);
        await().until(() -> proxy.getBackendPort() > 0);
        ConfigurableApplicationContext migrated = migratedChannel(
                "tcp://127.0.0.1:" + proxy.getFrontendPort(), "tcp://127.0.0.1:" + proxy.getBackendPort());

        migrated.getBean("work", MessageChannel.class).send(new GenericMessage<>("tea"));

        assertThat(received(migrated, SOON).getPayload()).isEqualTo("tea");
    }

    @Test
    void a_broker_passes_messages_and_shows_copies() {
        ConfigurableApplicationContext broker = migratedBroker();
        try (ZmqContext plain = ZmqContext.create()) {
            SubSocket copies = broker.getBean(ZmqContext.class).sub();
            copies.subscribe("");
            copies.connect("inproc://copies");
            PushSocket push = plain.push();
            push.connect(endpoint(broker, "frontend"));
            PullSocket pull = plain.pull();
            pull.connect(endpoint(broker, "backend"));

            await().atMost(SOON).until(() -> {
                push.send(io.zmqspring.Message.of("tea"));
                io.zmqspring.Message copy = copies.tryReceive(Duration.ofMillis(50));
                return copy != null && copy.text().equals("tea");
            });
            assertThat(pull.tryReceive(SOON).text()).isEqualTo("tea");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void the_broker_can_go(int processes) {
        List<ConfigurableApplicationContext> workers = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            workers.add(migrated(
                    "work-without-a-broker.yml",
                    MigratedFlows.Channel.class,
                    "work-in.bind=tcp://127.0.0.1:*",
                    "work-out.connect.here=",
                    "work-out.connect.there="));
        }
        ConfigurableApplicationContext sender = migrated(
                "work-without-a-broker.yml",
                MigratedFlows.Channel.class,
                "work-in.bind=inproc://unused",
                "work-out.connect.here=" + endpoint(workers.get(0), "work-in"),
                "work-out.connect.there=" + (processes == 1 ? "" : endpoint(workers.get(1), "work-in")));

        await().atMost(SOON).until(() -> {
            for (int i = 0; i < processes; i++) {
                sender.getBean("work", MessageChannel.class).send(new GenericMessage<>("tea"));
            }
            return workers.stream().allMatch(worker -> received(worker, Duration.ofMillis(300)) != null);
        });
    }
}
