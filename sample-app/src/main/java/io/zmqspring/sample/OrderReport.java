package io.zmqspring.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells in the log, now and then, how many orders there were. */
@Component
class OrderReport {
    private static final Logger log = LoggerFactory.getLogger(OrderReport.class);
    private static final int SECONDS = 10;

    private final OrderLog orders;
    private OrderLog.Counts before;

    OrderReport(OrderLog orders) {
        this.orders = orders;
        this.before = orders.counts();
    }

    @Scheduled(initialDelay = SECONDS * 1000, fixedRate = SECONDS * 1000)
    void report() {
        OrderLog.Counts now = orders.counts();
        long answered = now.answered() - before.answered();
        long refused = now.refused() - before.refused();
        if (answered + refused > 0) {
            log.info(
                    "Desk: {} orders in {} s, {} accepted{}",
                    answered,
                    SECONDS,
                    now.accepted() - before.accepted(),
                    refused == 0 ? "" : ", and " + refused + " messages that were no orders");
        }
        long receipts = now.receipts() - before.receipts();
        long failures = now.failures() - before.failures();
        if (receipts + failures > 0) {
            log.info(
                    "Traders: {} receipts in {} s{}",
                    receipts,
                    SECONDS,
                    failures == 0 ? "" : ", and " + failures + " orders without");
        }
        before = now;
    }
}
