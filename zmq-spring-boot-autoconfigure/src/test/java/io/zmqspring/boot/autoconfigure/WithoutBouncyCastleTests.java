package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.security.CurveKeyPair;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

/** What an application says that asks for CURVE and lacks the library for it. */
@Timeout(120)
class WithoutBouncyCastleTests {

    @TempDir
    private Path directory;

    /** The application. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            SpringApplication.run(Applications.Plain.class, arguments);
        }
    }

    @Test
    void the_missing_library_is_named() throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("bcprov"))
                .collect(Collectors.joining(File.pathSeparator));
        CurveKeyPair own = CurveKeyPair.generate();
        Path output = directory.resolve("output");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        Main.class.getName(),
                        "--spring.main.web-application-type=none",
                        "--zmq.sockets.orders.security.mechanism=curve",
                        "--zmq.sockets.orders.security.secret-key=" + own.secretText(),
                        "--zmq.sockets.orders.security.accept=" + own.publicKey())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output)
                .content()
                .contains(
                        "APPLICATION FAILED TO START",
                        "The property 'zmq.sockets.orders.security.mechanism' does not make a safe socket: CURVE needs"
                                + " Bouncy Castle, which is missing",
                        "Add the dependency org.bouncycastle:bcprov-jdk18on.")
                .doesNotContain(own.secretText());
    }
}
