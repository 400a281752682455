package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.PairSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqInterruptedException;
import io.zmqspring.ZmqStateException;
import io.zmqspring.testkit.Background;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class PairRelayTests {
    @AutoClose
    private final Stage stage = new Stage();

    @Test
    @Tag("guide:B12")
    void theSignalComesBackThroughAllSteps() {
        assertThat(PairRelay.run(stage.context, stage.threads, 3)).isEqualTo("READY!!");
    }

    @Test
    @Tag("guide:B12")
    void aPairHasOnePeerSoNobodyElseTakesItsSignals() {
        PairSocket parent = stage.context.pair(TestOptions.quick().build());
        parent.bind("inproc://step");
        PairSocket child = stage.context.pair(TestOptions.quick().build());
        child.connect("inproc://step");
        PairSocket intruder = stage.context.pair(TestOptions.quick().build());
        intruder.connect("inproc://step");
        intruder.trySend(Message.of("stolen"));
        child.send(Message.of("READY"));

        assertThat(parent.receive().text()).isEqualTo("READY");
        assertThat(parent.tryReceive()).isNull();
        assertThatThrownBy(() -> child.connect("inproc://step")).isInstanceOf(ZmqStateException.class);
    }

    @Test
    @Tag("guide:B12")
    void aSecondPullWouldTakeHalfOfTheSignals() {
        PushSocket push = stage.context.push(TestOptions.quick().build());
        push.bind("inproc://signals");
        PullSocket one = stage.context.pull(TestOptions.quick().build());
        one.connect("inproc://signals");
        PullSocket other = stage.context.pull(TestOptions.quick().build());
        other.connect("inproc://signals");
        for (int i = 0; i < 10; i++) {
            push.send(Message.of("READY"));
        }
        assertThat(one.stats().traffic().receivedMessages()).isEqualTo(5);
        assertThat(other.stats().traffic().receivedMessages()).isEqualTo(5);
    }

    @Test
    @Tag("guide:B12")
    void aRouterWouldPutAnAddressBeforeTheSignal() {
        RouterSocket router = stage.context.router(TestOptions.quick().build());
        router.bind("inproc://signals");
        DealerSocket dealer = stage.context.dealer(TestOptions.quick().build());
        dealer.connect("inproc://signals");
        dealer.send(Message.of("READY"));
        assertThat(router.receive().frameCount()).isEqualTo(2);
    }

    @Test
    @Tag("guide:B10")
    void anInterruptEndsAWaitingProgramAndLeavesItsSocketsUsable() throws InterruptedException {
        PairSocket parent = stage.context.pair(TestOptions.quick().build());
        parent.bind("inproc://step");
        PairSocket child = stage.context.pair();
        child.connect("inproc://step");
        AtomicReference<Throwable> ended = new AtomicReference<>();
        CountDownLatch waits = new CountDownLatch(1);
        Thread program = new Thread(() -> {
            waits.countDown();
            try {
                child.receive();
            } catch (ZmqInterruptedException interrupted) {
                ended.set(interrupted);
            }
        });
        program.start();
        waits.await();
        program.interrupt();
        program.join(10_000);

        assertThat(ended.get()).isInstanceOf(ZmqInterruptedException.class);
        child.send(Message.of("still here"));
        assertThat(parent.receive().text()).isEqualTo("still here");
    }

    @Test
    @Tag("guide:B10")
    void closingTheContextEndsEveryWaitingProgram() {
        PairSocket parent = stage.context.pair();
        parent.bind("inproc://step");
        CompletableFuture<Throwable> ended = Background.supply(() -> catchThrowable(parent::receive));
        stage.context.close();
        assertThat(ended.join()).isInstanceOf(ZmqClosedException.class);
    }
}
