package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.event.AcceptFailure;
import io.zmqspring.event.HandshakeFailure;
import io.zmqspring.event.SocketEvent;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SocketEventLoggerTests {
    private static final Endpoint HERE = Endpoint.parse("tcp://127.0.0.1:5555");
    private static final String REFUSED = "Socket 'desk': a connection to tcp://127.0.0.1:5555 was not accepted: ";

    private long now;
    private final SocketEventLogger logger = new SocketEventLogger("desk", () -> now);

    private static int count(CapturedOutput output, String text) {
        return output.getOut().split(Pattern.quote(text), -1).length - 1;
    }

    @Test
    void a_connection_that_is_not_accepted_is_a_warning_once_in_a_minute_for_each_reason(CapturedOutput output) {
        SocketEvent.AcceptFailed noFiles =
                new SocketEvent.AcceptFailed(HERE, AcceptFailure.SYSTEM, "Too many open files");
        logger.onEvent(noFiles);
        logger.onEvent(noFiles);
        assertThat(count(output, REFUSED + "SYSTEM, Too many open files")).isEqualTo(1);
        logger.onEvent(new SocketEvent.AcceptFailed(HERE, AcceptFailure.NOT_ADMITTED, "user eve"));
        assertThat(count(output, REFUSED + "NOT_ADMITTED, user eve")).isEqualTo(1);

        logger.onEvent(new SocketEvent.HandshakeSucceeded(
                HERE, "127.0.0.1:5555", "127.0.0.1:40000", /* accepted= */ true, 1, Map.of()));
        now += Duration.ofSeconds(59).toNanos();
        logger.onEvent(noFiles);
        assertThat(count(output, REFUSED + "SYSTEM")).isEqualTo(1);
        now += Duration.ofSeconds(1).toNanos();
        logger.onEvent(noFiles);
        assertThat(count(output, REFUSED + "SYSTEM")).isEqualTo(2);
    }

    @Test
    @Tag("A-22")
    @Tag("SP-09")
    void strangers_who_fail_and_succeed_in_turns_do_not_fill_the_log(CapturedOutput output) {
        for (int i = 0; i < 10_000; i++) {
            logger.onEvent(new SocketEvent.HandshakeFailed(
                    HERE,
                    "127.0.0.1:5555",
                    "10.0.0." + i,
                    HandshakeFailure.PROTOCOL_ERROR,
                    "evil \u001b[31m\r\n line " + i + "x".repeat(100_000)));
            logger.onEvent(new SocketEvent.HandshakeSucceeded(
                    HERE, "127.0.0.1:5555", "10.0.0." + i, /* accepted= */ true, i, Map.of()));
        }

        assertThat(output.getOut()).hasSizeLessThan(1000).contains("evil ?[31m?? line 0xxx");
    }

    @Test
    void what_close_leaves_behind_is_a_warning(CapturedOutput output) {
        logger.onEvent(new SocketEvent.CloseFailed(Endpoint.parse("ipc:///run/a"), "cannot delete /run/a\n"));
        assertThat(output.getOut())
                .contains("Socket 'desk': closing ipc:///run/a left something behind: cannot delete /run/a");
    }
}
