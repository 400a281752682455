package io.zmqspring.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.zmqspring.internal.codec.ProtocolException;
import java.lang.management.ManagementFactory;

/** Runs what is fed, and looks at what it allocates. */
final class Bounded {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A first chunk of 64 KiB, what reading in pieces takes, and what the fuzzer's instrumentation takes itself. */
    private static final long SLACK = 512 << 10;

    private Bounded() {}

    interface Code {
        void run() throws ProtocolException;
    }

    /**
     * Code that may refuse what it is fed, and allocates no more than a constant and so many octets for each of the input. It
     * runs twice, because the first time classes may be loaded.
     */
    static void by(long perOctet, int input, Code code) {
        run(code);
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        run(code);
        long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).as("allocated for " + input + " octets").isLessThan(SLACK + perOctet * input);
    }

    private static void run(Code code) {
        try {
            code.run();
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
