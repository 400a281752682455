package io.zmqspring.benchmarks;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.internal.codec.Envelope;
import io.zmqspring.internal.codec.ProtocolException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
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
import org.openjdk.jmh.annotations.Warmup;

/** What the headers of a message cost. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnvelopeBenchmark {
    /** How many headers the message has. */
    @Param({"0", "3"})
    public int count;

    private Map<String, String> headers;
    private byte[] frame;

    /** Makes a frame. */
    @Setup
    public void prepare() {
        headers = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            headers.put("zmq_header" + i, "a value of usual length " + i);
        }
        byte[] envelope = encode();
        frame = Arrays.copyOf(envelope, envelope.length + 64);
    }

    /** Headers into octets. */
    @Benchmark
    public byte[] encode() {
        return Message.empty().withHeaders(headers).envelope();
    }

    /** A frame into a message with headers. */
    @Benchmark
    public Message decode() throws ProtocolException {
        return Envelope.decode(frame, Sender.LOCAL);
    }
}
