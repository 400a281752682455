package io.zmqspring.guide;

import io.zmqspring.ZmqContext;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Where programs of the guide run: a context, and a thread for each. Closing the stage closes the context, which must
 * end every program; one that failed, or goes on, fails the test.
 */
final class Stage implements AutoCloseable {
    final ZmqContext context = ZmqContext.create();

    private final Workers workers = new Workers();

    /** The threads of the programs. */
    final Executor threads = Programs.untilClosed(program -> workers.run("program", program::run));

    @Override
    public void close() {
        try (workers) {
            context.close(Duration.ZERO);
            workers.join();
        }
    }
}
