package io.zmqspring.benchmarks.mesh;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.OwnNode;
import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Prints the figures of docs/performance.md on the mesh; run it by the script {@code mesh} and with nothing beside it. */
public final class MeshFigures {
    private static final int ROUNDS = 3;
    private static final int GROUP = 20;
    private static final int IDLE = 100;
    private static final byte[] CONTENT = new byte[64];
    private static final long SECOND = 1_000_000_000L;

    private MeshFigures() {}

    /**
     * Measures everything.
     *
     * @param args none
     * @throws Exception if something fails
     */
    public static void main(String[] args) throws Exception {
        System.out.println("| figure | median | each round |\n|---|---|---|");
        for (int nodes : new int[] {10, 50, 100}) {
            List<Double> times = new ArrayList<>();
            List<Double> memory = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                try (TwoProcesses both = new TwoProcesses(nodes)) {
                    times.add(both.secondsUntilAllSeeAll());
                    memory.add(both.kibibytesPerPeer());
                }
            }
            row(nodes + " nodes in two new processes: from start to all see all, s", times);
            row(nodes + " nodes: heap for each peer of each node, KiB", memory);
        }
        row("whispers of 64 octets between two nodes, a second", rounds(2));
        row("shouts of 64 octets in a group of 20: messages delivered, a second", rounds(GROUP));
        row("beacons of 100 idle nodes, octets a second on each network", List.of(beaconOctets()));
    }

    private static void row(String figure, List<Double> rounds) {
        double[] sorted = rounds.stream().mapToDouble(d -> d).sorted().toArray();
        String all = String.join(
                ", ",
                IntStream.range(0, sorted.length).mapToObj(i -> text(sorted[i])).toList());
        System.out.printf("| %s | %s | %s |%n", figure, text(sorted[sorted.length / 2]), all);
    }

    private static String text(double value) {
        return value < 100
                ? String.format(Locale.ROOT, "%.3g", value)
                : String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    /** How many messages a second one node delivers to others: whispers to one, shouts to more. */
    private static List<Double> rounds(int nodes) throws Exception {
        LongAdder delivered = new LongAdder();
        try (ZmqContext context = ZmqContext.create();
                ZmqContext speakers = ZmqContext.create()) {
            int port = freePort();
            List<MeshNode> listeners = new ArrayList<>();
            for (int i = 1; i < nodes; i++) {
                MeshNode node = MeshNode.builder(context)
                        .discovery(UdpDiscovery.broadcast().withPort(port))
                        .listener(event -> {
                            if (event instanceof MeshEvent.Whisper || event instanceof MeshEvent.Shout) {
                                delivered.increment();
                            }
                        })
                        .build();
                node.join("all");
                node.start();
                listeners.add(node);
            }
            MeshNode speaker = MeshNode.builder(speakers)
                    .discovery(UdpDiscovery.broadcast().withPort(port))
                    .build();
            speaker.start();
            while (speaker.members("all").size() < nodes - 1) {
                Thread.sleep(10);
            }
            List<Double> rates =
                    measured(delivered, speaker, nodes == 2 ? listeners.get(0).id() : null);
            listeners.forEach(MeshNode::close);
            speaker.close();
            return rates;
        }
    }

    private static List<Double> measured(LongAdder delivered, MeshNode speaker, @Nullable UUID to)
            throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<byte[]> content = List.of(CONTENT);
        Thread speaking = new Thread(() -> {
            while (!over.get()) {
                if (to == null) {
                    speaker.shout("all", content);
                } else {
                    speaker.whisper(to, content);
                }
            }
        });
        speaking.start();
        List<Double> rates = new ArrayList<>();
        Thread.sleep(3000); // until it is compiled
        for (int round = 0; round < ROUNDS; round++) {
            long before = delivered.sum();
            long since = System.nanoTime();
            Thread.sleep(3000);
            rates.add((delivered.sum() - before) * (double) SECOND / (System.nanoTime() - since));
        }
        over.set(true);
        speaking.join();
        return rates;
    }

    private static double beaconOctets() throws Exception {
        int port = freePort();
        List<MeshDiscovery.Search> searches = new ArrayList<>();
        try (DatagramSocket ear = new DatagramSocket(null)) {
            ear.setReuseAddress(true);
            if (ear.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                ear.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            ear.bind(new InetSocketAddress(port));
            for (int i = 0; i < IDLE; i++) {
                int mailbox = 50_000 + i;
                OwnNode own = new OwnNode(UUID.randomUUID(), "tcp://127.0.0.1:" + mailbox, mailbox, null, null);
                searches.add(UdpDiscovery.broadcast().withPort(port).start(own, new Deaf()));
            }
            heard(ear, 2);
            double octets = heard(ear, 10);
            searches.forEach(MeshDiscovery.Search::close);
            return octets / networks();
        }
    }

    private static double heard(DatagramSocket ear, int seconds) throws IOException {
        long end = System.nanoTime() + seconds * SECOND;
        long octets = 0;
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        ear.setSoTimeout(100);
        while (System.nanoTime() - end < 0) {
            try {
                packet.setLength(512);
                ear.receive(packet);
                octets += packet.getLength();
            } catch (SocketTimeoutException e) {
                // look at the time
            }
        }
        return octets / (double) seconds;
    }

    /** Each of them carries all beacons, and the ear hears all. */
    private static long networks() throws IOException {
        return NetworkInterface.networkInterfaces()
                .filter(each -> {
                    try {
                        return each.isUp()
                                && each.getInterfaceAddresses().stream()
                                        .anyMatch(address -> address.getAddress() instanceof Inet4Address);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .count();
    }

    static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        }
    }
}
