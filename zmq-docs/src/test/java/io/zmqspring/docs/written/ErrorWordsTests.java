package io.zmqspring.docs.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zmqspring.Message;
import io.zmqspring.ReqOptions;
import io.zmqspring.ReqSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.ZmqSocket;
import io.zmqspring.ZmqStateException;
import io.zmqspring.ZmqTimeoutException;
import io.zmqspring.ZmqUnroutableException;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqRemoteException;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import io.zmqspring.spring.core.ZmqSocketUseException;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.core.ZmqUnknownSocketException;
import io.zmqspring.spring.listener.ZmqListenerErrorHandler;
import io.zmqspring.spring.listener.ZmqListenerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.messaging.converter.MessageConversionException;

/** Writes the words of the page "Errors and what to do": each is provoked, and written down as it is thrown. */
@ExtendWith(OutputCaptureExtension.class)
class ErrorWordsTests {
    private static final Set<FailureAnalyzer> ANALYZERS =
            SpringFactoriesLoader.forDefaultResourceLocation()
                    .load(FailureAnalyzer.class, (type, name, needsMore) -> {})
                    .stream()
                    .filter(analyzer -> analyzer.getClass().getName().startsWith("io.zmqspring."))
                    .collect(Collectors.toSet());
    private static final Set<FailureAnalyzer> SHOWN = new HashSet<>();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    private static ConfigurableApplicationContext start(Class<?> beans, String... properties) {
        return new SpringApplicationBuilder(Plain.class, beans)
                .web(WebApplicationType.NONE)
                .run(Stream.concat(Stream.of("spring.main.banner-mode=off"), Stream.of(properties))
                        .map(property -> "--" + property)
                        .toArray(String[]::new));
    }

    private static void write(String name, String words) {
        Path directory = Path.of(System.getProperty("docs.written"), "errors");
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name + ".txt"), words + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts an application that cannot start, and writes what Spring Boot says then. */
    private static String refused(String name, Class<?> beans, String... properties) {
        Throwable failure = catchThrowable(() -> start(beans, properties).close());
        assertThat(failure).as("failure of %s", name).isNotNull();
        FailureAnalysis analysis = ANALYZERS.stream()
                .map(analyzer -> {
                    FailureAnalysis found = analyzer.analyze(failure);
                    if (found != null) {
                        SHOWN.add(analyzer);
                    }
                    return found;
                })
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody explains it", failure));
        String words = "Description:\n\n" + analysis.getDescription() + "\n\nAction:\n\n" + analysis.getAction();
        write(name, words);
        return words;
    }

    private static void thrown(String name, Class<? extends Throwable> type, Throwable failure) {
        assertThat(failure).as(name).isInstanceOf(type);
        write(name, type.getSimpleName() + ": " + failure.getMessage());
    }

    /** Runs an application, does with its template what fails, and writes the exception. */
    private static void thrown(
            String name,
            Class<? extends Throwable> type,
            Class<?> beans,
            Consumer<ZmqTemplate> call,
            String... properties) {
        try (ConfigurableApplicationContext application = start(beans, properties)) {
            ZmqTemplate template = application.getBean(ZmqTemplate.class);
            thrown(name, type, catchThrowable(() -> call.accept(template)));
        }
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String words = refused(
                    "port-in-use", Plain.class, "zmq.sockets.orders.bind=tcp://127.0.0.1:" + other.getLocalPort());
            write("port-in-use", words.replace(":" + other.getLocalPort(), ":5555"));
        }
    }

    @Test
    void noSuchAddress() {
        refused(
                "no-such-address",
                Plain.class,
                "zmq.sockets.orders.bind=tcp://192.0.2.1:5555",
                "zmq.sockets.orders.allow-insecure-bind=true");
    }

    @Test
    void aBadEndpoint() {
        refused("bad-endpoint", Plain.class, "zmq.sockets.orders.connect.billing=localhost:5555");
    }

    @Test
    void anUnsafeBind() {
        refused("unsafe-bind", Plain.class, "zmq.sockets.orders.bind=tcp://*:5555");
    }

    @Test
    void aServerThatKnowsNobody() {
        refused(
                "knows-nobody",
                Plain.class,
                "zmq.sockets.orders.bind=tcp://127.0.0.1:*",
                "zmq.sockets.orders.security.mechanism=plain");
    }

    @Test
    void anOptionThatCannotBe() {
        refused(
                "bad-option",
                Plain.class,
                "zmq.sockets.orders.reconnect.delay=5s",
                "zmq.sockets.orders.reconnect.max-delay=1s");
    }

    @Configuration(proxyBeanMethods = false)
    static class NameTaken {
        @Bean
        String orders() {
            return "not a socket";
        }
    }

    @Test
    void aNameThatIsTaken() {
        String words = refused("name-taken", NameTaken.class, "zmq.sockets.orders.type=peer");
        write("name-taken", words.replace(NameTaken.class.getName(), "com.example.ShopConfiguration"));
    }

    static class Ordres {
        @ZmqListener("ordres")
        void on(String order) {}
    }

    @Test
    void anUnknownSocket() {
        refused("unknown-socket", Ordres.class, "zmq.sockets.orders.bind=tcp://127.0.0.1:*");
    }

    static class TwoListeners {
        @ZmqListener(sockets = "orders", id = "desk")
        void desk(String order) {}

        @ZmqListener(sockets = "orders", id = "log")
        void log(String order) {}
    }

    @Test
    void twoReceivers() {
        refused("two-receivers", TwoListeners.class, "zmq.sockets.orders.bind=tcp://127.0.0.1:*");
    }

    static class Orders {
        @ZmqListener(sockets = "orders", id = "desk")
        void on(String order) {}
    }

    @Test
    void aTypeThatCannotDoIt() {
        refused("wrong-type", Orders.class, "zmq.sockets.orders.type=push");
    }

    static class Wrong {
        @ZmqListener(sockets = "orders", concurrency = "many")
        void on(String order) {}
    }

    @Test
    void aListenerThatIsWrong() {
        String words = refused("bad-listener", Wrong.class, "zmq.sockets.orders.bind=tcp://127.0.0.1:*");
        write(
                "bad-listener",
                words.replace(Wrong.class.getName(), "com.example.OrderListener")
                        .replace("errorWordsTests.Wrong", "orderListener"));
    }

    @Test
    void aProxyThatNothingCanPass() {
        refused(
                "bad-proxy",
                Plain.class,
                "zmq.sockets.a.type=push",
                "zmq.sockets.b.type=push",
                "zmq.proxies.p.frontend=a",
                "zmq.proxies.p.backend=b");
    }

    @AfterAll
    static void everyAnalyzerIsOnThePage() {
        assertThat(SHOWN).as("analyzers that the page shows").isEqualTo(ANALYZERS);
    }

    @Test
    void nobodyHasTheName() {
        thrown(
                "unknown-destination",
                ZmqDestinationException.class,
                Plain.class,
                zmq -> zmq.convertAndSend("biling", "invoice"),
                "zmq.sockets.orders.connect.billing=inproc://billing");
    }

    @Test
    void noSocketHasTheName() {
        thrown(
                "unknown-socket-sent",
                ZmqUnknownSocketException.class,
                Plain.class,
                zmq -> zmq.convertAndSend("ordres/billing", "invoice"),
                "zmq.sockets.orders.connect.billing=inproc://billing");
    }

    @Test
    void theTypeDoesNotSend() {
        thrown(
                "wrong-type-sent",
                ZmqSocketUseException.class,
                Plain.class,
                zmq -> zmq.convertAndSend("prices", "1.10"),
                "zmq.sockets.prices.type=sub");
    }

    @Test
    void noReplyInTime() {
        thrown(
                "reply-timeout",
                ZmqReplyTimeoutException.class,
                Orders.class,
                zmq -> zmq.convertSendAndReceive("desk", "tea", String.class),
                "zmq.sockets.orders.bind=inproc://desk",
                "zmq.sockets.shop.connect.desk=inproc://desk",
                "zmq.template.reply-timeout=50ms");
    }

    @Test
    void aQueueThatStaysFull() {
        thrown(
                "queue-full",
                ZmqQueueFullException.class,
                Plain.class,
                zmq -> Stream.generate(() -> "tea").limit(3).forEach(tea -> zmq.convertAndSend("desk", tea)),
                "zmq.sockets.shop.connect.desk=inproc://nobody",
                "zmq.sockets.shop.send.high-water-mark=1",
                "zmq.sockets.shop.send.timeout=50ms");
    }

    @Test
    void aPeerThatHasGone() {
        thrown(
                "unroutable",
                ZmqUnroutableException.class,
                Plain.class,
                zmq -> zmq.convertAndSend("desk/#42", "tea"),
                "zmq.sockets.desk.bind=inproc://desk");
    }

    @Test
    void aSocketThatIsClosed() {
        try (ConfigurableApplicationContext application =
                start(Plain.class, "zmq.sockets.shop.connect.desk=inproc://desk")) {
            application.getBean("shop", ZmqSocket.class).close(Duration.ZERO);
            ZmqTemplate template = application.getBean(ZmqTemplate.class);
            thrown("closed", ZmqClosedException.class, catchThrowable(() -> template.convertAndSend("desk", "tea")));
        }
    }

    static class Words {
        @ZmqListener("orders")
        String on(String order) {
            return "twelve";
        }
    }

    @Test
    void aReplyThatIsSomethingElse() {
        thrown(
                "conversion",
                MessageConversionException.class,
                Words.class,
                zmq -> zmq.convertSendAndReceive("desk", "tea", Integer.class),
                "zmq.sockets.orders.bind=inproc://desk",
                "zmq.sockets.shop.connect.desk=inproc://desk");
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {
        final CompletableFuture<ZmqListenerException> failure = new CompletableFuture<>();

        @Bean
        ZmqListenerErrorHandler failures() {
            return (message, exception) -> {
                failure.complete(exception);
                return null;
            };
        }

        @ZmqListener(sockets = "orders", id = "desk", errorHandler = "failures")
        void on(String order) {
            throw new IllegalStateException("the shelf is empty");
        }
    }

    @Test
    void aListenerThatThrows() throws Exception {
        try (ConfigurableApplicationContext application = start(
                Failing.class,
                "zmq.sockets.orders.bind=inproc://desk",
                "zmq.sockets.shop.connect.desk=inproc://desk")) {
            application.getBean(ZmqTemplate.class).convertAndSend("desk", "tea");
            thrown(
                    "listener",
                    ZmqListenerException.class,
                    application.getBean(Failing.class).failure.get(20, TimeUnit.SECONDS));
        }
    }

    static class EmptyShelf {
        @ZmqListener(sockets = "orders", returnExceptions = "true")
        String on(String order) {
            throw new IllegalStateException("the shelf is empty");
        }
    }

    @Test
    void theOtherSideSaysThatItFailed() {
        thrown(
                "remote",
                ZmqRemoteException.class,
                EmptyShelf.class,
                zmq -> zmq.convertSendAndReceive("desk", "tea", String.class),
                "zmq.sockets.orders.bind=inproc://desk",
                "zmq.sockets.shop.connect.desk=inproc://desk");
    }

    @Test
    void whatOnlySocketsThrow() {
        try (ZmqContext context = ZmqContext.create()) {
            ReqSocket strict = context.req(SocketOptions.builder()
                    .req(ReqOptions.STRICT)
                    .receiveTimeout(Duration.ofMillis(50))
                    .linger(Duration.ZERO)
                    .build());
            strict.connect("inproc://nobody");
            strict.send(Message.of("tea"));
            thrown("state", ZmqStateException.class, catchThrowable(() -> strict.send(Message.of("rum"))));
            thrown("receive-timeout", ZmqTimeoutException.class, catchThrowable(strict::receive));
            Thread.currentThread().interrupt();
            thrown("interrupted", ZmqInterruptedException.class, catchThrowable(strict::receive));
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
