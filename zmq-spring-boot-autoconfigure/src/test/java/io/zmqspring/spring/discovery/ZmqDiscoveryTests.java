package io.zmqspring.spring.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmqspring.Endpoint;
import io.zmqspring.EnvelopeMode;
import io.zmqspring.PeerSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.spring.core.NamedConnection;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.discovery.ZmqDiscovery.Timing;
import io.zmqspring.spring.listener.DefaultZmqListenerContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ZmqDiscoveryTests {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final ZmqContext context = ZmqContext.create();
    private final ZmqSockets sockets = new ZmqSockets();
    private final ZmqTemplate template = new ZmqTemplate(sockets);
    private final Registry registry = new Registry();
    private final List<ZmqInstancesChangedEvent> events = new CopyOnWriteArrayList<>();
    private final List<Runnable> toClose = new ArrayList<>();

    /** What is registered, as a test has it. */
    private static final class Registry implements ZmqEndpointResolver {
        private final AtomicInteger lookups = new AtomicInteger();
        private volatile List<String> endpoints = List.of();
        private volatile RuntimeException failure;

        @Override
        public String scheme() {
            return "fake";
        }

        @Override
        public void check(Endpoint service) {
            if (service.address().startsWith("!")) {
                throw new ZmqEndpointException(service.toString(), "it begins with !", "leave that out");
            }
        }

        @Override
        public List<String> resolve(Endpoint service) {
            lookups.incrementAndGet();
            if (failure != null) {
                throw failure;
            }
            return endpoints;
        }
    }

    private ZmqDiscovery discovery(Duration interval, Duration firstLookup, Duration drain) {
        ZmqDiscovery discovery =
                new ZmqDiscovery(sockets, List.of(registry), new Timing(interval, firstLookup, drain), events::add);
        toClose.add(discovery::stop);
        return discovery;
    }

    private ZmqDiscovery started(String socket, Duration drain) {
        ZmqDiscovery discovery = discovery(LONG, PATIENT, drain);
        discovery.watch(socket, "stock", "fake://stock");
        discovery.start();
        return discovery;
    }

    @AfterEach
    void close() {
        toClose.forEach(Runnable::run);
        sockets.close();
        context.close(Duration.ZERO);
    }

    private PeerSocket client() {
        PeerSocket client =
                context.peer(SocketOptions.builder().envelope(EnvelopeMode.AUTO).build());
        sockets.add("shop", client);
        return client;
    }

    /** A service that answers with its name. */
    private String service(String name) {
        return service(name, () -> {});
    }

    private String service(String name, Runnable beforeTheReply) {
        ZmqContext elsewhere = ZmqContext.create();
        ZmqSockets own = new ZmqSockets();
        PeerSocket socket = elsewhere.peer(
                SocketOptions.builder().envelope(EnvelopeMode.AUTO).build());
        own.add(name, socket);
        String endpoint = socket.bind("tcp://127.0.0.1:*").toString();
        ZmqTemplate replies = new ZmqTemplate(own);
        DefaultZmqListenerContainer listener = new DefaultZmqListenerContainer(
                name,
                own,
                List.of(name),
                message -> {
                    beforeTheReply.run();
                    return name;
                },
                replies);
        listener.start();
        toClose.add(() -> {
            listener.stop();
            own.close();
            elsewhere.close(Duration.ZERO);
        });
        return endpoint;
    }

    private String ask() {
        return template.convertSendAndReceive("stock", "?", String.class);
    }

    private void refresh(ZmqDiscovery discovery, List<String> endpoints) {
        int before = events.size();
        registry.endpoints = endpoints;
        discovery.refresh();
        await().atMost(PATIENT).until(() -> events.size() > before);
    }

    private Set<String> answers(int times) {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < times; i++) {
            answers.add(ask());
        }
        return answers;
    }

    private void awaitUp(int connections) {
        await().atMost(PATIENT).until(() -> sockets.get("shop").stats().connections() == connections);
    }

    @Test
    @Tag("SPR-21")
    void instances_that_come_and_go_are_asked_in_turn_under_one_name() {
        PeerSocket client = client();
        String a = service("a");
        String b = service("b");
        registry.endpoints = List.of(a);
        ZmqDiscovery discovery = started("shop", Duration.ZERO);

        assertThat(answers(2)).containsExactly("a");

        refresh(discovery, List.of(a, b));
        awaitUp(2);
        assertThat(answers(2)).containsExactlyInAnyOrder("a", "b");

        refresh(discovery, List.of(b));
        assertThat(answers(2)).containsExactly("b");
        awaitUp(1);
        assertThat(client.peers()).hasSize(1);
        assertThat(events)
                .containsExactly(
                        new ZmqInstancesChangedEvent(
                                "shop", "stock", "fake://stock", List.of(a), List.of(), List.of(a)),
                        new ZmqInstancesChangedEvent(
                                "shop", "stock", "fake://stock", List.of(b), List.of(), List.of(a, b)),
                        new ZmqInstancesChangedEvent(
                                "shop", "stock", "fake://stock", List.of(), List.of(a), List.of(b)));
    }

    @Test
    void the_first_instances_are_there_when_it_has_started_and_later_ones_come_by_the_interval() {
        client();
        registry.endpoints = List.of("tcp://127.0.0.1:7");
        ZmqDiscovery discovery = discovery(Duration.ofMillis(5), PATIENT, Duration.ZERO);
        discovery.watch("shop", "stock", "fake://stock");
        discovery.start();

        assertThat(endpoints()).containsExactly("tcp://127.0.0.1:7");

        registry.endpoints = List.of("tcp://127.0.0.1:8");
        await().atMost(PATIENT).untilAsserted(() -> assertThat(endpoints()).containsExactly("tcp://127.0.0.1:8"));
    }

    private List<String> endpoints() {
        return sockets.connections("shop").stream()
                .map(NamedConnection::endpoint)
                .toList();
    }

    @Test
    void a_lookup_that_fails_keeps_the_last_answer() {
        client();
        registry.endpoints = List.of("tcp://127.0.0.1:7");
        ZmqDiscovery discovery = started("shop", Duration.ZERO);

        registry.failure = new IllegalStateException("no leader");
        discovery.refresh();

        await().atMost(PATIENT)
                .untilAsserted(() -> assertThat(discovery.services("shop"))
                        .singleElement()
                        .satisfies(stock -> {
                            assertThat(stock.lastError()).contains("no leader");
                            assertThat(stock.endpoints()).containsExactly("tcp://127.0.0.1:7");
                            assertThat(stock.lookedUp()).isNotNull();
                        }));
        assertThat(endpoints()).containsExactly("tcp://127.0.0.1:7");

        registry.failure = null;
        refresh(discovery, List.of("tcp://127.0.0.1:8"));
        assertThat(discovery.services("shop"))
                .singleElement()
                .satisfies(stock -> assertThat(stock.lastError()).isNull());
    }

    @Test
    void nobody_is_found_until_somebody_is() {
        client();
        ZmqDiscovery discovery = started("shop", Duration.ZERO);

        assertThatExceptionOfType(ZmqDestinationException.class).isThrownBy(this::ask);

        refresh(discovery, List.of(service("a")));
        assertThat(ask()).isEqualTo("a");
    }

    @Test
    void an_instance_that_is_gone_gets_nothing_more_but_may_still_answer() throws Exception {
        client();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        String slow = service("slow", () -> {
            asked.countDown();
            await().atMost(PATIENT).until(() -> mayAnswer.getCount() == 0);
        });
        registry.endpoints = List.of(slow);
        ZmqDiscovery discovery = started("shop", LONG);
        CompletableFuture<String> reply = template.convertSendAndReceiveAsync("stock", "?", String.class);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        refresh(discovery, List.of());

        assertThatExceptionOfType(ZmqDestinationException.class).isThrownBy(this::ask);
        mayAnswer.countDown();
        assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo("slow");
    }

    @Test
    void an_instance_that_comes_back_while_it_drains_keeps_its_connection() {
        PeerSocket client = client();
        String a = service("a");
        registry.endpoints = List.of(a);
        ZmqDiscovery discovery = started("shop", LONG);
        NamedConnection before = sockets.connections("shop").get(0);

        refresh(discovery, List.of());
        refresh(discovery, List.of(a));

        assertThat(sockets.connections("shop")).containsExactly(before);
        assertThat(client.peers()).hasSize(1);
        assertThat(ask()).isEqualTo("a");
    }

    @Test
    void a_socket_that_chooses_its_peers_itself_drops_who_is_gone_at_once() {
        PushSocket push = context.push(SocketOptions.builder().build());
        sockets.add("tasks", push);
        try (PullSocket first = context.pull(SocketOptions.builder().build());
                PullSocket second = context.pull(SocketOptions.builder().build())) {
            String a = first.bind("tcp://127.0.0.1:*").toString();
            String b = second.bind("tcp://127.0.0.1:*").toString();
            registry.endpoints = List.of(a, b);
            ZmqDiscovery discovery = started("tasks", LONG);
            await().atMost(PATIENT).until(() -> push.stats().connections() == 2);

            refresh(discovery, List.of(b));

            for (int i = 0; i < 4; i++) {
                template.convertAndSend("tasks", "work");
                assertThat(second.receive().text()).isEqualTo("work");
            }
            assertThat(first.tryReceive()).isNull();
        }
    }

    @Test
    void an_endpoint_that_cannot_be_connected_to_stands_in_nobodys_way() {
        client();
        registry.endpoints = List.of("nowhere", "tcp://127.0.0.1:7");
        ZmqDiscovery discovery = started("shop", Duration.ZERO);

        assertThat(endpoints()).containsExactly("tcp://127.0.0.1:7");
        assertThat(discovery.services("shop"))
                .singleElement()
                .satisfies(stock -> assertThat(stock.lastError()).contains("nowhere"));
    }

    @Test
    void the_start_waits_for_a_slow_lookup_as_long_as_it_should_and_no_longer() {
        client();
        CountDownLatch stopped = new CountDownLatch(1);
        ZmqEndpointResolver stuck = new ZmqEndpointResolver() {
            @Override
            public String scheme() {
                return "stuck";
            }

            @Override
            public List<String> resolve(Endpoint service) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException end) {
                    stopped.countDown();
                }
                return List.of("tcp://127.0.0.1:7");
            }
        };
        ZmqDiscovery discovery =
                new ZmqDiscovery(sockets, List.of(stuck), new Timing(LONG, Duration.ofMillis(20), LONG), events::add);
        discovery.watch("shop", "stock", "stuck://stock");

        discovery.start();

        assertThat(endpoints()).isEmpty();
        discovery.stop();
        await().atMost(PATIENT).until(() -> stopped.getCount() == 0);
        assertThat(endpoints()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void what_is_stopped_looks_nothing_up_and_may_start_again() {
        client();
        registry.endpoints = List.of("tcp://127.0.0.1:7");
        ZmqDiscovery discovery = started("shop", LONG);

        discovery.stop();
        int lookups = registry.lookups.get();
        discovery.refresh();

        assertThat(discovery.services("shop")).isEmpty();
        assertThat(endpoints()).containsExactly("tcp://127.0.0.1:7");
        assertThat(registry.lookups).hasValue(lookups);

        discovery.watch("shop", "stock", "fake://stock");
        discovery.start();
        assertThat(registry.lookups).hasValue(lookups + 1);
    }

    @Test
    void a_listener_that_fails_does_no_harm() {
        client();
        registry.endpoints = List.of("tcp://127.0.0.1:7");
        ZmqDiscovery discovery =
                new ZmqDiscovery(sockets, List.of(registry), new Timing(LONG, PATIENT, Duration.ZERO), event -> {
                    throw new IllegalStateException("listener");
                });
        toClose.add(discovery::stop);
        discovery.watch("shop", "stock", "fake://stock");
        discovery.start();

        assertThat(endpoints()).containsExactly("tcp://127.0.0.1:7");
        assertThat(discovery.services("shop"))
                .singleElement()
                .satisfies(stock -> assertThat(stock.lastError()).isNull());
    }

    @Test
    void schemes_are_told_apart() {
        client();
        ZmqDiscovery discovery = discovery(LONG, PATIENT, LONG);

        assertThat(discovery.resolves("fake://stock")).isTrue();
        assertThat(discovery.resolves("tcp://127.0.0.1:7")).isFalse();
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> discovery.resolves("discovery://stock"))
                .withMessageContaining("spring-cloud-starter-zookeeper-discovery");
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> discovery.watch("shop", "stock", "tcp://127.0.0.1:7"))
                .withMessageContaining("[fake]");
        assertThatExceptionOfType(ZmqEndpointException.class)
                .isThrownBy(() -> discovery.watch("shop", "stock", "fake://!"))
                .withMessageContaining("leave that out");
    }

    @Test
    void times_that_cannot_be_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Timing(Duration.ZERO, LONG, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> new Timing(LONG, LONG, Duration.ofSeconds(-1)));
    }
}
