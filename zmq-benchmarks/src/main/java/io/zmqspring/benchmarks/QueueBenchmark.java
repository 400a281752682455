package io.zmqspring.benchmarks;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageBatch;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.QueueLimits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What the queue of a pipe costs a message, without contention. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class QueueBenchmark {
    private static final int BATCH = 500;

    private final MessageQueue queue = new MessageQueue(new QueueLimits(1000, 16 << 20));
    private final Message message = Message.wrap(new byte[64]);
    private final MessageBatch batch = new MessageBatch();

    /** One by one in, one by one out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void oneByOne(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            queue.offer(message);
            queue.wakeConsumer();
        }
        drain(hole);
    }

    /** In at once, as a read brings them. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void aRead(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            batch.add(message);
        }
        queue.offerRead(batch);
        queue.wakeConsumer();
        drain(hole);
    }

    private void drain(Blackhole hole) {
        for (int i = 0; i < BATCH; i++) {
            hole.consume(queue.poll());
        }
    }
}
