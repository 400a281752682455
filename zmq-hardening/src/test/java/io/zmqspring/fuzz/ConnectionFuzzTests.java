package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.RouterOptions;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The whole engine over tcp. Octet 0 says after how many octets the rest is sent in a second write; a good client on the same
 * socket is served after each input.
 */
class ConnectionFuzzTests {
    private static ZmqContext context;
    private static RouterSocket router;
    private static DealerSocket good;
    private static int port;

    @BeforeAll
    static void serve() {
        context = ZmqContext.create();
        router = context.router(SocketOptions.builder()
                .maxMessageSize(1 << 16)
                .receiveTimeout(Duration.ofSeconds(5))
                .router(RouterOptions.MANDATORY)
                .linger(Duration.ZERO)
                .build());
        port = router.bind("tcp://127.0.0.1:*").port().orElseThrow();
        good = context.dealer(SocketOptions.builder()
                .receiveTimeout(Duration.ofSeconds(5))
                .linger(Duration.ZERO)
                .build());
        good.connect("tcp://127.0.0.1:" + port);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @FuzzTest(maxDuration = "10m")
    @Tag("FZ-13")
    void serves(byte[] octets) throws IOException {
        BugDetectors.allowNetworkConnections(); // to itself, which is no forgery here
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoLinger(true, 0);
            socket.setTcpNoDelay(true);
            int first = octets.length == 0 ? 0 : Math.min(octets.length, octets[0] & 0xff);
            socket.getOutputStream().write(octets, 0, first);
            socket.getOutputStream().write(octets, first, octets.length - first);
        } catch (IOException closed) {
            // it was refused before it had sent everything
        }
        good.send(Message.of("still there?"));
        Message message = router.receive();
        while (!Arrays.equals(message.frame(message.frameCount() - 1), "still there?".getBytes())) {
            message = router.receive(); // what was fed may well be a message
        }
        router.send(message);
        assertThat(good.receive().text()).isEqualTo("still there?");
    }
}
