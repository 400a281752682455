package io.zmqspring.testkit;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.test.Ledger;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Enters what one socket receives, in books of its own for each connection: messages are in order within a connection only, since what
 * an ended connection has left is received in turn with what its successor brings.
 */
public final class ReaderPerConnection {
    private final Ledger ledger;
    private final Map<Sender, Ledger.Reader> readers =
            new IdentityHashMap<>(); // a connection's messages share its Sender

    public ReaderPerConnection(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Enters a received message. */
    public void enter(Message message) {
        readers.computeIfAbsent(message.sender(), sender -> ledger.reader()).enter(message.body());
    }
}
