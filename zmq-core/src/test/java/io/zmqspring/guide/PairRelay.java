package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.PairSocket;
import io.zmqspring.ZmqContext;
import java.util.concurrent.Executor;

/** Threads that wait for each other by messages: no locks, no sleeping, nothing shared but the context. */
final class PairRelay {
    private PairRelay() {}

    // tag::program[]
    /** Starts a chain of steps, each of which starts the next, and returns what comes back through all of them. */
    static String run(ZmqContext context, Executor threads, int steps) {
        try (PairSocket first = startStep(context, threads, steps)) {
            return first.receive().text();
        }
    }

    /** Binds before the thread starts, so that the step has someone to connect to. */
    private static PairSocket startStep(ZmqContext context, Executor threads, int step) {
        PairSocket parent = context.pair();
        parent.bind("inproc://step" + step);
        threads.execute(() -> {
            try (PairSocket child = context.pair()) {
                child.connect("inproc://step" + step);
                child.send(Message.of(step == 1 ? "READY" : run(context, threads, step - 1) + "!"));
            }
        });
        return parent;
    }
    // end::program[]
}
