package io.zmqspring.sample;

import io.zmqspring.ZmqClosedException;
import io.zmqspring.ZmqException;
import io.zmqspring.ZmqInterruptedException;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.MessagingException;

/**
 * Lets a trader send one order of something. A desk that is away is reported once, and once more when it is back; the
 * socket connects again by itself, and the orders it was given meanwhile wait in its queue.
 */
final class DailyWork implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(DailyWork.class);
    private static final int MOST_AT_ONCE = 12;

    private final Trader trader;
    private final List<String> items;
    private final Random random = new Random();
    private boolean waiting;

    DailyWork(Trader trader, SampleProperties properties) {
        this.trader = trader;
        this.items = properties.items();
    }

    @Override
    public void run() {
        try {
            trader.send(trader.order(items.get(random.nextInt(items.size())), 1 + random.nextInt(MOST_AT_ONCE)));
            report(false, "The desk answers again");
        } catch (ZmqInterruptedException | ZmqClosedException ending) {
            log.debug("{} stops working", trader.name(), ending);
        } catch (ZmqException | MessagingException failure) {
            report(true, "No receipt, trying on: " + failure.getMessage());
        }
    }

    private void report(boolean nowWaiting, String what) {
        if (waiting != nowWaiting) {
            log.info("{}: {}", trader.name(), what);
            waiting = nowWaiting;
        }
    }
}
