package io.zmqspring.sample.web;

import io.zmqspring.ZmqException;
import io.zmqspring.ZmqTimeoutException;
import io.zmqspring.sample.Order;
import io.zmqspring.sample.Receipt;
import io.zmqspring.sample.Refusal;
import io.zmqspring.sample.Trader;
import io.zmqspring.sample.Traders;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.messaging.MessagingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Sends an order of the page to the desk, over ZeroMQ, and answers with the receipt. */
@RestController
class OrderController {
    private final Traders traders;

    OrderController(Traders traders) {
        this.traders = traders;
    }

    /**
     * What the form sends.
     *
     * @param trader the trader that shall send it; null for any
     * @param item what to order
     * @param quantity how much of it
     */
    record Form(
            @Nullable String trader,
            @NotBlank @Size(max = 64) String item,
            @Min(1) @Max(1000) int quantity) {}

    @PostMapping("/api/orders")
    Receipt order(@Valid @RequestBody Form form) {
        Trader trader = traders.find(form.trader())
                .orElseThrow(() -> new NoTraderException(
                        form.trader() == null
                                ? "this process has no trader; send the order from the page of one that has"
                                : "this process has no trader of that name; it has " + traders.names()));
        Order order = trader.order(form.item(), form.quantity());
        return trader.send(order);
    }

    private static final class NoTraderException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoTraderException(String message) {
            super(message);
        }
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Refusal> unreadable() {
        return Refusal.with(HttpStatus.BAD_REQUEST, "this is no order; send {\"item\":\"tea\",\"quantity\":3}");
    }

    @ExceptionHandler
    ResponseEntity<Refusal> noTrader(NoTraderException noTrader) {
        return Refusal.with(HttpStatus.CONFLICT, String.valueOf(noTrader.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Refusal> late(ZmqTimeoutException late) {
        return Refusal.with(HttpStatus.GATEWAY_TIMEOUT, String.valueOf(late.getMessage()));
    }

    @ExceptionHandler({ZmqException.class, MessagingException.class})
    ResponseEntity<Refusal> notSent(RuntimeException failure) {
        return Refusal.with(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(failure.getMessage()));
    }
}
