package io.zmqspring.patterns.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.internal.log.ZreLogCodec;
import io.zmqspring.patterns.log.ZreLogRecord.Event;
import io.zmqspring.patterns.log.ZreLogRecord.Level;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/guide/mesh.md shows of logs, with nodes that find each other. */
@Timeout(60)
class ZreLogGuideTests {

    // tag::collect[]
    static MeshNode office(ZmqContext context, MeshDiscovery discovery, ZreLogCollector collector) {
        return MeshNode.builder(context)
                .name("office")
                .header(ZreLogCollector.HEADER, collector.endpoint())
                .discovery(discovery)
                .build();
    }

    static ZreLogCollector collector(ZmqContext context, Consumer<String> log) {
        return ZreLogCollector.builder(context, "127.0.0.1") // where other nodes reach it
                .level(Level.WARNING) // the rest does not leave the nodes
                .open(entry -> log.accept(entry.level() + " " + entry.text()));
    }
    // end::collect[]

    @Test
    @Tag("LOG-01")
    @Tag("LOG-03")
    void nodesTellWhoeverAnnouncesThatItCollects() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        UdpDiscovery discovery;
        try (DatagramSocket socket = new DatagramSocket()) {
            discovery = UdpDiscovery.broadcast().withPort(socket.getLocalPort());
        }
        try (ZmqContext context = ZmqContext.create();
                ZreLogCollector collector = collector(context, told::add);
                MeshNode office = office(context, discovery, collector)) {
            // tag::tell[]
            MeshNode kitchen = MeshNode.builder(context)
                    .name("kitchen")
                    .discovery(discovery)
                    .build();
            ZreLogPublisher log = ZreLogPublisher.attach(context, kitchen);
            kitchen.start();
            // end::tell[]
            try (kitchen;
                    log) {
                office.start();
                await().until(() -> log.collectors().size() == 1);
                log.collectors().get(0).awaitSubscribers(ZreLogCodec.prefix(Level.WARNING), 1, Duration.ofSeconds(10));
                // tag::publish[]
                log.publish(Level.WARNING, Event.SEND, office.id(), "the oven is too hot");
                // end::publish[]
                await().until(() -> !told.isEmpty());
                office.stop();
                await().until(() -> log.collectors().isEmpty());
            }
        }
        assertThat(told).containsExactly("WARNING the oven is too hot");
    }
}
