package io.zmqspring.boot.autoconfigure.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.mesh.ZmqMeshAutoConfiguration;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** Whatever a user may get wrong, the start ends with a description and an action, never with a stack trace alone. */
@Tag("SPR-17")
class StartFailuresTests {
    private ConfigurableApplicationContext application;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(context -> application = context)
            .withConfiguration(AutoConfigurations.of(
                    ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class, ZmqMeshAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.desk.bind=inproc://desk", "zmq.sockets.push.type=push");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zmq.io-threads=0 | zmq.io-threads",
                "zmq.io-threads=many | zmq.io-threads",
                "zmq.headers.allow=replyChannel | replyChannel",
                "zmq.health.require=some | zmq.health.require",
                "zmq.startup.on-bind-failure=panic | zmq.startup.on-bind-failure",
                "zmq.startup.retry-delay=0s | zmq.startup.retry-delay",
                "zmq.startup.retry-max-delay=1ms | zmq.startup.retry-max-delay",
                "zmq.listener.concurrency=0 | zmq.listener.concurrency",
                "zmq.listener.retry.max-retries=-1 | zmq.listener.retry.max-retries",
                "'zmq.listener.retry.enabled=true,zmq.listener.retry.multiplier=0.5' | zmq.listener.retry",
                "zmq.template.reply-timeout=0s | zmq.template.reply-timeout",
                "zmq.template.default-destination=desk/ | zmq.template.default-destination",
                "zmq.mesh.a.port=70000 | zmq.mesh.a.port",
                "zmq.mesh.a.groups=b | zmq.mesh.a",
                "'zmq.mesh.a.interface=loopback,zmq.mesh.a.discovery.type=static,zmq.mesh.a.discovery.endpoints=x' | x",
                "zmq.sockets.a.type=telephone | zmq.sockets.a.type",
                "zmq.sockets.a.max-message-size=0 | zmq.sockets.a.max-message-size",
                "zmq.sockets.a.linger=-1s | zmq.sockets.a",
                "zmq.sockets.a.reconnect.delay=0s | zmq.sockets.a",
                "zmq.sockets.a.properties.shop=1 | zmq.sockets.a",
                "zmq.sockets.a.tcp.traffic-class=300 | zmq.sockets.a",
                "zmq.sockets.a.bind=nonsense | zmq.sockets.a.bind",
                "zmq.sockets.a.bind=tcp://*:5555 | zmq.sockets.a.bind",
                "zmq.sockets.a.bind=inproc://desk | zmq.sockets.",
                "zmq.sockets.a.connect.b=nonsense | zmq.sockets.a.connect.b",
                "'zmq.sockets.a.connect.[#1]=inproc://desk' | zmq.sockets.a.connect.#1",
                "'zmq.sockets.[a/b].type=peer' | zmq.sockets.a/b",
                "zmq.sockets.push.topics=eur | push",
                "zmq.sockets.a.security.mechanism=curve | zmq.sockets.a.security",
                "zmq.sockets.a.security.authenticator=nobody | zmq.sockets.a.security.authenticator",
                "zmq.proxies.p.frontend=desk | frontend",
                "'zmq.proxies.p.frontend=desk,zmq.proxies.p.backend=nobody' | nobody",
                "'zmq.proxies.p.frontend=desk,zmq.proxies.p.backend=push' | zmq.proxies.p",
            })
    void a_property(String properties, String named) {
        runner.withPropertyValues(properties.split(",")).run(context -> {
            FailureAnalysis analysis = analyze(context);
            assertThat(analysis.getDescription()).contains(named);
            assertThat(analysis.getAction()).isNotBlank();
        });
    }

    static List<Arguments> listeners() {
        return List.of(
                Arguments.of(new UnknownSocket(), "'dseks'"),
                Arguments.of(new CannotReceive(), "'push'"),
                Arguments.of(new TwoReceivers(), "'desk'"),
                Arguments.of(new NoSocket(), "NoSocket.on"),
                Arguments.of(new NoNumber(), "concurrency"),
                Arguments.of(new NoSuchProperty(), "no.such.property"),
                Arguments.of(new NoSuchErrorHandler(), "nobody"),
                Arguments.of(new TwoOfOneId(), "'same'"));
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void a_listener(Object bean, String named) {
        runner.withBean(bean.getClass().getSimpleName(), Object.class, () -> bean)
                .run(context -> {
                    FailureAnalysis analysis = analyze(context);
                    assertThat(analysis.getDescription()).contains(named);
                    assertThat(analysis.getAction()).isNotBlank();
                });
    }

    static class UnknownSocket {
        @ZmqListener("dseks")
        void on(String message) {}
    }

    static class CannotReceive {
        @ZmqListener("push")
        void on(String message) {}
    }

    static class TwoReceivers {
        @ZmqListener("desk")
        void on(String message) {}

        @ZmqListener("desk")
        void too(String message) {}
    }

    static class NoSocket {
        @ZmqListener
        void on(String message) {}
    }

    static class NoNumber {
        @ZmqListener(sockets = "desk", concurrency = "many")
        void on(String message) {}
    }

    static class NoSuchProperty {
        @ZmqListener("${no.such.property}")
        void on(String message) {}
    }

    static class NoSuchErrorHandler {
        @ZmqListener(sockets = "desk", errorHandler = "nobody")
        void on(String message) {}
    }

    static class TwoOfOneId {
        @ZmqListener(id = "same", sockets = "desk")
        void on(String message) {}

        @ZmqListener(id = "same", sockets = "desk")
        void too(String message) {}
    }

    /** As Spring Boot does it, with all its own analyzers too. */
    private FailureAnalysis analyze(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        Throwable failure = context.getStartupFailure();
        ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, application.getBeanFactory())
                .and(Environment.class, application.getEnvironment());
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, arguments, (type, name, unusable) -> {})
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing explains", failure));
    }
}
