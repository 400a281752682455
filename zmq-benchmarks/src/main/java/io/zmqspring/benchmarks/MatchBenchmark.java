package io.zmqspring.benchmarks;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs a publisher to find that nobody wants a message, however many topics are subscribed to. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatchBenchmark {
    private static final int MESSAGES = 1024;

    /** How many topics are subscribed to. */
    @Param({"1", "1000", "1000000"})
    public int topics;

    private final ZmqContext context = ZmqContext.create();
    private final PubSocket publisher = context.pub();
    private final Message[] messages = new Message[MESSAGES];
    private int next;

    /** Subscribes. */
    @Setup
    public void subscribe() {
        publisher.bind("inproc://topics");
        SubSocket subscriber = context.sub();
        subscriber.connect("inproc://topics");
        for (int i = 0; i < topics; i++) {
            subscriber.subscribe(("topic." + i + ".").getBytes(StandardCharsets.US_ASCII));
        }
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = Message.of("topic." + i * 7919 + "/nobody wants this");
        }
    }

    /** Publishes to nobody. */
    @Benchmark
    public void unwanted() {
        publisher.send(messages[next++ & MESSAGES - 1]);
    }

    /** Ends. */
    @TearDown
    public void close() {
        context.close(Duration.ZERO);
    }
}
