package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.ReqSocket;
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

    /** Asks until there is an answer: a request that was on its way when its service ended is lost. */
    static String askAgainAndAgain(ReqSocket relaxed, String question) {
        for (int i = 0; i < 100; i++) {
            relaxed.send(Message.of(question));
            Message answer = relaxed.tryReceive(Duration.ofMillis(100));
            if (answer != null) {
                return answer.text();
            }
        }
        throw new AssertionError("no answer to '" + question + "' in ten seconds");
    }

    @Override
    public void close() {
        try (workers) {
            context.close(Duration.ZERO);
            workers.join();
        }
    }
}
