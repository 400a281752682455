package io.zmqspring.benchmarks;

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

/** One message there and back over loopback TCP, both sides receiving blocked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RoundTripBenchmark {
    /** Whose sockets. */
    @Param({"zmq-core", "jeromq"})
    public String library = "";

    /** Octets of the body. */
    @Param("64")
    public int size;

    private Library context;
    private Wire client;
    private EchoThread server;
    private byte[] body;

    /** Starts an echo and connects to it. */
    @Setup
    public void start() {
        server = EchoThread.start(library);
        context = Library.open(library);
        client = context.socket("PEER");
        client.connect(server.endpoint());
        body = new byte[size];
    }

    /** There and back. */
    @Benchmark
    public byte[] roundTrip() {
        client.send(body);
        return client.receive();
    }

    /** Ends both. */
    @TearDown
    public void stop() {
        server.stop(client);
        client.close();
        context.close();
    }
}
