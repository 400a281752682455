package io.zmqspring.guide;

import io.zmqspring.Endpoint;
import io.zmqspring.Message;
import io.zmqspring.RepSocket;
import io.zmqspring.ReqSocket;
import io.zmqspring.ZmqContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A client asks, a service answers. */
final class HelloWorld {
    private HelloWorld() {}

    // tag::program[]
    /** Starts the service, asks it ten times, and returns what it answered. */
    static List<String> run(ZmqContext context, Executor threads) {
        RepSocket service = context.rep();
        Endpoint endpoint = service.bind("tcp://127.0.0.1:*");
        threads.execute(() -> serve(service));
        List<String> answers = new ArrayList<>();
        try (ReqSocket client = context.req()) {
            client.connect(endpoint.toString());
            for (int i = 0; i < 10; i++) {
                client.send(Message.of("Hello"));
                answers.add(client.receive().text());
            }
        }
        return answers;
    }

    static void serve(RepSocket service) {
        while (true) {
            String request = service.receive().text();
            service.send(Message.of(request.equals("Hello") ? "World" : "Pardon?"));
        }
    }
    // end::program[]
}
