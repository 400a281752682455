package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.spring.core.ZmqTemplate;
import io.zmqspring.spring.mesh.ZmqMeshListener;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The code of the page "A mesh". */
class MeshTests {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    // tag::messages[]
    record Position(double north, double east) {}

    record Seen(String by) {}
    // end::messages[]

    // tag::depot[]
    @Component
    static class Depot {
        final Queue<String> board = new ConcurrentLinkedQueue<>();

        @ZmqMeshListener("positions")
        Seen on(Position position, MeshPeer truck) {
            board.add(truck.name() + " is at " + position.north());
            return new Seen("depot");
        }

        @EventListener
        void on(MeshEvent.Exited gone) {
            board.add(gone.peer().name() + " has gone");
        }
    }
    // end::depot[]

    // tag::truck[]
    @Component
    static class Truck {
        final Queue<String> seenBy = new ConcurrentLinkedQueue<>();

        private final ZmqTemplate template;

        Truck(ZmqTemplate template) {
            this.template = template;
        }

        void report(Position position) {
            template.convertAndSend("mesh:fleet/positions", position);
        }

        @ZmqMeshListener
        void on(Seen seen) {
            seenBy.add(seen.by());
        }
    }
    // end::truck[]

    private static String freePort() throws SocketException {
        try (DatagramSocket free = new DatagramSocket()) {
            return String.valueOf(free.getLocalPort());
        }
    }

    @Test
    void theyFindEachOtherAndTalk() throws Exception {
        try (Applications applications = new Applications(directory)) {
            applications.with(Map.of("zmq.mesh.fleet.discovery.port", freePort()));
            ConfigurableApplicationContext depot = applications.start("mesh/fleet.yml", "depot", Depot.class);
            ConfigurableApplicationContext truck = applications.start("mesh/fleet.yml", "truck", Truck.class);
            MeshNode node = truck.getBean(MeshNode.class);
            await().atMost(SOON).until(() -> !node.members("positions").isEmpty());

            truck.getBean(Truck.class).report(new Position(48.1, 11.6));

            Queue<String> board = depot.getBean(Depot.class).board;
            await().atMost(SOON).untilAsserted(() -> assertThat(board).containsExactly("truck is at 48.1"));
            Queue<String> seenBy = truck.getBean(Truck.class).seenBy;
            await().atMost(SOON).untilAsserted(() -> assertThat(seenBy).containsExactly("depot"));

            truck.close();
            await().atMost(SOON).untilAsserted(() -> assertThat(board).endsWith("truck has gone"));
        }
    }
}
