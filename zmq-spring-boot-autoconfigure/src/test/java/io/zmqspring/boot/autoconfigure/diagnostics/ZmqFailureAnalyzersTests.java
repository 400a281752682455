package io.zmqspring.boot.autoconfigure.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqBindException.Reason;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqEndpointException;
import io.zmqspring.boot.autoconfigure.FakePeerSocket;
import io.zmqspring.boot.autoconfigure.FakeZmqContext;
import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.spring.core.ZmqSocketTakenException;
import io.zmqspring.spring.core.ZmqUnknownSocketException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

class ZmqFailureAnalyzersTests {
    private final ApplicationContextRunner real =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class));
    private final ApplicationContextRunner runner = real.withBean(ZmqContext.class, FakeZmqContext::new);

    @Test
    @Tag("SPR-17")
    void a_port_in_use() {
        FailureAnalysis analysis = failed("zmq.sockets.orders.bind=" + FakePeerSocket.IN_USE);

        assertThat(analysis.getDescription())
                .isEqualTo("A socket could not listen at tcp://127.0.0.1:1, which the property"
                        + " 'zmq.sockets.orders.bind' asks for: the address is in use. Another process, or another"
                        + " socket of this application, listens there already.");
        assertThat(analysis.getAction())
                .contains("change the property 'zmq.sockets.orders.bind' to a free address")
                .contains("tcp://127.0.0.1:*");
    }

    @Test
    void every_other_reason_of_a_bind_to_fail() {
        assertThat(analyze(bindFailure(Reason.ADDRESS_NOT_AVAILABLE)).getDescription())
                .isEqualTo("A socket could not listen at tcp://10.9.8.7:80: this machine has no such address or"
                        + " interface.");
        assertThat(analyze(bindFailure(Reason.PERMISSION_DENIED)).getAction()).contains("a port above 1023");
        assertThat(analyze(bindFailure(Reason.OTHER)).getDescription()).contains("cannot bind", "the system's words");
    }

    private static ZmqBindException bindFailure(Reason reason) {
        return new ZmqBindException("tcp://10.9.8.7:80", reason, "the system's words", null);
    }

    @Test
    @Tag("SPR-17")
    void a_bad_endpoint() {
        FailureAnalysis analysis = failed("zmq.sockets.orders.connect.billing=localhost:5555");

        assertThat(analysis.getDescription())
                .startsWith("The endpoint 'localhost:5555' cannot be used: it has no \"://\"")
                .endsWith("It is the value of the property 'zmq.sockets.orders.connect.billing'.");
        assertThat(analysis.getAction())
                .startsWith("Correct the property 'zmq.sockets.orders.connect.billing'")
                .contains("tcp://127.0.0.1:5555");
        assertThat(analyze(new ZmqEndpointException("x", "it is wrong", "write y"))
                        .getAction())
                .startsWith("Correct the endpoint.");
    }

    @Test
    @Tag("SPR-17")
    void an_option_that_cannot_be() {
        FailureAnalysis analysis =
                failed("zmq.sockets.orders.reconnect.delay=5s", "zmq.sockets.orders.reconnect.max-delay=1s");

        assertThat(analysis.getDescription())
                .startsWith("The properties below 'zmq.sockets.orders' do not make a socket: reconnect maxDelay=PT1S <"
                        + " delay=PT5S");
    }

    @Test
    @Tag("SPR-17")
    void a_name_that_another_bean_has() {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        runner.withBean("orders", String.class, () -> "not a socket")
                .withPropertyValues("zmq.sockets.orders.type=peer")
                .run(context -> analysis[0] = analyze(context.getStartupFailure()));

        assertThat(analysis[0].getDescription())
                .startsWith("Every socket becomes a bean of its name, but the name of 'zmq.sockets.orders' is taken:"
                        + " 'orders' is a bean of type java.lang.String");
        assertThat(analysis[0].getAction()).startsWith("Rename the socket");
    }

    @Test
    @Tag("SPR-17")
    void an_unknown_socket() {
        FailureAnalysis analysis = analyze(new ZmqUnknownSocketException("ordres", Set.of("orders")));

        assertThat(analysis.getDescription())
                .isEqualTo("A @ZmqListener, an adapter or a destination asks for the socket 'ordres', which does not"
                        + " exist. The sockets are: orders.");
        assertThat(analysis.getAction()).contains("zmq.sockets.ordres.bind=");
        assertThat(analyze(new ZmqUnknownSocketException("a", Set.of())).getDescription())
                .endsWith("There are no sockets at all.");
    }

    @Test
    @Tag("SPR-17")
    void two_receivers_of_one_socket() {
        FailureAnalysis analysis = analyze(new ZmqSocketTakenException("orders", "listener 'a'", "adapter 'b'"));

        assertThat(analysis.getDescription())
                .startsWith("The socket 'orders' has two receivers: listener 'a' and adapter 'b'.");
        assertThat(analysis.getAction()).startsWith("Remove one of the two");
    }

    @Test
    @Tag("SPR-17")
    void a_socket_that_cannot_do_what_is_wanted() {
        FailureAnalysis analysis = failed(real, "zmq.sockets.tasks.type=push", "zmq.sockets.tasks.topics=eur");

        assertThat(analysis.getDescription())
                .isEqualTo("The socket 'tasks' is of type PUSH, which cannot take topics, as topic 'eur' wants.");
        assertThat(analysis.getAction())
                .isEqualTo("Remove the topics, or receive with a SUB, XSUB or DISH socket. The type is"
                        + " 'zmq.sockets.tasks.type'.");
    }

    @Test
    void a_proxy_that_nothing_can_pass() {
        FailureAnalysis analysis = failed(
                real,
                "zmq.sockets.a.type=push",
                "zmq.sockets.b.type=push",
                "zmq.proxies.p.frontend=a",
                "zmq.proxies.p.backend=b");

        assertThat(analysis.getDescription())
                .startsWith(
                        "The properties below 'zmq.proxies.p' do not make a proxy: no message can pass between PUSH");
    }

    @Test
    @Tag("SPR-17")
    @Tag("SP-03")
    void a_socket_that_anybody_can_reach() {
        FailureAnalysis analysis = failed("zmq.sockets.orders.bind=tcp://*:5555");

        assertThat(analysis.getDescription())
                .isEqualTo("The property 'zmq.sockets.orders.bind' does not make a safe socket: tcp://*:5555 can be"
                        + " reached from other machines, and the socket is not encrypted (its mechanism is NULL).");
        assertThat(analysis.getAction())
                .isEqualTo("Listen at an address of this machine alone, as tcp://127.0.0.1:5555, or set"
                        + " 'zmq.sockets.orders.security.mechanism=curve', or if the network lets in nobody else, set"
                        + " 'zmq.sockets.orders.allow-insecure-bind=true'.");
    }

    @Test
    void a_server_that_knows_nobody() {
        FailureAnalysis analysis = failed("zmq.sockets.orders.security.mechanism=plain");

        assertThat(analysis.getDescription())
                .isEqualTo("The property 'zmq.sockets.orders.security' does not make a safe socket: a server of PLAIN"
                        + " lets in nobody whom it does not know, and it knows nobody.");
        assertThat(analysis.getAction()).startsWith("Set 'zmq.sockets.orders.security.users.<name>=<password>'");
    }

    private FailureAnalysis failed(String... properties) {
        return failed(runner, properties);
    }

    private static FailureAnalysis failed(ApplicationContextRunner runner, String... properties) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        runner.withPropertyValues(properties).run(context -> analysis[0] = analyze(context.getStartupFailure()));
        return analysis[0];
    }

    /** As Spring Boot does it: the first analyzer that has something to say. */
    private static FailureAnalysis analyze(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, needsMore) -> {})
                .stream()
                .filter(analyzer -> analyzer.getClass().getName().startsWith("io.zmqspring."))
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
