package io.zmqspring.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How many bytes a thread allocates. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Code to be measured. */
    @FunctionalInterface
    public interface Code {
        void run() throws Exception;
    }

    /** What this thread allocates while it runs the code. */
    public static long ofThisThread(Code code) {
        long before = of(Thread.currentThread());
        try {
            code.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return of(Thread.currentThread()) - before;
    }

    /** What a thread has allocated since it was started. */
    public static long of(Thread thread) {
        return THREADS.getThreadAllocatedBytes(thread.getId());
    }

    /** The one I/O thread of the one open context. */
    public static Thread ioThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("zmq-io-0"))
                .findFirst()
                .orElseThrow();
    }
}
