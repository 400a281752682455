package io.zmqspring.patterns.internal.discovery;

import io.zmqspring.ZmqBindException;
import io.zmqspring.ZmqBindException.Reason;
import io.zmqspring.ZmqException;
import io.zmqspring.patterns.internal.zre.Beacon;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.Sightings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends our beacons and hears those of others (36/ZRE and 43/ZRE, "Node Discovery"). All is done by one thread, which looks at
 * the interfaces before each beacon: what was down may be up, and what had one address may have another.
 */
public final class UdpSearch implements MeshDiscovery.Search {
    /** One octet more than any beacon, so that what is longer is seen to be. */
    private static final int BUFFER = Beacon.SIZE_WITH_KEY + 1;

    /** Before others get their turn: our beacon, and the end. */
    private static final int DATAGRAMS_A_TURN = 256;

    private final BeaconSettings settings;
    private final OwnNode own;
    private final Sightings sightings;
    private final Network network;
    private final BeaconHearing hearing;
    private final Beacon beacon;
    private final Selector selector;
    private final SearchThread thread;
    private final Troubles troubles = new Troubles(UdpSearch.class);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    // the thread's own, from its start on
    private List<Nic> nics = List.of();
    private List<BeaconTarget> targets = List.of();
    private @Nullable InetAddress address;
    private @Nullable BeaconPort port;

    private UdpSearch(BeaconSettings settings, OwnNode own, Sightings sightings, Network network) throws IOException {
        this.settings = settings;
        this.own = own;
        this.sightings = sightings;
        this.network = network;
        boolean anyNetwork = own.networkInterface() == null || settings.group() != null;
        hearing = new BeaconHearing(own, sightings, anyNetwork);
        beacon = beacon(own);
        selector = Selector.open();
        thread = new SearchThread("zmq-mesh-beacons-" + settings.port(), this::run, any -> selector.wakeup());
    }

    /**
     * Starts to send and to hear.
     *
     * @throws ZmqBindException if the port cannot be opened
     */
    public static UdpSearch start(BeaconSettings settings, OwnNode own, Sightings sightings) {
        return start(settings, own, sightings, Network.SYSTEM);
    }

    static UdpSearch start(BeaconSettings settings, OwnNode own, Sightings sightings, Network network) {
        UdpSearch search;
        try {
            search = new UdpSearch(settings, own, sightings, network);
        } catch (IOException e) {
            throw new ZmqException("beacons cannot be sent: " + e.getMessage(), e);
        }
        search.look();
        try {
            search.open();
        } catch (IOException e) {
            search.end();
            throw cannotBind(settings.port(), e);
        }
        search.thread.start();
        return search;
    }

    private static ZmqBindException cannotBind(int port, IOException cause) {
        boolean taken = cause instanceof BindException;
        String wayOut = taken
                ? "; some program has UDP port " + port + " (1 to 65535) and does not share it:"
                        + " end that, or give all nodes of the mesh another port"
                : "";
        return new ZmqBindException(
                "udp://*:" + port, taken ? Reason.ADDRESS_IN_USE : Reason.OTHER, cause.getMessage() + wayOut, cause);
    }

    /** Zyre hears only its own kind: those with keys hear version 3, those without hear version 1. */
    private static Beacon beacon(OwnNode own) {
        Beacon plain = Beacon.of(ZreVersion.V2, own.id(), own.port());
        return own.key() == null ? plain : plain.withKey(own.key().octets());
    }

    /** Datagrams that were no beacons of our mesh. */
    public long ignored() {
        return hearing.ignored();
    }

    // ---- the thread ----------------------------------------------------------------------------------------------

    private void run() {
        long next = System.nanoTime();
        while (!thread.isClosing()) {
            long left = next - System.nanoTime();
            if (left <= 0) {
                look();
                troubles.attempt("opening UDP port " + settings.port(), this::open);
                send(beacon);
                next = System.nanoTime() + settings.intervalNanos();
            } else {
                hear(left);
            }
        }
        send(beacon.goodbye());
        end();
    }

    /** Sees which interfaces there are. If others are to be sent to, the port is opened anew: groups are joined on interfaces. */
    private void look() {
        troubles.attempt("listing the network interfaces", () -> {
            List<Nic> all = network.interfaces();
            nics = Nic.named(all, own.networkInterface());
            List<BeaconTarget> found = BeaconTarget.of(settings, nics);
            if (!found.equals(targets)) {
                targets = found;
                shut();
            }
            moveTo(OwnAddress.choose(all, own.networkInterface()));
        });
    }

    private void moveTo(@Nullable InetAddress best) {
        if (best == null || best.equals(address)) {
            return;
        }
        boolean isFirst = address == null;
        address = best;
        if (!isFirst) {
            sightings.moved(best);
        }
    }

    private void open() throws IOException {
        if (port == null) {
            BeaconPort opened = network.open(settings, targets);
            opened.register(selector);
            port = opened;
        }
    }

    private void send(Beacon what) {
        BeaconPort out = port;
        if (out == null) {
            return;
        }
        byte[] datagram = what.encode();
        for (BeaconTarget target : targets) {
            troubles.attempt("sending beacons to " + target, () -> out.send(datagram, target));
        }
    }

    private void hear(long nanos) {
        boolean heard = troubles.attempt("hearing beacons", () -> {
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
            selector.selectedKeys().clear();
            BeaconPort in = port;
            if (in != null) {
                receive(in);
            }
        });
        if (!heard) {
            shut(); // until the next beacon is due
        }
    }

    private void receive(BeaconPort in) throws IOException {
        for (int i = 0; i < DATAGRAMS_A_TURN && !thread.isClosing(); i++) {
            InetAddress from = in.receive(buffer);
            if (from == null) {
                return;
            }
            troubles.attempt("telling of beacons", () -> hearing.accept(buffer, from, nics));
        }
    }

    private void shut() {
        BeaconPort last = port;
        port = null;
        if (last != null) {
            troubles.attempt("closing UDP port " + settings.port(), last::close);
        }
    }

    private void end() {
        shut();
        troubles.attempt("closing a selector", selector::close);
    }

    // ---- any thread ----------------------------------------------------------------------------------------------

    @Override
    public void close() {
        thread.close();
    }
}
