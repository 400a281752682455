package io.zmqspring.sample;

import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.spring.core.ZmqOperations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * The traders of this process: one for each socket that connects to {@code desk}. So
 * {@code --zmq.sockets.trader-3.connect.desk=tcp://127.0.0.1:5555} is one more.
 */
@Component
public class Traders implements SchedulingConfigurer {
    private final Map<String, Trader> traders = new LinkedHashMap<>();
    private final SampleProperties properties;

    Traders(ZmqProperties zmqProperties, SampleProperties properties, ZmqOperations zmq, OrderLog log) {
        this.properties = properties;
        zmqProperties.sockets().forEach((socket, settings) -> {
            if (settings.connect().containsKey("desk")) {
                String name = Optional.ofNullable(settings.peerName()).orElse(socket);
                traders.put(name, new Trader(name, socket, zmq, log));
            }
        });
    }

    /** Lets each trader send one order after the other, with a pause in between. */
    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        traders.values()
                .forEach(trader -> tasks.addFixedDelayTask(new DailyWork(trader, properties), properties.orderEvery()));
    }

    /**
     * Returns their names.
     *
     * @return a copy, empty in a process that is only the desk
     */
    public List<String> names() {
        return List.copyOf(traders.keySet());
    }

    /**
     * Finds a trader.
     *
     * @param name its name, or null for the first one
     * @return the trader, if there is one
     */
    public Optional<Trader> find(@Nullable String name) {
        return name == null ? traders.values().stream().findFirst() : Optional.ofNullable(traders.get(name));
    }
}
