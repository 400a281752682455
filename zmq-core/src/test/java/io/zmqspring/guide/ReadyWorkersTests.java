package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("guide:B16")
@ExtendWith(LeakCheck.class)
class ReadyWorkersTests {
    @AutoClose
    private final Stage stage = new Stage();

    enum Kind {
        REQ {
            @Override
            int work(ZmqContext context, String boss, Runnable task) {
                return ReadyWorkers.work(context, boss, task);
            }
        },
        DEALER {
            @Override
            int work(ZmqContext context, String boss, Runnable task) {
                return ReadyWorkers.workAsDealer(context, boss, task);
            }
        };

        abstract int work(ZmqContext context, String boss, Runnable task);
    }

    private RouterSocket boss() {
        RouterSocket boss = stage.context.router(TestOptions.quick().build());
        boss.bind("tcp://127.0.0.1:*");
        return boss;
    }

    private CompletableFuture<Integer> worker(Kind kind, RouterSocket boss, Runnable task) {
        String endpoint = boss.boundEndpoints().get(0).toString();
        return Background.supply(() -> kind.work(stage.context, endpoint, task));
    }

    @ParameterizedTest
    @EnumSource
    void tenWorkersShareAllTasksAndAllGoHome(Kind kind) {
        RouterSocket boss = boss();
        List<CompletableFuture<Integer>> workers = IntStream.range(0, 10)
                .mapToObj(i -> worker(kind, boss, () -> {}))
                .toList();
        ReadyWorkers.distribute(boss, 1000, 10);

        assertThat(workers.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsBusyIsGivenNothingElse(Kind kind) {
        RouterSocket boss = boss();
        CompletableFuture<Void> othersAreDone = new CompletableFuture<>();
        CompletableFuture<Integer> slow = worker(kind, boss, othersAreDone::join);
        ReadyWorkers.distribute(boss, 1, 0);
        CompletableFuture<Integer> quick = worker(kind, boss, () -> {});
        ReadyWorkers.distribute(boss, 99, 1);
        assertThat(quick.join()).isEqualTo(99);
        othersAreDone.complete(null);
        ReadyWorkers.distribute(boss, 0, 1);

        assertThat(slow.join()).isEqualTo(1);
    }
}
