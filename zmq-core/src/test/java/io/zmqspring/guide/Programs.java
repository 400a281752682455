package io.zmqspring.guide;

import io.zmqspring.Endpoint;
import io.zmqspring.RepSocket;
import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqContext;
import java.util.concurrent.Executor;

/** How the programs of the guide run. */
final class Programs {
    private Programs() {}

    // tag::main[]
    public static void main(String[] args) {
        try (ZmqContext context = ZmqContext.create()) {
            RepSocket service = context.rep();
            Endpoint endpoint = service.bind("tcp://127.0.0.1:*");
            Executor threads = untilClosed(task -> new Thread(task).start());
            threads.execute(() -> HelloWorld.serve(service));
            System.out.println(HelloWorld.ask(context, endpoint.toString()));
        }
    }
    // end::main[]

    // tag::threads[]
    /** Threads for programs that go on until their sockets are closed. */
    static Executor untilClosed(Executor threads) {
        return program -> threads.execute(() -> {
            try {
                program.run();
            } catch (ZmqClosedException over) {
                // the context was closed, and with it the sockets: the program is over
            }
        });
    }
    // end::threads[]
}
