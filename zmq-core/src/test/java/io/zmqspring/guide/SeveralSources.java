package io.zmqspring.guide;

import io.zmqspring.Message;
import io.zmqspring.MessageReceiver;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Messages of several sockets in one place. */
final class SeveralSources {
    private SeveralSources() {}

    // tag::program[]
    /** Hands over what any of the sockets receives; with an executor of one thread, one message at a time. */
    static void read(Executor thread, Consumer<Message> handler, MessageReceiver... sources) {
        for (MessageReceiver source : sources) {
            source.onMessage(thread, handler);
        }
    }
    // end::program[]
}
