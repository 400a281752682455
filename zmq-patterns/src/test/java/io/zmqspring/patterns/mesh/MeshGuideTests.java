package io.zmqspring.patterns.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.mesh.MeshEvent.Entered;
import io.zmqspring.patterns.mesh.MeshEvent.Exited;
import io.zmqspring.patterns.mesh.MeshEvent.Shout;
import io.zmqspring.patterns.mesh.MeshEvent.Whisper;
import io.zmqspring.patterns.mesh.discovery.LookupDiscovery;
import io.zmqspring.patterns.mesh.discovery.MeshDiscovery;
import io.zmqspring.patterns.mesh.discovery.UdpDiscovery;
import io.zmqspring.security.AllowedKeys;
import io.zmqspring.security.Authenticator;
import io.zmqspring.security.CurveKey;
import io.zmqspring.security.CurveKeyPair;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/guide/mesh.md shows. */
@Timeout(60)
class MeshGuideTests {

    // tag::node[]
    static MeshNode kitchen(ZmqContext context, MeshDiscovery discovery, Consumer<String> log) {
        MeshNode node = MeshNode.builder(context)
                .name("kitchen")
                .header("X-MENU", "tcp://10.0.0.2:8000")
                .discovery(discovery) // leave it out for beacons on UDP port 5670
                .build();
        node.addListener(event -> {
            if (event instanceof Entered entered) {
                node.whisper(entered.peer().id(), "welcome, " + entered.peer().name());
            } else if (event instanceof Whisper whisper) {
                log.accept(whisper.peer().name() + " says " + whisper.text());
            } else if (event instanceof Shout shout) {
                log.accept(shout.peer().name() + " tells " + shout.group() + ": " + shout.text());
            } else if (event instanceof Exited exited) {
                log.accept(exited.peer().name() + " has gone: " + exited.reason());
            }
        });
        node.join("orders");
        node.start();
        return node;
    }
    // end::node[]

    // tag::secure[]
    static MeshNode secured(ZmqContext context, MeshDiscovery discovery, CurveKeyPair own, CurveKey... others) {
        AllowedKeys friends = AllowedKeys.of(others);
        return MeshNode.builder(context)
                .discovery(discovery)
                .security(new MeshSecurity(own, Authenticator.keys(friends)))
                .build();
    }
    // end::secure[]

    private static UdpDiscovery discovery() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return UdpDiscovery.broadcast().withPort(socket.getLocalPort());
        }
    }

    @Test
    void nodesFindEachOtherAndTalk() throws IOException {
        List<String> kitchenHeard = new CopyOnWriteArrayList<>();
        List<String> hallHeard = new CopyOnWriteArrayList<>();
        UdpDiscovery discovery = discovery();
        try (ZmqContext context = ZmqContext.create();
                MeshNode kitchen = kitchen(context, discovery, kitchenHeard::add);
                MeshNode hall = MeshNode.builder(context)
                        .name("hall")
                        .discovery(discovery)
                        .listener(event -> {
                            if (event instanceof Whisper whisper) {
                                hallHeard.add(whisper.text());
                            }
                        })
                        .build()) {
            hall.start();
            await().until(() -> hall.members("orders").size() == 1);
            assertThat(hall.peers().get(0).headers()).containsEntry("X-MENU", "tcp://10.0.0.2:8000");
            hall.shout("orders", "two teas");
            hall.whisper(kitchen.id(), "and be quick");
            await().until(() -> kitchenHeard.size() == 2 && hallHeard.size() == 1);
            hall.stop();
            await().until(() -> kitchenHeard.size() == 3);
            assertThat(kitchenHeard)
                    .containsExactly("hall tells orders: two teas", "hall says and be quick", "hall has gone: LEFT");
            assertThat(hallHeard).containsExactly("welcome, hall");
        }
    }

    @Test
    void nodesWithKeysFindEachOther() throws IOException {
        CurveKeyPair one = CurveKeyPair.generate();
        CurveKeyPair other = CurveKeyPair.generate();
        UdpDiscovery discovery = discovery();
        try (ZmqContext context = ZmqContext.create();
                MeshNode first = secured(context, discovery, one, other.publicKey());
                MeshNode second = secured(context, discovery, other, one.publicKey())) {
            first.start();
            second.start();
            await().until(() -> first.peers().size() == 1 && second.peers().size() == 1);
        }
    }

    @Test
    void nodesOfAListFindEachOther() {
        try (ZmqContext context = ZmqContext.create();
                MeshNode first = MeshNode.builder(context)
                        .discovery(LookupDiscovery.of("tcp://127.0.0.1:1"))
                        .build()) {
            first.start();
            // tag::list[]
            MeshNode second = MeshNode.builder(context)
                    .discovery(LookupDiscovery.of(first.endpoint()))
                    .build();
            // end::list[]
            try (second) {
                second.start();
                await().until(() -> first.peers().size() == 1 && second.peers().size() == 1);
            }
        }
    }
}
