package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.PubSocket;
import io.zmqspring.RepSocket;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Python;
import io.zmqspring.testkit.TestOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The guide's first programs with libzmq, through its Python binding, as the other side. */
@ExtendWith(LeakCheck.class)
class LibzmqGuideTests {
    private static final String TCP = "tcp://127.0.0.1:*";

    @AutoClose
    private final Stage stage = new Stage();

    @BeforeAll
    static void needsLibzmq() {
        assumeTrue(Python.hasZmq(), Python.MISSING);
    }

    /** A Python process that plays one part. */
    private static final class Libzmq implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        Libzmq(String part, String endpoint) {
            process = Python.start(LibzmqGuideTests.class, "libzmq.py", part, endpoint);
            output = process.inputReader(StandardCharsets.UTF_8);
        }

        String line() {
            try {
                return output.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> lines() {
            return output.lines().toList();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            output.close();
        }
    }

    @Test
    @Tag("guide:B1")
    void ourServiceAnswersItsClient() throws IOException {
        RepSocket service = stage.context.rep(TestOptions.quick().build());
        String endpoint = service.bind(TCP).toString();
        stage.threads.execute(() -> HelloWorld.serve(service));
        try (Libzmq client = new Libzmq("ask", endpoint)) {
            assertThat(client.lines()).isEqualTo(Collections.nCopies(10, "World"));
        }
    }

    @Test
    @Tag("guide:B1")
    void itsServiceAnswersOurClient() throws IOException {
        try (Libzmq service = new Libzmq("serve", TCP)) {
            assertThat(HelloWorld.ask(stage.context, service.line())).isEqualTo(Collections.nCopies(10, "World"));
        }
    }

    @Test
    @Tag("guide:B3")
    void itsClientGetsThePlaceItWantsFromOurStation() throws IOException {
        PubSocket station = stage.context.pub(TestOptions.quick().build());
        String endpoint = station.bind(TCP).toString();
        stage.threads.execute(() -> Weather.publish(station));
        try (Libzmq client = new Libzmq("listen", endpoint)) {
            assertThat(client.lines())
                    .hasSize(100)
                    .allSatisfy(update -> assertThat(update).matches("10001 -?\\d+ \\d\\d"));
        }
    }

    @Test
    @Tag("guide:B3")
    void ourClientAveragesAHundredUpdatesOfItsStation() throws IOException {
        try (Libzmq station = new Libzmq("publish", TCP)) {
            assertThat(Weather.average(stage.context, station.line(), "10001", 100))
                    .isBetween(-80.0, 134.0);
        }
    }
}
