package io.zmqspring.sample;

import io.zmqspring.ZmqException;
import io.zmqspring.ZmqQueueFullException;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.core.ZmqReplyTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.messaging.MessagingException;

/** Sends orders to the desk over a socket of its own and waits for the receipts. Thread-safe. */
public class Trader {
    private final String name;
    private final ZmqDestination desk;
    private final ZmqOperations zmq;
    private final OrderLog log;
    private final AtomicLong orders = new AtomicLong();

    /**
     * Makes a trader.
     *
     * @param name what the desk knows it by
     * @param socket its socket, which has a connection with the name {@code desk}
     * @param zmq sends the orders
     * @param log remembers them
     */
    Trader(String name, String socket, ZmqOperations zmq, OrderLog log) {
        this.name = name;
        this.desk = ZmqDestination.name(socket, "desk");
        this.zmq = zmq;
        this.log = log;
    }

    /**
     * Sends an order and waits for the receipt.
     *
     * @param order the order
     * @return the desk's receipt
     * @throws ZmqException if it cannot be sent, or if no receipt comes within {@code zmq.template.reply-timeout}
     * @throws MessagingException if the answer is no receipt
     */
    public Receipt send(Order order) {
        long start = System.nanoTime();
        try {
            Receipt receipt = zmq.convertSendAndReceive(desk, order, Receipt.class);
            log.received(name, order, receipt, since(start));
            return receipt;
        } catch (ZmqException | MessagingException failure) {
            log.failed(name, order, inShort(failure), since(start));
            throw failure;
        }
    }

    private static String inShort(RuntimeException failure) {
        if (failure instanceof ZmqReplyTimeoutException) {
            return "no receipt";
        }
        if (failure instanceof ZmqQueueFullException) {
            return "queue full";
        }
        return failure instanceof MessagingException ? "no receipt, but something else" : "not sent";
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /**
     * Makes an order with a new id.
     *
     * @param item what to order
     * @param quantity how much of it
     * @return the order, not sent yet
     */
    public Order order(String item, int quantity) {
        return new Order(name + "-" + orders.incrementAndGet(), item, quantity);
    }

    /**
     * Returns what the desk knows the trader by.
     *
     * @return the name
     */
    public String name() {
        return name;
    }
}
