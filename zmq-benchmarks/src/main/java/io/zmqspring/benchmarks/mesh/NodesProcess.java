package io.zmqspring.benchmarks.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Some nodes in a process of their own, which does what its input says, a line at a time. */
final class NodesProcess {
    private NodesProcess() {}

    /**
     * Runs until the input ends.
     *
     * @param args how many nodes are here, how many there are in all, on which UDP port
     */
    public static void main(String[] args) throws Exception {
        int here = Integer.parseInt(args[0]);
        int all = Integer.parseInt(args[1]);
        int port = Integer.parseInt(args[2]);
        CountDownLatch seen = new CountDownLatch(here * (all - 1));
        List<MeshNode> nodes = new ArrayList<>();
        long empty = usedMemory();
        try (ZmqContext context = ZmqContext.create();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line) {
                    case "start" -> {
                        for (int i = 0; i < here; i++) {
                            nodes.add(started(context, port, seen));
                        }
                        seen.await();
                        System.out.println("seen");
                    }
                    case "memory" -> System.out.println(usedMemory() - empty);
                    default -> System.out.println(line);
                }
            }
            Runtime.getRuntime().halt(0); // a thousand goodbyes would take their time
        }
    }

    private static MeshNode started(ZmqContext context, int port, CountDownLatch seen) {
        MeshNode node = MeshNode.builder(context)
                .discovery(UdpDiscovery.broadcast().withPort(port))
                .listener(event -> {
                    if (event instanceof MeshEvent.Entered) {
                        seen.countDown();
                    }
                })
                .build();
        node.start();
        return node;
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
