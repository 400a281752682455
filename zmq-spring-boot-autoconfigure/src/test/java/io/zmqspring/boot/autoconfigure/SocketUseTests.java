package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.ChannelSocket;
import io.zmqspring.DishSocket;
import io.zmqspring.PubSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketType;
import io.zmqspring.StreamSocket;
import io.zmqspring.ZmqSocket;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqSocketUseException;
import io.zmqspring.spring.core.ZmqTemplate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What each socket type allows, and how it says what it does not. */
class SocketUseTests {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class, ZmqMessagingAutoConfiguration.class));

    static class Silent {
        @ZmqListener("s")
        void on(String text) {}
    }

    static class Answering {
        @ZmqListener("s")
        String on(String text) {
            return text;
        }
    }

    static class Topical {
        @ZmqListener(sockets = "s", topics = "eur")
        void on(String text) {}
    }

    @ParameterizedTest
    @EnumSource
    void every_type_is_a_bean_of_its_interface(SocketType type) {
        runner.withPropertyValues("zmq.sockets.s.type=" + type)
                .run(context ->
                        assertThat(context.getBean("s", ZmqSocket.class).type()).isEqualTo(type));
    }

    @Test
    void beans_are_injected_by_their_interface() {
        Map.of(
                        "pub",
                        PubSocket.class,
                        "router",
                        RouterSocket.class,
                        "dish",
                        DishSocket.class,
                        "channel",
                        ChannelSocket.class,
                        "stream",
                        StreamSocket.class)
                .forEach((type, wanted) -> runner.withPropertyValues("zmq.sockets.s.type=" + type)
                        .run(context -> assertThat(context).hasSingleBean(wanted)));
    }

    @ParameterizedTest
    @CsvSource({
        "push, PULL socket",
        "scatter, GATHER socket",
        "pub, SUB socket",
        "radio, DISH socket",
        "req, sendAndReceive"
    })
    void a_type_without_listeners_says_so_at_the_start(String type, String wayOut) {
        runner.withBean(Silent.class)
                .withPropertyValues("zmq.sockets.s.type=" + type)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ZmqSocketUseException.class)
                        .hasMessageContaining("cannot be listened to, as listener 'socketUseTests.Silent.on'")
                        .hasMessageContaining(wayOut));
    }

    @ParameterizedTest
    @CsvSource({"pull", "gather", "sub", "xsub", "xpub", "dish"})
    void a_type_that_cannot_answer_has_no_listeners_that_do(String type) {
        runner.withBean(Answering.class)
                .withPropertyValues("zmq.sockets.s.type=" + type)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ZmqSocketUseException.class)
                        .hasMessageContaining("cannot answer what it receives")
                        .hasMessageContaining("let the method return nothing"));
    }

    @ParameterizedTest
    @EnumSource(names = {"REP", "ROUTER", "DEALER", "PAIR", "CHANNEL", "CLIENT", "SERVER", "PEER", "STREAM"})
    void a_type_that_can_answer_has_listeners_that_do(SocketType type) {
        runner.withBean(Answering.class)
                .withPropertyValues("zmq.sockets.s.type=" + type)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({"pull", "peer", "xpub", "rep"})
    void topics_are_for_subscribers(String type) {
        runner.withBean(Topical.class)
                .withPropertyValues("zmq.sockets.s.type=" + type)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ZmqSocketUseException.class)
                        .hasMessageContaining("cannot take topics")
                        .hasMessageContaining("SUB, XSUB or DISH"));
        runner.withPropertyValues("zmq.sockets.s.type=" + type, "zmq.sockets.s.topics=eur")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ZmqSocketUseException.class)
                        .hasMessageContaining("cannot take topics"));
    }

    @ParameterizedTest
    @CsvSource({
        "sub, PUB or XPUB",
        "pull, PUSH",
        "gather, SCATTER",
        "dish, RADIO",
        "req, sendAndReceive",
        "rep, return the reply"
    })
    void a_type_that_does_not_send_says_so_when_asked_to(String type, String wayOut) {
        runner.withPropertyValues("zmq.sockets.s.type=" + type)
                .run(context -> assertThatExceptionOfType(ZmqSocketUseException.class)
                        .isThrownBy(() -> context.getBean(ZmqTemplate.class).convertAndSend("s", "x"))
                        .withMessageContaining("cannot send messages, as destination 's' wants")
                        .withMessageContaining(wayOut));
    }

    @ParameterizedTest
    @CsvSource({"pub", "push", "sub", "rep", "xpub", "pull"})
    void a_type_that_gets_no_replies_takes_no_requests(String type) {
        runner.withPropertyValues("zmq.sockets.s.type=" + type)
                .run(context -> assertThatExceptionOfType(ZmqSocketUseException.class)
                        .isThrownBy(
                                () -> context.getBean(ZmqTemplate.class).convertSendAndReceive("s", "x", String.class))
                        .withMessageContaining("cannot send requests and wait for replies")
                        .withMessageContaining("REQ, DEALER, CLIENT or PEER"));
    }

    @ParameterizedTest
    @CsvSource({
        "push, s:eur, write s",
        "push, s/a, write s",
        "router, s, write s/identity",
        "router, s:eur, write s/identity",
        "radio, s, write s:group",
        "pub, s/a, write s:topic",
        "peer, s:eur, write s/name or s/#42"
    })
    void a_destination_that_does_not_fit_the_type_says_which_does(String type, String destination, String form) {
        runner.withPropertyValues("zmq.sockets.s.type=" + type)
                .run(context -> assertThatExceptionOfType(ZmqDestinationException.class)
                        .isThrownBy(() -> context.getBean(ZmqTemplate.class).convertAndSend(destination, "x"))
                        .withMessageContaining(form));
    }

    @Test
    void an_option_that_does_not_fit_the_type_stops_the_start() {
        runner.withPropertyValues("zmq.sockets.s.type=router", "zmq.sockets.s.conflate=true")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("zmq.sockets.s"));
    }
}
