package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqContext;
import java.util.concurrent.Executor;

/** Two equals: either may say something at any time, and each message goes to the peer that is named. */
final class Conversation {
    private Conversation() {}

    // tag::program[]
    /** Starts one peer, connects to it, says something, and returns its answer. */
    static String run(ZmqContext context, Executor threads) {
        PeerSocket alice = context.peer();
        String endpoint = alice.bind("tcp://127.0.0.1:*").toString();
        threads.execute(() -> {
            while (true) {
                Message message = alice.receive();
                alice.send(message.routingId(), Message.of(message.text() + " yourself"));
            }
        });
        try (PeerSocket bob = context.peer()) {
            int toAlice = bob.connect(endpoint); // a number that stands for her, from now on and through reconnects
            bob.send(toAlice, Message.of("Hello"));
            return bob.receive().text();
        }
    }
    // end::program[]
}
