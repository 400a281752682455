package io.zmqspring.guide;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.RepSocket;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqProxy;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** A service whose clients see one endpoint, and whose work is done by many threads. */
final class MultithreadedService {
    private MultithreadedService() {}

    // tag::program[]
    /** Starts the service and its workers; it ends with the context. Returns where clients connect. */
    static String start(ZmqContext context, Executor threads, int workers, UnaryOperator<Message> work) {
        RouterSocket clients = context.router();
        DealerSocket backend = context.dealer();
        String endpoint = clients.bind("tcp://127.0.0.1:*").toString();
        backend.bind("inproc://workers");
        for (int i = 0; i < workers; i++) {
            RepSocket worker = context.rep();
            worker.connect("inproc://workers");
            threads.execute(() -> {
                while (true) {
                    worker.send(work.apply(worker.receive()));
                }
            });
        }
        ZmqProxy.start(clients, backend);
        return endpoint;
    }
    // end::program[]
}
