package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.zmqspring.Reconnect.Failure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of the options of transports, and what is refused. */
class TcpOptionsTests {
    private static final SocksProxy PROXY = new SocksProxy("proxy.example", 1080, "me", "secret");

    @Test
    void areWhatTheSystemDoesByDefault() {
        TcpOptions tcp = SocketOptions.defaults().tcp();
        assertThat(tcp).isEqualTo(new TcpOptions(true, 0, 0, 0, TcpKeepAlive.OFF, null));
        assertThat(SocketOptions.defaults().ipc()).isEqualTo(new IpcOptions("", Set.of()));
    }

    @Test
    void areChangedOneByOneAndKeptByTheBuilder() {
        TcpOptions tcp = TcpOptions.DEFAULT
                .withIpv6(false)
                .withBuffers(1, 2)
                .withTrafficClass(255)
                .withKeepAlive(TcpKeepAlive.ON)
                .withProxy(PROXY);
        assertThat(tcp).isEqualTo(new TcpOptions(false, 1, 2, 255, TcpKeepAlive.ON, PROXY));
        assertThat(tcp.withProxy(null).proxy()).isNull();
        IpcOptions ipc = IpcOptions.DEFAULT.withPermissions("rw-rw----").withUsers("a", "b");
        assertThat(ipc).isEqualTo(new IpcOptions("rw-rw----", Set.of("a", "b")));
        SocketOptions copy =
                SocketOptions.builder().tcp(tcp).ipc(ipc).build().toBuilder().build();
        assertThat(copy.tcp()).isEqualTo(tcp);
        assertThat(copy.ipc()).isEqualTo(ipc);
    }

    @Test
    void doNotShowAPassword() {
        assertThat(TcpOptions.DEFAULT.withProxy(PROXY).toString())
                .contains("me@proxy.example:1080")
                .doesNotContain("secret");
    }

    @Test
    void refuseBuffersAndClassesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpOptions.DEFAULT.withBuffers(-1, 0))
                .withMessage("tcp sendBuffer=-1 < 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpOptions.DEFAULT.withBuffers(0, -1))
                .withMessage("tcp receiveBuffer=-1 < 0");
        assertThatNullPointerException().isThrownBy(() -> TcpOptions.DEFAULT.withKeepAlive(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 256})
    void refuseATrafficClassThatIsNoOctet(int trafficClass) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpOptions.DEFAULT.withTrafficClass(trafficClass))
                .withMessageContaining(trafficClass + " is outside 0 to 255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0.5S", "PT32768S"})
    void refuseProbesThatTheKernelCannotTime(Duration time) {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpKeepAlive.ON.withProbes(time, second, 1))
                .withMessageContaining("idle=" + time);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpKeepAlive.ON.withProbes(second, time, 1))
                .withMessageContaining("interval=" + time);
        assertThatIllegalArgumentException().isThrownBy(() -> TcpKeepAlive.ON.withProbes(second, second, 128));
        assertThat(TcpKeepAlive.OFF.withProbes(second, second, 127).on()).isTrue();
    }

    @Test
    void doNotChangeWithWhatTheyWereMadeFrom() {
        Set<Failure> failures = new HashSet<>(Set.of(Failure.LOST));
        Reconnect reconnect = new Reconnect(Duration.ofMillis(1), Duration.ofMillis(2), failures);
        failures.clear();
        assertThat(reconnect.stopOn()).containsExactly(Failure.LOST);
        assertThat(Reconnect.DEFAULT.stopOn()).isEmpty();
        assertThat(Reconnect.NEVER.stopOn()).containsExactlyInAnyOrder(Failure.values());
    }
}
