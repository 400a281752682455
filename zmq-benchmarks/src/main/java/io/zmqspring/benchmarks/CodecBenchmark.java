package io.zmqspring.benchmarks;

import io.zmqspring.internal.codec.FrameDecoder;
import io.zmqspring.internal.codec.FrameEncoder;
import io.zmqspring.internal.codec.ProtocolException;
import io.zmqspring.internal.codec.Zmtp2Framing;
import java.nio.ByteBuffer;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What one frame costs to put together and to take apart, in buffers as the engine has them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final int FRAMES = 100;
    private static final byte[] NONE = new byte[0];

    /** Octets of the body. */
    @Param({"16", "64", "1024"})
    public int size;

    private final FrameEncoder encoder = new FrameEncoder(Zmtp2Framing.INSTANCE);
    private final FrameDecoder decoder =
            new FrameDecoder(Zmtp2Framing.INSTANCE, FrameDecoder.MAX_COMMAND).limitMessages(1 << 20);
    private ByteBuffer buffer;
    private byte[] body;

    /** Makes a buffer full of frames. */
    @Setup
    public void prepare() {
        body = new byte[size];
        buffer = ByteBuffer.allocateDirect((size + 9) * FRAMES);
        encode();
        buffer.flip();
    }

    /** Frames into a buffer. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public ByteBuffer encode() {
        buffer.clear();
        for (int i = 0; i < FRAMES; i++) {
            encoder.begin(0, NONE, body);
            encoder.write(buffer);
        }
        return buffer;
    }

    /** Frames out of a buffer. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void decode(Blackhole hole) throws ProtocolException {
        buffer.rewind();
        for (int i = 0; i < FRAMES; i++) {
            decoder.header(buffer);
            hole.consume(decoder.body(buffer));
        }
    }
}
