package io.zmqspring.patterns.internal.discovery;

import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks again and again where others may be, and tells of all that is found. */
public final class LookupSearch implements MeshDiscovery.Search {
    private final Supplier<? extends Collection<String>> lookup;
    private final long intervalNanos;
    private final OwnNode own;
    private final Sightings sightings;
    private final Names names;
    private final Troubles troubles = new Troubles(LookupSearch.class);
    private final SearchThread thread = new SearchThread("zmq-mesh-lookup", this::run, Thread::interrupt);

    private LookupSearch(
            Supplier<? extends Collection<String>> lookup,
            long intervalNanos,
            OwnNode own,
            Sightings sightings,
            Names names) {
        this.lookup = lookup;
        this.intervalNanos = intervalNanos;
        this.own = own;
        this.sightings = sightings;
        this.names = names;
    }

    /** Starts to ask. */
    public static LookupSearch start(
            Supplier<? extends Collection<String>> lookup, long intervalNanos, OwnNode own, Sightings sightings) {
        return start(lookup, intervalNanos, own, sightings, Names.SYSTEM);
    }

    static LookupSearch start(
            Supplier<? extends Collection<String>> lookup,
            long intervalNanos,
            OwnNode own,
            Sightings sightings,
            Names names) {
        LookupSearch search = new LookupSearch(lookup, intervalNanos, own, sightings, names);
        search.thread.start();
        return search;
    }

    private void run() {
        while (!thread.isClosing()) {
            troubles.attempt(
                    "looking up the nodes of the mesh",
                    () -> List.copyOf(lookup.get())
                            .forEach(each -> troubles.attempt("looking up " + each, () -> look(each))));
            try {
                TimeUnit.NANOSECONDS.sleep(intervalNanos);
            } catch (InterruptedException e) {
                // asked for the next time, or closing
            }
        }
    }

    private void look(String endpoint) throws IOException {
        HostAndPort place = HostAndPort.parse(endpoint);
        for (InetAddress address : names.mailboxes(place.host())) {
            boolean isHere = names.isOurs(address);
            boolean isOwn = isHere && place.port() == own.port();
            if (!isOwn && !thread.isClosing()) {
                sightings.reachable(isHere ? here(place.port()) : OwnAddress.endpoint(address, place.port()));
            }
        }
    }

    /** Nodes of one machine tell the same address of it, and that is how they know that it was they who were greeted. */
    private String here(int port) {
        return own.endpoint().substring(0, own.endpoint().lastIndexOf(':') + 1) + port;
    }

    @Override
    public void close() {
        thread.close();
    }
}
