package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.PubSocket;
import io.zmqspring.PullSocket;
import io.zmqspring.PushSocket;
import io.zmqspring.SubSocket;
import io.zmqspring.ZmqContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** Divide and conquer: tasks go to many workers, and their results to one place. */
final class Pipeline {
    private Pipeline() {}

    // tag::program[]
    /** Spreads tasks over the workers, once all are there: the first to come would get them all otherwise. */
    static void distribute(PushSocket ventilator, int workers, List<Message> tasks) {
        ventilator.awaitPeers(workers, Duration.ofSeconds(10));
        tasks.forEach(ventilator::send);
    }

    /** Takes tasks and passes on results until the context is closed; start as many as you like, whenever you like. */
    static void work(ZmqContext context, String ventilator, String sink, UnaryOperator<Message> work) {
        try (PullSocket tasks = context.pull();
                PushSocket results = context.push()) {
            tasks.connect(ventilator);
            results.connect(sink);
            while (true) {
                results.send(work.apply(tasks.receive()));
            }
        }
    }

    /** Returns the results of a batch, in the order in which they are ready. */
    static List<Message> collect(PullSocket sink, int count) {
        List<Message> results = new ArrayList<>();
        while (results.size() < count) {
            results.add(sink.receive());
        }
        return results;
    }
    // end::program[]

    // tag::kill[]
    /** Works as above until something is published at the control endpoint. */
    static void workUntilKilled(ZmqContext context, Executor threads, String ventilator, String sink, String control) {
        try (PullSocket tasks = context.pull();
                PushSocket results = context.push();
                SubSocket kill = context.sub()) {
            tasks.connect(ventilator);
            results.connect(sink);
            kill.subscribe("");
            kill.connect(control);
            threads.execute(() -> {
                kill.receive();
                tasks.close(Duration.ZERO); // any thread may; receive below ends with ZmqClosedException
            });
            while (true) {
                results.send(tasks.receive());
            }
        }
    }

    /** Ends all workers, once they are listening. */
    static void kill(PubSocket control, int workers) {
        control.awaitSubscribers(workers, Duration.ofSeconds(10));
        control.send(Message.of("KILL"));
    }
    // end::kill[]
}
