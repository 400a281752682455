package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.PairSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqUnroutableException;
import java.util.concurrent.Executor;

/** Clients with a REQ ask, workers with a REQ say "READY"; the worker that has waited longest gets the next request. */
final class LoadBalancingBroker {
    private LoadBalancingBroker() {}

    // tag::program[]
    /** Starts the broker between two sockets, of which the one for clients had better be {@code LENIENT}. */
    static void start(ZmqContext context, Executor threads, RouterSocket clients, RouterSocket workers) {
        PairSocket ready = context.pair();
        PairSocket waiting = context.pair();
        ready.bind("inproc://ready");
        waiting.connect("inproc://ready");
        threads.execute(() -> {
            while (true) {
                Message message = workers.receive(); // [worker] [] [READY], or [worker] [] [client] [] [reply]
                if (message.frameCount() > 3) {
                    clients.send(message.withoutLeading(2));
                }
                ready.send(Message.wrap(message.frame(0)));
            }
        });
        threads.execute(() -> {
            while (true) {
                byte[] worker = waiting.receive().body(); // without one, requests stay in the clients' queue
                give(clients.receive(), worker, workers, waiting);
            }
        });
    }

    private static void give(Message request, byte[] worker, RouterSocket workers, PairSocket waiting) {
        try {
            workers.send(request.withLeading(worker, new byte[0]));
        } catch (ZmqUnroutableException gone) { // while it waited: the next one, then
            give(request, waiting.receive().body(), workers, waiting);
        }
    }
    // end::program[]
}
