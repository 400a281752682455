package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class PipelineTests {
    @AutoClose
    private final Stage stage = new Stage();

    private final PushSocket ventilator = stage.context.push(TestOptions.quick().build());
    private final PullSocket sink = stage.context.pull(TestOptions.quick().build());
    private String tasks = "";
    private String results = "";

    @BeforeEach
    void bind() {
        tasks = ventilator.bind("tcp://127.0.0.1:*").toString();
        results = sink.bind("tcp://127.0.0.1:*").toString();
    }

    private void startWorker(String name) {
        stage.threads.execute(() ->
                Pipeline.work(stage.context, tasks, results, task -> Message.of(name + " has done " + task.text())));
    }

    private static List<Message> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Message.of(String.valueOf(i)))
                .toList();
    }

    private static Map<String, Long> countsByWorker(List<Message> results) {
        return results.stream()
                .map(result -> result.text().substring(0, 1))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }

    @Test
    @Tag("guide:B4")
    void aBatchIsSpreadEvenlyAndNoResultIsMissing() {
        List.of("A", "B", "C", "D").forEach(this::startWorker);
        Pipeline.distribute(ventilator, 4, batch(100));
        List<Message> done = Pipeline.collect(sink, 100);

        assertThat(countsByWorker(done)).isEqualTo(Map.of("A", 25L, "B", 25L, "C", 25L, "D", 25L));
        assertThat(done)
                .extracting(result -> Integer.valueOf(result.text().substring("A has done ".length())))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
    }

    @Test
    @Tag("guide:B4")
    void aWorkerMayJoinBetweenBatchesWithoutAnybodyElseChanging() {
        startWorker("A");
        Pipeline.distribute(ventilator, 1, batch(10));
        assertThat(countsByWorker(Pipeline.collect(sink, 10))).isEqualTo(Map.of("A", 10L));
        startWorker("B");
        Pipeline.distribute(ventilator, 2, batch(10));
        assertThat(countsByWorker(Pipeline.collect(sink, 10))).isEqualTo(Map.of("A", 5L, "B", 5L));
    }

    @Test
    @Tag("guide:B5")
    void theKillSignalEndsEveryWorkerAfterTheWholeBatchIsDone() {
        PubSocket control = stage.context.pub(TestOptions.quick().build());
        String endpoint = control.bind("tcp://127.0.0.1:*").toString();
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            workers.add(Background.run(
                    () -> Pipeline.workUntilKilled(stage.context, stage.threads, tasks, results, endpoint)));
        }
        Pipeline.distribute(ventilator, 4, batch(100));
        assertThat(Pipeline.collect(sink, 100)).hasSize(100);
        Pipeline.kill(control, 4);

        assertThat(workers)
                .allSatisfy(worker -> assertThat(worker)
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableOfType(ExecutionException.class)
                        .withCauseInstanceOf(ZmqClosedException.class));
        Until.isTrue("they have left", () -> ventilator.peers().isEmpty());
    }
}
