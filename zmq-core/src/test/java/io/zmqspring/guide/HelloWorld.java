package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
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
    /** Answers every request. */
    static void serve(RepSocket service) {
        while (true) {
            String request = service.receive().text();
            service.send(Message.of(request.equals("Hello") ? "World" : "Pardon?"));
        }
    }

    /** Asks ten times, and returns the answers. */
    static List<String> ask(ZmqContext context, String service) {
        try (ReqSocket client = context.req()) {
            client.connect(service);
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                client.send(Message.of("Hello"));
                answers.add(client.receive().text());
            }
            return answers;
        }
    }
    // end::program[]

    // tag::handler[]
    /** The same service without a thread that waits: the executor is used for as long as an answer takes. */
    static MessageReceiver.Registration serve(RepSocket service, Executor threads) {
        return service.onMessage(threads, request -> service.send(Message.of("World")));
    }
    // end::handler[]
}
