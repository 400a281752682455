package io.zmqspring.guide;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.ReqSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqContext;

/** Tasks of uneven size: each goes to a worker that has asked for it. */
final class ReadyWorkers {
    private ReadyWorkers() {}

    // tag::program[]
    /** Answers each worker that says it is ready by a task, as long as there are any, then sends everybody home. */
    static void distribute(RouterSocket boss, int tasks, int workers) {
        for (int i = 0; i < tasks + workers; i++) {
            Message ready = boss.receive();
            Message answer = Message.of(i < tasks ? "Work harder" : "Fired!");
            boss.send(answer.withLeading(ready.frame(0), new byte[0])); // who, and what a REQ wants before the answer
        }
    }

    /** Works until it is fired; returns how many tasks it was given. */
    static int work(ZmqContext context, String boss, Runnable task) {
        try (ReqSocket worker = context.req()) {
            worker.connect(boss);
            int tasks = 0;
            worker.send(Message.of("Hi Boss"));
            while (!worker.receive().text().equals("Fired!")) {
                task.run();
                tasks++;
                worker.send(Message.of("Hi Boss"));
            }
            return tasks;
        }
    }
    // end::program[]

    // tag::dealer[]
    /** The same with a DEALER, which leaves the empty frame to us. */
    static int workAsDealer(ZmqContext context, String boss, Runnable task) {
        try (DealerSocket worker = context.dealer()) {
            worker.connect(boss);
            int tasks = 0;
            worker.send(Message.ofTexts("", "Hi Boss"));
            while (!worker.receive().text().equals("Fired!")) {
                task.run();
                tasks++;
                worker.send(Message.ofTexts("", "Hi Boss"));
            }
            return tasks;
        }
    }
    // end::dealer[]
}
