package io.zmqspring.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Messages a second, one way over loopback TCP. The sender is held back by the high-water marks, so over an iteration it
 * sends no more than the receiver takes. One receives first for the sake of libraries whose sockets belong to a thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ThroughputBenchmark {
    private static final int BATCH = 1000;

    /** Whose sockets. */
    @Param({"zmq-core", "jeromq"})
    public String library = "";

    /** Octets of the body. */
    @Param({"64", "1024"})
    public int size;

    private Library context;
    private Wire sender;
    private SinkThread sink;
    private byte[] body;

    /** Starts a sink and connects to it. */
    @Setup
    public void start() {
        sink = SinkThread.start(library);
        context = Library.open(library);
        sender = context.socket("PEER");
        sender.connect(sink.endpoint());
        body = new byte[size];
    }

    /** Sends a thousand messages. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void send() {
        for (int i = 0; i < BATCH; i++) {
            sender.send(body);
        }
    }

    /** Ends both. */
    @TearDown
    public void stop() {
        sink.stop();
        sender.close();
        context.close();
    }
}
