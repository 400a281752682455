package io.zmqspring.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our sockets against those of other implementations: every pair of types that may talk. Writes docs/interop.md when
 * everything has been tried.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteropMatrixTests {
    private static final Path DOCUMENT = Path.of("docs", "interop.md");

    private final OurLibrary ours = new OurLibrary();
    private final Library libzmq = new Libzmq();
    private final Library jeroMq = new JeroMq();
    private final InteropReport report = new InteropReport(List.of(libzmq, jeroMq));

    @AfterAll
    void end() throws IOException {
        ours.close();
        libzmq.close();
        jeroMq.close();
        if (Python.hasZmq() && report.isComplete()) {
            write(report.document());
        }
    }

    List<InteropCase> libzmqCases() {
        return InteropCase.all(libzmq.transports());
    }

    List<InteropCase> jeroMqCases() {
        return InteropCase.all(jeroMq.transports());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libzmqCases")
    void talksToLibzmq(InteropCase one) {
        run(libzmq, one);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jeroMqCases")
    void talksToJeroMq(InteropCase one) {
        run(jeroMq, one);
    }

    private void run(Library them, InteropCase one) {
        Optional<String> why = them.cannot(one.theirs());
        if (why.isPresent()) {
            report.add(them, one, InteropReport.Outcome.SKIPPED);
            Assumptions.abort(why.get());
        }
        report.add(them, one, InteropReport.Outcome.FAIL);
        one.run(ours, them);
        report.add(them, one, InteropReport.Outcome.PASS);
    }

    private static void write(String text) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
            root = root.getParent();
            assertThat(root).as("a directory with CONTRIBUTING.md above here").isNotNull();
        }
        Path file = root.resolve(DOCUMENT);
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }
}
