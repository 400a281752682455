package io.zmqspring.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmqspring.EnvelopeMode;
import io.zmqspring.Message;
import io.zmqspring.PeerState;
import io.zmqspring.SocketOptions;
import io.zmqspring.spring.config.DefaultZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerConfigUtils;
import io.zmqspring.spring.config.ZmqListenerContainerFactory;
import io.zmqspring.spring.config.ZmqListenerEndpointRegistry;
import io.zmqspring.spring.core.FakePeerSocket;
import io.zmqspring.spring.core.ZmqSocketTakenException;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqUnknownSocketException;
import io.zmqspring.spring.listener.ZmqListenerContainer;
import io.zmqspring.spring.listener.ZmqListenerErrorHandler;
import io.zmqspring.spring.support.DefaultZmqHeaderMapper;
import io.zmqspring.spring.support.ZmqHeaders;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.MapPropertySource;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

class ZmqListenerAnnotationTests {
    private static final int PEER = 7;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    record Order(@Positive int id, String item) {}

    record Receipt(int orderId) {}

    /** What the listeners of the tests saw. */
    static class Seen extends CopyOnWriteArrayList<Object> {
        private static final long serialVersionUID = 1L;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableZmq
    static class Sockets {
        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        FakePeerSocket orders() {
            return new FakePeerSocket(
                            SocketOptions.builder().envelope(EnvelopeMode.AUTO).build())
                    .peer(PEER, PeerState.CONNECTED, Map.of("X-Envelope", "1", "X-Peer-Name", "trader"));
        }

        @Bean
        FakePeerSocket audit() {
            return new FakePeerSocket().peer(PEER, PeerState.CONNECTED, Map.of());
        }

        @Bean
        ZmqSockets sockets(@Qualifier("orders") FakePeerSocket orders, @Qualifier("audit") FakePeerSocket audit) {
            ZmqSockets sockets = new ZmqSockets();
            sockets.add("orders", orders);
            sockets.add("audit", audit);
            return sockets;
        }
    }

    @AfterEach
    void close() {
        context.close();
    }

    private void run(Class<?>... components) {
        context.register(Sockets.class);
        context.register(components);
        context.refresh();
    }

    private Seen seen() {
        return context.getBean(Seen.class);
    }

    private FakePeerSocket socket(String name) {
        return context.getBean(name, FakePeerSocket.class);
    }

    private ZmqListenerEndpointRegistry registry() {
        return context.getBean(ZmqListenerEndpointRegistry.class);
    }

    private void arrive(String body, Map<String, String> headers) {
        socket("orders").arrive(PEER, Message.of(body).withHeaders(headers));
    }

    static class Answering {
        @ZmqListener("orders")
        Receipt on(Order order) {
            return new Receipt(order.id());
        }
    }

    @Test
    @Tag("SPR-23")
    @Tag("SPR-42")
    void convertsThePayloadAndAnswersTheSender() {
        run(Answering.class);

        arrive("{\"id\":3,\"item\":\"tea\"}", Map.of("request-id", "r1", "content-type", "application/json"));

        await().untilAsserted(() -> assertThat(socket("orders").sent).hasSize(1));
        Message reply = socket("orders").sent.get(0);
        assertThat(reply.text()).isEqualTo("{\"orderId\":3}");
        assertThat(reply.headers())
                .containsEntry("in-reply-to", "r1")
                .containsEntry("content-type", "application/json");
    }

    static class AllArguments {
        private final Seen seen;

        AllArguments(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener("orders")
        void on(
                @Payload Order order,
                @Header(ZmqHeaders.ROUTING_ID) int sender,
                @Header(ZmqHeaders.PEER_NAME) String name,
                @Header(name = "tenant", required = false) String tenant,
                @Headers Map<String, Object> headers,
                org.springframework.messaging.Message<Order> message,
                Message raw) {
            seen.addAll(List.of(
                    order,
                    sender,
                    name,
                    String.valueOf(tenant),
                    headers.get(ZmqHeaders.SOCKET),
                    message.getPayload(),
                    raw.text()));
        }
    }

    @Test
    @Tag("SPR-39")
    @Tag("SPR-88")
    void resolvesArgumentsOfAllKinds() {
        run(AllArguments.class);

        arrive("{\"id\":3}", Map.of("tenant", "not allowed"));

        Order order = new Order(3, null);
        await().untilAsserted(() ->
                assertThat(seen()).containsExactly(order, PEER, "trader", "null", "orders", order, "{\"id\":3}"));
    }

    static class Attacked {
        private final Seen seen;

        Attacked(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener("orders")
        void on(@Headers Map<String, Object> headers) {
            seen.add(headers);
        }
    }

    @Test
    void believesNoHeaderThatSteersTheFramework() {
        run(Attacked.class);

        arrive(
                "x",
                Map.of(
                        "id", "00000000-0000-0000-0000-000000000000",
                        "timestamp", "1",
                        "replyChannel", "nullChannel",
                        "errorChannel", "nullChannel",
                        "contentType", "application/x-java-serialized-object",
                        "__TypeId__", "java.lang.ProcessBuilder",
                        "zmq_routingId", "1",
                        "zmq_socket", "audit"));

        await().untilAsserted(() -> assertThat(seen()).hasSize(1));
        @SuppressWarnings("unchecked")
        Map<String, Object> headers = (Map<String, Object>) seen().get(0);
        assertThat(headers)
                .containsOnlyKeys(
                        "id",
                        "timestamp",
                        ZmqHeaders.ROUTING_ID,
                        ZmqHeaders.SOCKET,
                        ZmqHeaders.PEER_NAME,
                        ZmqHeaders.RAW,
                        ZmqHeaders.TIMESTAMP)
                .containsEntry(ZmqHeaders.ROUTING_ID, PEER)
                .containsEntry(ZmqHeaders.SOCKET, "orders");
        assertThat(headers.get("id")).isNotEqualTo(new java.util.UUID(0, 0));
        assertThat((Long) headers.get("timestamp")).isGreaterThan(1L);
    }

    static class Simple {
        private final Seen seen;

        Simple(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener(id = "text", sockets = "orders")
        void text(String text) {
            seen.add(text);
        }

        @ZmqListener(id = "bytes", sockets = "audit")
        void bytes(byte[] bytes) {
            seen.add(bytes.length);
        }
    }

    @Test
    void takesBytesAndTextAsTheyAreEvenEmptyOnes() {
        run(Simple.class);

        arrive("{not json", Map.of("content-type", "application/json"));
        arrive("", Map.of());
        await().untilAsserted(() -> assertThat(seen()).containsExactly("{not json", ""));
        socket("audit").arrive(PEER, Message.empty());

        await().untilAsserted(() -> assertThat(seen()).containsExactly("{not json", "", 0));
    }

    @Test
    @Tag("SPR-25")
    @Tag("SPR-46")
    @Tag("SPR-49")
    void stopsStartsPausesAndResumesById() {
        run(Simple.class);
        assertThat(registry().getListenerContainerIds()).containsExactly("bytes", "text");

        registry().stop("text");
        assertThat(registry().getListenerContainer("text").isRunning()).isFalse();
        assertThat(registry().getListenerContainer("bytes").isRunning()).isTrue();
        arrive("a", Map.of());
        registry().start("text");
        await().untilAsserted(() -> assertThat(seen()).containsExactly("a"));

        registry().pause("text");
        arrive("b", Map.of());
        await().during(java.time.Duration.ofMillis(150))
                .untilAsserted(() -> assertThat(seen()).containsExactly("a"));
        registry().resume("text");
        await().untilAsserted(() -> assertThat(seen()).containsExactly("a", "b"));

        assertThatThrownBy(() -> registry().pause("txet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[bytes, text]");
    }

    @Test
    void stopsAllWithTheApplicationContext() {
        run(Simple.class);
        var containers = registry().getListenerContainers();

        context.stop();

        assertThat(containers).noneMatch(ZmqListenerContainer::isRunning);
        context.start();
        assertThat(containers).allMatch(ZmqListenerContainer::isRunning);
    }

    static class Later {
        @ZmqListener("orders")
        CompletableFuture<Receipt> on(Order order) {
            return CompletableFuture.supplyAsync(() -> new Receipt(order.id()));
        }
    }

    @Test
    @Tag("SPR-45")
    void answersWhenAFutureIsDone() {
        run(Later.class);

        arrive("{\"id\":1}", Map.of("request-id", "r1"));
        arrive("{\"id\":2}", Map.of("request-id", "r2"));

        await().untilAsserted(() -> assertThat(socket("orders").sent)
                .extracting(message -> message.header("in-reply-to") + message.text())
                .containsExactlyInAnyOrder("r1{\"orderId\":1}", "r2{\"orderId\":2}"));
    }

    static class Validating {
        @ZmqListener(id = "valid", sockets = "orders", errorHandler = "complain")
        String on(@Valid Order order) {
            return "ok " + order.id();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ValidatingFactory {
        @Bean
        LocalValidatorFactoryBean validator() {
            return new LocalValidatorFactoryBean();
        }

        @Bean(ZmqListenerConfigUtils.CONTAINER_FACTORY_BEAN)
        DefaultZmqListenerContainerFactory factory(ZmqSockets sockets, LocalValidatorFactoryBean validator) {
            DefaultZmqListenerContainerFactory factory = new DefaultZmqListenerContainerFactory(sockets);
            factory.setValidator(validator);
            factory.setHeaderMapper(new DefaultZmqHeaderMapper(Set.of("tenant")));
            return factory;
        }

        @Bean
        ZmqListenerErrorHandler complain(Seen seen) {
            return (message, failure) -> {
                seen.add(failure.getCause().getClass());
                return "refused";
            };
        }
    }

    @Test
    @Tag("SPR-29")
    @Tag("SPR-41")
    @Tag("SPR-58")
    void validatesAndLetsTheErrorHandlerAnswer() {
        run(ValidatingFactory.class, Validating.class);

        arrive("{\"id\":-1}", Map.of());
        arrive("no order", Map.of());
        arrive("{\"id\":1}", Map.of());

        await().untilAsserted(() -> assertThat(socket("orders").sent)
                .extracting(Message::text)
                .containsExactly("refused", "refused", "ok 1"));
        assertThat(seen()).containsExactly(MethodArgumentNotValidException.class, MessageConversionException.class);
        assertThat(registry().getListenerContainer("valid").getFailedCount()).isEqualTo(2);
    }

    static class AllowedHeader {
        private final Seen seen;

        AllowedHeader(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener("orders")
        void on(@Header("tenant") String tenant) {
            seen.add(tenant);
        }
    }

    @Test
    void passesAllowedHeadersAndRefusesAMessageWithoutARequiredOne() {
        run(ValidatingFactory.class, AllowedHeader.class);

        arrive("x", Map.of());
        arrive("x", Map.of("tenant", "acme"));

        await().untilAsserted(() -> assertThat(seen()).containsExactly("acme"));
        assertThat(registry().getListenerContainers().iterator().next().getFailedCount())
                .isEqualTo(1);
    }

    static class Expressive {
        private final Seen seen;

        public final String[] both = {"orders", "audit"};

        Expressive(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener(
                id = "${listener.id}",
                sockets = "#{@expressive.both}",
                concurrency = "#{${listener.threads} * 2}",
                autoStartup = "${listener.auto}",
                errorHandler = "#{@complain}",
                containerFactory = "${listener.factory}")
        void on(String text) {
            seen.add(text);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ExpressiveConfiguration {
        @Bean
        Expressive expressive(Seen seen) {
            return new Expressive(seen);
        }

        @Bean
        ZmqListenerContainerFactory recording(ZmqSockets sockets, Seen seen) {
            return endpoint -> {
                endpoint.configure(new DefaultZmqListenerContainerFactory(sockets) {
                    @Override
                    public void setConcurrency(int concurrency) {
                        seen.add(concurrency);
                    }

                    @Override
                    public void setListenerErrorHandler(ZmqListenerErrorHandler handler) {
                        seen.add(handler != null);
                    }
                });
                return new DefaultZmqListenerContainerFactory(sockets).createContainer(endpoint);
            };
        }
    }

    @Test
    @Tag("SPR-24")
    @Tag("SPR-26")
    @Tag("SPR-27")
    @Tag("SPR-28")
    @Tag("SPR-37")
    void evaluatesPlaceholdersAndExpressionsInAllAttributes() {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "listener.id", "expressed",
                                "listener.threads", "2",
                                "listener.auto", "false",
                                "listener.factory", "recording")));
        run(ValidatingFactory.class, ExpressiveConfiguration.class);

        ZmqListenerContainer container = registry().getListenerContainer("expressed");

        assertThat(container.getSockets()).containsExactly("orders", "audit");
        assertThat(container.isAutoStartup()).isFalse();
        assertThat(container.isRunning()).isFalse();
        assertThat(seen()).containsExactly(4, true);
        container.start();
        assertThat(container.isRunning()).isTrue();
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ZmqListener("orders")
    @interface OrderListener {}

    static class Repeating {
        private final Seen seen;

        Repeating(Seen seen) {
            this.seen = seen;
        }

        @ZmqListener("orders")
        @ZmqListener("audit")
        void on(String text) {
            seen.add(text);
        }
    }

    @Test
    @Tag("SPR-36")
    void readsRepeatedAnnotations() {
        run(Repeating.class);

        arrive("a", Map.of());
        await().untilAsserted(() -> assertThat(seen()).containsExactly("a"));
        socket("audit").arrive(PEER, Message.of("b"));

        await().untilAsserted(() -> assertThat(seen()).containsExactly("a", "b"));
        assertThat(registry().getListenerContainerIds()).hasSize(2);
    }

    static class Composed {
        @OrderListener
        String on(String text) {
            return text + "!";
        }
    }

    @Test
    @Tag("SPR-36")
    void readsComposedAnnotations() {
        run(Composed.class);

        arrive("a", Map.of());

        await().untilAsserted(() -> assertThat(socket("orders").sent).hasSize(1));
    }

    @Test
    @Tag("SPR-38")
    void isAMessageMappingSoThatAheadOfTimeProcessingSeesTheMethod() throws Exception {
        assertThat(ZmqListener.class.isAnnotationPresent(MessageMapping.class)).isTrue();
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxying {
        @Bean
        static BeanPostProcessor proxies() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String beanName) {
                    if (!(bean instanceof Simple) && !(bean instanceof Answering)) {
                        return bean;
                    }
                    ProxyFactory factory = new ProxyFactory(bean);
                    factory.setProxyTargetClass(true);
                    return factory.getProxy();
                }
            };
        }
    }

    @Test
    void findsTheMethodsOfProxiedBeans() {
        run(Proxying.class, Answering.class);

        arrive("{\"id\":3}", Map.of());

        await().untilAsserted(() -> assertThat(socket("orders").sent).hasSize(1));
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyListener {
        @Bean
        @Lazy
        Answering lazyAnswering() {
            return new Answering();
        }
    }

    @Test
    void startsTheListenersOfABeanThatIsMadeLater() {
        run(LazyListener.class);
        assertThat(registry().getListenerContainerIds()).isEmpty();

        context.getBean("lazyAnswering");

        assertThat(registry().getListenerContainer("lazyAnswering.on").isRunning())
                .isTrue();
    }

    static class Unknown {
        @ZmqListener("oders")
        void on(String text) {}
    }

    @Test
    void refusesToStartOnASocketThatDoesNotExist() {
        assertThatThrownBy(() -> run(Unknown.class))
                .hasRootCauseInstanceOf(ZmqUnknownSocketException.class)
                .rootCause()
                .hasMessageContaining("'oders'");
    }

    static class Second {
        @ZmqListener(id = "second", sockets = "orders")
        void on(String text) {}
    }

    @Test
    void refusesToStartWithTwoListenersOnOneSocketAndNamesBoth() {
        assertThatThrownBy(() -> run(Answering.class, Second.class))
                .hasRootCauseInstanceOf(ZmqSocketTakenException.class)
                .rootCause()
                .hasMessageContaining("Answering.on")
                .hasMessageContaining("listener 'second' (Second.on)");
    }

    static class SameId {
        @ZmqListener(id = "same", sockets = "orders")
        void one(String text) {}

        @ZmqListener(id = "same", sockets = "audit")
        void two(String text) {}
    }

    @Test
    void refusesTwoListenersOfOneId() {
        assertThatThrownBy(() -> run(SameId.class))
                .hasMessageContaining("'same'")
                .hasMessageContaining("SameId.one")
                .hasMessageContaining("SameId.two");
    }

    static class NoSocket {
        @ZmqListener
        void on(String text) {}
    }

    static class BadNumber {
        @ZmqListener(sockets = "orders", concurrency = "many")
        void on(String text) {}
    }

    static class BadFlag {
        @ZmqListener(sockets = "orders", autoStartup = "yes please")
        void on(String text) {}
    }

    @Test
    void tellsWhatIsWrongWithAnAttribute() {
        assertThatThrownBy(() -> run(NoSocket.class)).hasMessageContaining("'sockets' is empty");
    }

    @Test
    void tellsThatANumberIsNone() {
        assertThatThrownBy(() -> run(BadNumber.class))
                .hasMessageContaining("BadNumber.on")
                .hasMessageContaining("'concurrency' is 'many'");
    }

    @Test
    void tellsThatAFlagIsNone() {
        assertThatThrownBy(() -> run(BadFlag.class)).hasMessageContaining("true or false");
    }
}
