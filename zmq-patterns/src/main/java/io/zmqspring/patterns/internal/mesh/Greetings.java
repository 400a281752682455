package io.zmqspring.patterns.internal.mesh;

import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HELLOs to endpoints of which nothing is known yet. Who answers is known by the endpoint in its HELLO, or, as it may have more than
 * one address, by the address from which that came. There must not be two ways to one mailbox: both would have our identity.
 */
final class Greetings {
    private final Outside outside;
    private final Map<String, Greeting> open = new LinkedHashMap<>();
    /** Endpoints that turned out to be our own mailbox. */
    private final Set<String> ours = new HashSet<>();

    /**
     * A way on which our HELLO is.
     *
     * @param since when it was sent
     */
    record Greeting(String endpoint, Outside.Link link, ZreVersion version, long since) {}

    Greetings(Outside outside) {
        this.outside = outside;
    }

    /** An endpoint was told; it hears our HELLO, unless it has. */
    void greet(String endpoint, ZreMessage hello, long now) {
        if (!ours.contains(endpoint) && !open.containsKey(endpoint)) {
            Outside.Link link = outside.connect(endpoint, null);
            link.send(hello);
            open.put(endpoint, new Greeting(endpoint, link, hello.version(), now));
        }
    }

    /** Takes out the greeting that a HELLO answers. */
    @Nullable
    Greeting answered(String endpoint, @Nullable String address) {
        Greeting exact = open.remove(endpoint);
        return exact != null || address == null ? exact : open.remove(at(address, endpoint));
    }

    @Nullable
    Greeting remove(String endpoint) {
        return open.remove(endpoint);
    }

    /** Our own HELLO has come: one of the endpoints is an address of ours. */
    void reachedOurselves(@Nullable String address, String ownEndpoint) {
        if (address != null) {
            String own = at(address, ownEndpoint);
            Greeting greeting = open.remove(own);
            if (greeting != null) {
                ours.add(own);
                greeting.link().close();
            }
        }
    }

    /** The mailbox of an endpoint at another address of its host. */
    static String at(String address, String endpoint) {
        String host = address.indexOf(':') >= 0 && !address.startsWith("[") ? "[" + address + "]" : address;
        return "tcp://" + host + endpoint.substring(endpoint.lastIndexOf(':'));
    }

    /**
     * Ends those that nobody answers, so that the endpoint is greeted anew when it is told again: who had our HELLO may be gone, and
     * another one be there.
     */
    void onTime(long now, long patience) {
        for (Greeting greeting : List.copyOf(open.values())) {
            if (now - greeting.since() >= patience) {
                open.remove(greeting.endpoint());
                greeting.link().close();
            }
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** When the first of them has to be looked at. */
    long nextTime(long patience) {
        return open.values().stream()
                        .mapToLong(Greeting::since)
                        .reduce((a, b) -> a - b < 0 ? a : b)
                        .orElseThrow()
                + patience;
    }

    void close() {
        open.values().forEach(greeting -> greeting.link().close());
        open.clear();
    }
}
