package io.zmqspring.guide;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.ZmqProxy;
import java.util.concurrent.Executor;

/** Clients that ask without waiting, and a service that answers as often as it likes. */
final class AsyncService {
    private AsyncService() {}

    // tag::program[]
    /** Starts the service; a request names how many answers it wants. Returns where clients connect. */
    static String start(ZmqContext context, Executor threads, int workers) {
        RouterSocket clients = context.router();
        DealerSocket backend = context.dealer();
        String endpoint = clients.bind("tcp://127.0.0.1:*").toString();
        backend.bind("inproc://backend");
        for (int i = 0; i < workers; i++) {
            DealerSocket worker = context.dealer();
            worker.connect("inproc://backend");
            threads.execute(() -> {
                while (true) {
                    Message request = worker.receive(); // [client] [how many]
                    for (int answers = Integer.parseInt(request.text()); answers > 0; answers--) {
                        worker.send(request);
                    }
                }
            });
        }
        ZmqProxy.start(clients, backend);
        return endpoint;
    }
    // end::program[]
}
