package io.zmqspring.boot.autoconfigure.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zmqspring.DropReason;
import io.zmqspring.SocketStats;
import io.zmqspring.Traffic;
import io.zmqspring.ZmqSocket;
import io.zmqspring.spring.core.ZmqMeshes;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.core.ZmqSockets;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The counters of all sockets as meters, tagged with the socket's name and type, and those of meshes, tagged with the mesh's name. Peers
 * are no tags: they come and go without end, and each tag value costs memory for ever.
 */
public final class ZmqMetrics implements MeterBinder {
    private final ZmqSockets sockets;

    /**
     * Makes a binder.
     *
     * @param sockets the sockets to be metered
     */
    public ZmqMetrics(ZmqSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String name : sockets.names()) {
            ZmqSocket socket = sockets.get(name);
            Tags tags = Tags.of("socket", name, "type", lowerCase(socket.type()));
            new Meters(registry, socket, tags).bind(sockets.reader(name));
        }
        sockets.meshes().names().forEach(name -> new MeshMeters(registry, sockets.meshes(), name).bind());
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private record Meters(MeterRegistry registry, ZmqSocket socket, Tags tags) {

        void bind(ZmqSocketReader reader) {
            counter("zmq.messages.sent", "messages", "Messages given to the transport", of(Traffic::sentMessages));
            counter("zmq.messages.received", "messages", "Messages that arrived", of(Traffic::receivedMessages));
            counter("zmq.bytes.sent", "bytes", "Bodies given to the transport", of(Traffic::sentBytes));
            counter("zmq.bytes.received", "bytes", "Bodies that arrived", of(Traffic::receivedBytes));
            counter("zmq.reconnects", "connections", "Connections made again", SocketStats::reconnects);
            counter("zmq.handshake.failures", "connections", "Failed handshakes", SocketStats::handshakeFailures);
            for (DropReason reason : DropReason.values()) {
                dropped(lowerCase(reason), socket, dropping -> dropping.stats().dropped(reason));
            }
            dropped("late_reply", reader, ZmqSocketReader::lateReplies);
            dropped("no_listener", reader, ZmqSocketReader::unclaimedMessages);
            gauge("zmq.connections", "connections", "Connections that are up", tags, SocketStats::connections);
            queue("outgoing", Traffic::outgoingQueue);
            queue("incoming", Traffic::incomingQueue);
        }

        private static ToDoubleFunction<SocketStats> of(ToDoubleFunction<Traffic> value) {
            return stats -> value.applyAsDouble(stats.traffic());
        }

        private void queue(String direction, ToDoubleFunction<Traffic> size) {
            gauge("zmq.queue.size", "messages", "Messages that wait", tags.and("direction", direction), of(size));
        }

        private void counter(String name, String unit, String description, ToDoubleFunction<SocketStats> value) {
            FunctionCounter.builder(name, socket, metered -> value.applyAsDouble(metered.stats()))
                    .baseUnit(unit)
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }

        private <T> void dropped(String reason, T source, ToDoubleFunction<T> count) {
            FunctionCounter.builder("zmq.messages.dropped", source, count)
                    .baseUnit("messages")
                    .description("Messages dropped, in either direction")
                    .tags(tags.and("reason", reason))
                    .register(registry);
        }

        private void gauge(
                String name, String unit, String description, Tags all, ToDoubleFunction<SocketStats> value) {
            Gauge.builder(name, socket, metered -> value.applyAsDouble(metered.stats()))
                    .baseUnit(unit)
                    .description(description)
                    .tags(all)
                    .register(registry);
        }
    }

    private record MeshMeters(MeterRegistry registry, ZmqMeshes meshes, String name) {

        void bind() {
            gauge("zmq.mesh.peers", "peers", "Peers that are there", ZmqMeshes.Counts::peers);
            gauge("zmq.mesh.waiting", "events", "Events that wait to be handled", ZmqMeshes.Counts::waiting);
            counter("zmq.mesh.messages.sent", "messages", "Messages sent to peers", ZmqMeshes.Counts::sent);
            counter("zmq.mesh.messages.received", "messages", "Messages for us", ZmqMeshes.Counts::received);
            counter("zmq.mesh.messages.ignored", "messages", "Messages of no peer", ZmqMeshes.Counts::ignored);
            counter("zmq.mesh.peers.entered", "peers", "Peers that came", ZmqMeshes.Counts::entered);
            counter("zmq.mesh.peers.exited", "peers", "Peers that went", ZmqMeshes.Counts::exited);
            counter("zmq.mesh.peers.evasive", "peers", "Peers that fell silent", ZmqMeshes.Counts::evasive);
            counter("zmq.mesh.peers.blocked", "peers", "Peers that did not read", ZmqMeshes.Counts::blocked);
        }

        private void gauge(String meter, String unit, String description, ToDoubleFunction<ZmqMeshes.Counts> value) {
            Gauge.builder(meter, meshes, metered -> value.applyAsDouble(metered.counts(name)))
                    .baseUnit(unit)
                    .description(description)
                    .tag("mesh", name)
                    .register(registry);
        }

        private void counter(String meter, String unit, String description, ToDoubleFunction<ZmqMeshes.Counts> value) {
            FunctionCounter.builder(meter, meshes, metered -> value.applyAsDouble(metered.counts(name)))
                    .baseUnit(unit)
                    .description(description)
                    .tag("mesh", name)
                    .register(registry);
        }
    }
}
