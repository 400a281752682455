package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Endpoint;
import io.zmqspring.event.AcceptFailure;
import io.zmqspring.event.SocketEvent;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SocketEventLoggerTests {
    private static final Endpoint HERE = Endpoint.parse("tcp://127.0.0.1:5555");
    private static final String REFUSED = "Socket 'desk': a connection to tcp://127.0.0.1:5555 was not accepted: ";

    private final SocketEventLogger logger = new SocketEventLogger("desk");

    private static int count(CapturedOutput output, String text) {
        return output.getOut().split(Pattern.quote(text), -1).length - 1;
    }

    @Test
    void a_connection_that_is_not_accepted_is_a_warning_once_for_each_reason_until_one_is(CapturedOutput output) {
        SocketEvent.AcceptFailed noFiles =
                new SocketEvent.AcceptFailed(HERE, AcceptFailure.SYSTEM, "Too many open files");
        logger.onEvent(noFiles);
        logger.onEvent(noFiles);
        assertThat(count(output, REFUSED + "SYSTEM, Too many open files")).isEqualTo(1);
        logger.onEvent(new SocketEvent.AcceptFailed(HERE, AcceptFailure.NOT_ADMITTED, "user eve"));
        assertThat(count(output, REFUSED + "NOT_ADMITTED, user eve")).isEqualTo(1);

        logger.onEvent(new SocketEvent.HandshakeSucceeded(
                HERE, "127.0.0.1:5555", "127.0.0.1:40000", /* accepted= */ true, 1, Map.of()));
        logger.onEvent(noFiles);
        assertThat(count(output, REFUSED + "SYSTEM")).isEqualTo(2);
    }

    @Test
    void what_close_leaves_behind_is_a_warning(CapturedOutput output) {
        logger.onEvent(new SocketEvent.CloseFailed(Endpoint.parse("ipc:///run/a"), "cannot delete /run/a\n"));
        assertThat(output.getOut())
                .contains("Socket 'desk': closing ipc:///run/a left something behind: cannot delete /run/a");
    }
}
