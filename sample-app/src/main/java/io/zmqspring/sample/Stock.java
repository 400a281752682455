package io.zmqspring.sample;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What the desk has to sell. An order gets all it asks for or nothing; now and then a delivery fills everything up.
 * Thread-safe, because a listener may be called by several threads ({@code zmq.listener.concurrency}).
 */
@Component
@Profile(OrderDesk.PROFILE)
public class Stock {
    private final SampleProperties properties;
    private final Map<String, Integer> left = new LinkedHashMap<>();

    Stock(SampleProperties properties) {
        this.properties = properties;
        deliver();
    }

    /** Fills everything up. */
    @Scheduled(initialDelayString = "${sample.delivery-every}", fixedRateString = "${sample.delivery-every}")
    final synchronized void deliver() {
        properties.items().forEach(item -> left.put(item, properties.stock()));
    }

    /**
     * Takes what is ordered, if there is enough of it.
     *
     * @param order the order
     * @return whether there was enough, and what is left; nothing of an item that is not sold
     */
    public synchronized Receipt take(Order order) {
        int there = left.getOrDefault(order.item(), 0);
        boolean enough = order.quantity() <= there;
        int now = enough ? there - order.quantity() : there;
        if (enough) {
            left.put(order.item(), now);
        }
        return new Receipt(order.id(), enough, now);
    }

    /**
     * Tells how much there is of each item.
     *
     * @return a copy
     */
    public synchronized Map<String, Integer> levels() {
        return new LinkedHashMap<>(left);
    }
}
