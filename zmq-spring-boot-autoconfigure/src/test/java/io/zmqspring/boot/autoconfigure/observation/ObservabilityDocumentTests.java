package io.zmqspring.boot.autoconfigure.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmqspring.Message;
import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.metrics.ZmqMetrics;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqMeshes;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.observation.ZmqListenerObservation;
import io.zmqspring.spring.observation.ZmqTemplateObservation;
import io.zmqspring.test.requirements.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/observability.md have the keys and meters that there are, and no others. */
class ObservabilityDocumentTests {

    @Test
    void keys_of_the_template() throws IOException {
        assertThat(table("template"))
                .containsExactlyElementsOf(rows(
                        ZmqTemplateObservation.TEMPLATE.getLowCardinalityKeyNames(),
                        ZmqTemplateObservation.TEMPLATE.getHighCardinalityKeyNames()));
    }

    @Test
    void keys_of_the_listener() throws IOException {
        assertThat(table("listener"))
                .containsExactlyElementsOf(rows(
                        ZmqListenerObservation.LISTENER.getLowCardinalityKeyNames(),
                        ZmqListenerObservation.LISTENER.getHighCardinalityKeyNames()));
    }

    @Test
    void meters() throws IOException {
        try (ZmqContext context = ZmqContext.create()) {
            ZmqSockets sockets = new ZmqSockets();
            sockets.add("orders", context.peer());
            sockets.setMeshes(new OneMesh());
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            new ZmqMetrics(sockets).bindTo(registry);

            assertThat(table("meters").stream().map(row -> row.split("\\|")[0]))
                    .containsExactlyInAnyOrderElementsOf(registry.getMeters().stream()
                            .map(Meter::getId)
                            .map(Meter.Id::getName)
                            .distinct()
                            .toList());
        }
    }

    /** The first two cells of each row of the table behind a mark. */
    private static List<String> table(String mark) throws IOException {
        return Files.readAllLines(Requirements.root().resolve("docs/observability.md")).stream()
                .dropWhile(line -> !line.equals("<!-- " + mark + " -->"))
                .skip(3)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|"))
                .map(cells -> cells[1].strip().replace("`", "") + "|" + cells[2].strip())
                .toList();
    }

    private static List<String> rows(KeyName[] onTimers, KeyName[] onSpansAlone) {
        return Stream.concat(
                        Stream.of(onTimers).map(key -> key.asString() + "|yes"),
                        Stream.of(onSpansAlone).map(key -> key.asString() + "|"))
                .toList();
    }

    private static final class OneMesh implements ZmqMeshes {
        @Override
        public Set<String> names() {
            return Set.of("fleet");
        }

        @Override
        public void send(ZmqDestination destination, Message content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public State state(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Counts counts(String name) {
            return new Counts(1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }
}
