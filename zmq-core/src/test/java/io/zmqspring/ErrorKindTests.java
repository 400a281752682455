package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zmqspring.testkit.TestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of failure is a type of its own that a caller can catch. */
@Timeout(30)
class ErrorKindTests {
    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private final SocketOptions impatient = TestOptions.quick()
            .sendTimeout(Duration.ofMillis(1))
            .receiveTimeout(Duration.ofMillis(1))
            .build();

    private final List<Class<?>> kinds = new ArrayList<>();

    private void expect(Class<? extends Exception> kind, ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        assertThat(failure).isExactlyInstanceOf(kind);
        assertThat(failure.getMessage()).isNotBlank();
        kinds.add(kind);
    }

    @Test
    @Tag("O-ERR-01")
    void eachKindOfFailureHasItsType() {
        PullSocket pull = context.pull(impatient);
        String bound = pull.bind("tcp://127.0.0.1:*").toString();
        expect(ZmqTimeoutException.class, pull::receive); // EAGAIN
        expect(ZmqQueueFullException.class, () -> context.push(impatient).send(Message.of("a"))); // EAGAIN
        expect(ZmqStateException.class, () -> context.rep(impatient).send(Message.of("a"))); // EFSM
        expect(ZmqUnroutableException.class, () -> context.router(impatient).send(Message.ofTexts("who", "a")));
        expect(ZmqBindException.class, () -> context.pull().bind(bound)); // EADDRINUSE
        expect(ZmqEndpointException.class, () -> pull.connect("nonsense://x")); // EPROTONOSUPPORT, EINVAL
        expect(IllegalArgumentException.class, () -> SocketOptions.builder().sendHighWaterMark(0)); // EINVAL
        Thread.currentThread().interrupt();
        expect(ZmqInterruptedException.class, () -> pull.tryReceive(SocketOptions.FOREVER)); // EINTR
        assertThat(Thread.interrupted()).isTrue();
        pull.close();
        expect(ZmqClosedException.class, pull::receive); // ENOTSOCK, ETERM
        assertThat(kinds).doesNotHaveDuplicates();
        assertThat(pull.isClosed()).isTrue();
    }

    @Test
    @Tag("O-ERR-04")
    void anInterruptedCallLeavesTheSocketUsable() {
        PullSocket pull = context.pull(TestOptions.quick().build());
        Thread.currentThread().interrupt();
        assertThat(catchThrowable(pull::receive)).isInstanceOf(ZmqInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        PushSocket push = context.push(TestOptions.quick().build());
        push.connect(pull.bind("inproc://usable").toString());
        push.send(Message.of("a"));
        assertThat(pull.receive().text()).isEqualTo("a");
    }
}
