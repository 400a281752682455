package io.zmqspring.sample;

import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.support.ZmqHeaders;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/**
 * The order desk. It listens on the socket {@code desk} of {@code application.yml}, and whatever it returns goes back to
 * the sender: to an application with this starter, and as plain JSON to any other ZeroMQ PEER socket.
 */
@Component
@Profile(OrderDesk.PROFILE)
class OrderDesk {
    /** Where there is a desk; {@code application.yml} has the socket for it under the same condition. */
    static final String PROFILE = "desk | (!trader & !mesh)";

    private final Stock stock;
    private final OrderLog log;

    OrderDesk(Stock stock, OrderLog log) {
        this.stock = stock;
        this.log = log;
    }

    /**
     * Answers an order. What is no valid order does not get here, but to {@link DeskErrors}.
     *
     * @param order made from the JSON of the message
     * @param trader the name that the sender announced; null if it has none
     * @param sender our own number for the sender's connection
     */
    @ZmqListener(sockets = "desk", errorHandler = "deskErrors")
    Receipt on(
            @Valid Order order,
            @Header(name = ZmqHeaders.PEER_NAME, required = false) @Nullable String trader,
            @Header(ZmqHeaders.ROUTING_ID) int sender) {
        Receipt receipt = stock.take(order);
        log.answered(Names.of(trader, sender), order, receipt);
        return receipt;
    }
}
