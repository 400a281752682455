package io.zmqspring.boot.autoconfigure;

import io.zmqspring.spring.discovery.ZmqDiscovery;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code zmq.discovery}: endpoints that are looked up, as 'discovery://stock' or 'dns://stock:5555'.
 * An immutable value.
 *
 * @param interval Time from one lookup to the next. What the registry tells of its own accord is followed at once.
 * @param firstLookup Time that the start of the application waits for the first answers. Zero not to wait.
 * @param drain Time that the connection to an instance that is gone stays for replies under way. Sockets that choose
 *     the peer themselves drop it at once.
 */
public record ZmqDiscoveryProperties(
        @DefaultValue("10s") Duration interval,
        @DefaultValue("5s") Duration firstLookup,
        @DefaultValue("5s") Duration drain) {

    /** Checks the durations. */
    public ZmqDiscoveryProperties {
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("zmq.discovery.interval=" + interval.toMillis()
                    + "ms must be more than zero; write for instance 10s");
        }
        notNegative("first-lookup", firstLookup);
        notNegative("drain", drain);
    }

    private static void notNegative(String property, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("zmq.discovery." + property + "=" + value.toMillis()
                    + "ms is negative; write for instance 5s, or 0s for no time at all");
        }
    }

    ZmqDiscovery.Timing timing() {
        return new ZmqDiscovery.Timing(interval, firstLookup, drain);
    }
}
