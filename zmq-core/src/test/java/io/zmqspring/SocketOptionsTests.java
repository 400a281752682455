package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketOptionsTests {
    private static final Duration NEGATIVE = Duration.ofNanos(-1);

    @Test
    void haveTheDocumentedDefaults() {
        SocketOptions defaults = SocketOptions.defaults();
        assertThat(defaults.sendHighWaterMark()).isEqualTo(1000);
        assertThat(defaults.receiveHighWaterMark()).isEqualTo(1000);
        assertThat(defaults.sendQueueBytes()).isEqualTo(16 << 20);
        assertThat(defaults.receiveQueueBytes()).isEqualTo(16 << 20);
        assertThat(defaults.maxMessageSize()).isEqualTo(16 << 20);
        assertThat(defaults.sendTimeout()).isEqualTo(SocketOptions.FOREVER);
        assertThat(defaults.receiveTimeout()).isEqualTo(SocketOptions.FOREVER);
        assertThat(defaults.linger()).isEqualTo(Duration.ofSeconds(1));
        assertThat(defaults.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaults.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(defaults.heartbeat()).isEqualTo(Heartbeat.OFF);
        assertThat(defaults.reconnect()).isEqualTo(new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(2)));
        assertThat(defaults.backlog()).isEqualTo(1024);
        assertThat(defaults.envelope()).isEqualTo(EnvelopeMode.NEVER);
        assertThat(defaults.properties()).isEmpty();
        assertThat(defaults.eventListener()).isNull();
    }

    private static SocketOptions unusual() {
        return SocketOptions.builder()
                .sendHighWaterMark(1)
                .receiveHighWaterMark(2)
                .sendQueueBytes(3)
                .receiveQueueBytes(4)
                .maxMessageSize(5)
                .sendTimeout(Duration.ofMillis(6))
                .receiveTimeout(Duration.ofMillis(7))
                .linger(Duration.ZERO)
                .connectTimeout(Duration.ofMillis(8))
                .handshakeTimeout(Duration.ofMillis(9))
                .heartbeat(Heartbeat.every(Duration.ofSeconds(10)))
                .reconnect(new Reconnect(Duration.ofMillis(11), Duration.ofMillis(12)))
                .backlog(13)
                .envelope(EnvelopeMode.ALWAYS)
                .property("X-Name", "orders")
                .eventListener(event -> {})
                .build();
    }

    @Test
    void keepWhatTheyWereGivenThroughABuilderOfTheirOwn() {
        SocketOptions options = unusual();
        assertThat(options.sendHighWaterMark()).isEqualTo(1);
        assertThat(options.backlog()).isEqualTo(13);
        assertThat(options.properties()).containsExactly(Map.entry("X-Name", "orders"));
        assertThat(options.toBuilder().build()).usingRecursiveComparison().isEqualTo(options);
        assertThat(options).usingRecursiveComparison().isNotEqualTo(SocketOptions.defaults());
    }

    @Test
    void doNotChangeWithTheirBuilder() {
        SocketOptionsBuilder builder = SocketOptions.builder().property("X-A", "1");
        SocketOptions options = builder.build();
        builder.property("X-B", "2").sendHighWaterMark(7);
        assertThat(options.properties()).containsOnlyKeys("X-A");
        assertThat(options.sendHighWaterMark()).isEqualTo(1000);
        assertThat(options.properties()).isUnmodifiable();
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                wrong("sendHighWaterMark=0", b -> b.sendHighWaterMark(0)),
                wrong("receiveHighWaterMark=-1", b -> b.receiveHighWaterMark(-1)),
                wrong("sendQueueBytes=0", b -> b.sendQueueBytes(0)),
                wrong("receiveQueueBytes=0", b -> b.receiveQueueBytes(0)),
                wrong("maxMessageSize=0", b -> b.maxMessageSize(0)),
                wrong("backlog=0", b -> b.backlog(0)),
                wrong("sendTimeout=PT-0.000000001S", b -> b.sendTimeout(NEGATIVE)),
                wrong("receiveTimeout=PT-0.000000001S", b -> b.receiveTimeout(NEGATIVE)),
                wrong("linger=PT-0.000000001S", b -> b.linger(NEGATIVE)),
                wrong("connectTimeout=PT0S", b -> b.connectTimeout(Duration.ZERO)),
                wrong("connectTimeout=PT-0.000000001S", b -> b.connectTimeout(NEGATIVE)),
                wrong("handshakeTimeout=PT0S", b -> b.handshakeTimeout(Duration.ZERO)));
    }

    private static Arguments wrong(String named, UnaryOperator<SocketOptionsBuilder> change) {
        return Arguments.of(named, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongValues")
    void refuseAValueOutOfRangeByItsName(String named, UnaryOperator<SocketOptionsBuilder> change) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> change.apply(SocketOptions.builder()))
                .withMessageContaining(named);
    }

    @Test
    void takeZeroWhereItMeansAtOnce() {
        SocketOptions options = SocketOptions.builder()
                .sendTimeout(Duration.ZERO)
                .receiveTimeout(Duration.ZERO)
                .linger(Duration.ZERO)
                .build();
        assertThat(options.linger()).isZero();
    }

    @Test
    void takeTimesTooLongToCountForEver() {
        Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);
        SocketOptions options = SocketOptions.builder()
                .sendTimeout(tooLong)
                .receiveTimeout(tooLong)
                .linger(tooLong)
                .connectTimeout(tooLong)
                .handshakeTimeout(tooLong)
                .build();
        assertThat(options.handshakeTimeout()).isEqualTo(SocketOptions.FOREVER);
        assertThat(options.connectTimeout()).isEqualTo(SocketOptions.FOREVER);
        assertThat(options.sendTimeout()).isEqualTo(SocketOptions.FOREVER);
    }

    @Test
    void refuseNull() {
        SocketOptionsBuilder builder = SocketOptions.builder();
        assertThatNullPointerException().isThrownBy(() -> builder.heartbeat(null));
        assertThatNullPointerException().isThrownBy(() -> builder.reconnect(null));
        assertThatNullPointerException().isThrownBy(() -> builder.envelope(null));
        assertThatNullPointerException().isThrownBy(() -> builder.property("X-A", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Name", "x-name", "X-", "X-a b", "X-ä", "X-a\n", "Socket-Type", "Identity"})
    void refuseAPropertyNameThatIsNotOfTheApplication(String name) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SocketOptions.builder().property(name, "v"))
                .withMessageContaining("'" + name + "'");
    }

    @Test
    void limitTheLengthOfAPropertyNameAndTheSizeOfAll() {
        SocketOptionsBuilder builder = SocketOptions.builder().property("X-" + "n".repeat(253), "v");
        assertThat(builder.build().properties()).hasSize(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder.property("X-" + "n".repeat(254), "v"));

        SocketOptionsBuilder large = SocketOptions.builder().property("X-A", "ä".repeat(1788)); // 3 + 5 + 3576
        assertThat(large.build().properties()).hasSize(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> large.property("X-A", "ä".repeat(1788) + "a").build())
                .withMessageContaining("3585");
    }

    // ---- heartbeat and reconnect ---------------------------------------------------------------------------------

    @Test
    void makeAHeartbeatOfAnInterval() {
        Duration second = Duration.ofSeconds(1);
        assertThat(Heartbeat.every(second)).isEqualTo(new Heartbeat(second, second, Duration.ZERO));
        assertThat(Heartbeat.every(second).withTimeout(Duration.ZERO).withTtl(Duration.ofSeconds(3)))
                .isEqualTo(new Heartbeat(second, Duration.ZERO, Duration.ofSeconds(3)));
    }

    @Test
    void refuseAHeartbeatThatCannotBe() {
        Duration second = Duration.ofSeconds(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Heartbeat(NEGATIVE, second, second));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Heartbeat(second, NEGATIVE, second));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Heartbeat(second, second, NEGATIVE));
        Duration most = Duration.ofMillis(6_553_599);
        assertThat(Heartbeat.OFF.withTtl(most).ttl()).isEqualTo(most);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Heartbeat.OFF.withTtl(most.plusMillis(1)))
                .withMessageContaining("PT1H49M13.6S");
    }

    @Test
    @Tag("T-TCP-38")
    void refuseAReconnectThatCannotBe() {
        Duration second = Duration.ofSeconds(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Reconnect(Duration.ZERO, second));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Reconnect(NEGATIVE, second));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Reconnect(second, Duration.ofMillis(999)))
                .withMessageContaining("PT0.999S");
        assertThat(new Reconnect(second, second).maxDelay()).isEqualTo(second);
    }
}
