package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.TestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host that has no IPv6, which is played by a process of its own. */
@Timeout(60)
class WithoutIpv6Tests {

    @Test
    @Tag("T-TCP-24")
    void ipv4IsUsedAlthoughIpv6IsOn() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.net.preferIPv4Stack=true", // Java then knows IPv4 only, as on such a host
                        "-cp",
                        classPath(),
                        WithoutIpv6Tests.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).matches("bound tcp://0\\.0\\.0\\.0:[0-9]+ received hello from 127\\.0\\.0\\.1\\s*");
    }

    private static String classPath() {
        return String.join(java.io.File.pathSeparator, location(ZmqContext.class), location(WithoutIpv6Tests.class));
    }

    private static String location(Class<?> type) {
        return Path.of(java.net.URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    public static void main(String[] args) {
        try (ZmqContext context = ZmqContext.create()) {
            SocketOptions options = TestOptions.quick().build();
            PeerSocket binder = context.peer(options);
            Endpoint bound = binder.bind("tcp://*:*");
            PeerSocket client = context.peer(options);
            int port = bound.port().orElseThrow();
            client.send(client.connect("tcp://localhost:" + port), Message.of("hello"));
            Message message = binder.receive();
            System.out.println("bound " + bound + " received " + message.text() + " from "
                    + message.sender().properties().get("Peer-Address"));
        }
    }
}
