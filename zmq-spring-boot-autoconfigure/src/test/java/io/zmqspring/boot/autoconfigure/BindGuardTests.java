package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKeyPair;
import io.zmqspring.security.Security;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("SP-03")
class BindGuardTests {
    private static final Security PLAIN = Security.plainServer(Authenticator.acceptAll());
    private static final Security CURVE = Security.curveServer(CurveKeyPair.generate(), Authenticator.acceptAll());

    private final BindGuard guard = new BindGuard(name -> false);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
            .withBean(ZmqContext.class, FakeZmqContext::new);

    private static FakePeerSocket socket(Security security) {
        return new FakePeerSocket(SocketOptions.builder().security(security).build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://*:5555",
                "tcp://0.0.0.0:*",
                "tcp://0:5555",
                "tcp://[::]:5555",
                "tcp://:::5555",
                "tcp://192.0.2.1:5555",
                "tcp://[2001:db8::1]:5555",
                "tcp://[::ffff:192.0.2.1]:5555",
                "tcp://*:5555/orders",
                "tcp://127.0.0.1:0;*:5555",
                "udp://*:5555",
                "udp://239.0.0.1:5555",
            })
    void what_other_machines_reach_is_refused_unless_encrypted(String endpoint) {
        for (Security open : new Security[] {Security.none(), Security.none(Authenticator.acceptAll()), PLAIN}) {
            assertThatExceptionOfType(ZmqSecurityException.class)
                    .isThrownBy(() -> guard.check("orders", socket(open), endpoint));
        }
        assertThatCode(() -> guard.check("orders", socket(CURVE), endpoint)).doesNotThrowAnyException();
        assertThatCode(() -> new BindGuard("orders"::equals).check("orders", socket(PLAIN), endpoint))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:5555",
                "tcp://127.9.9.9:*",
                "tcp://localhost:5555",
                "tcp://lo:5555",
                "tcp://[::1]:5555",
                "tcp://::1:5555",
                "tcp://[::ffff:127.0.0.1]:5555",
                "udp://127.0.0.1:5555",
                "ipc:///run/orders.sock",
                "inproc://orders",
                "tcp://no-such-host.invalid:5555", // bind says what is wrong with it
            })
    void what_stays_on_this_machine_is_not(String endpoint) {
        assertThatCode(() -> guard.check("orders", socket(Security.none()), endpoint))
                .doesNotThrowAnyException();
    }

    @Test
    void an_application_does_not_start_unless_it_says_that_it_knows() {
        runner.withPropertyValues("zmq.sockets.orders.bind=tcp://*:5555")
                .run(context -> assertThat(context).getFailure().rootCause().isInstanceOf(ZmqSecurityException.class));
        runner.withPropertyValues("zmq.sockets.orders.bind=tcp://*:5555", "zmq.sockets.orders.allow-insecure-bind=true")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("zmq.sockets.orders.bind=tcp://*:5555", "zmq.allow-insecure-bind=true")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues(
                        "zmq.sockets.orders.bind=tcp://*:5555",
                        "zmq.sockets.orders.allow-insecure-bind=false",
                        "zmq.allow-insecure-bind=true")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void a_customizer_or_a_socket_of_the_application_may_be_what_protects() {
        runner.withPropertyValues("zmq.sockets.orders.bind=tcp://*:5555")
                .withBean(ZmqSocketCustomizer.class, () -> (name, options) -> options.security(CURVE))
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("zmq.sockets.orders.bind=tcp://*:5555")
                .withBean("orders", FakePeerSocket.class, () -> socket(CURVE))
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("zmq.sockets.orders.bind=tcp://*:5555")
                .withBean("orders", FakePeerSocket.class, () -> socket(Security.none()))
                .run(context -> assertThat(context).hasFailed());
    }
}
