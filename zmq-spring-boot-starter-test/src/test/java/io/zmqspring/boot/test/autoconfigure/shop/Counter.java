package io.zmqspring.boot.test.autoconfigure.shop;

import io.zmqspring.spring.annotation.ZmqListener;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import org.springframework.stereotype.Component;

/** Takes orders. */
@Component
class Counter {
    private final Stock stock;

    Counter(Stock stock) {
        this.stock = stock;
    }

    /** What is ordered. */
    record Order(@Min(1) int quantity) {}

    @ZmqListener(sockets = "desk")
    int on(@Valid Order order) {
        return stock.take(order.quantity());
    }
}
