package io.zmqspring.spring.mesh;

import io.zmqspring.Message;
import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshListener;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.spring.listener.DirectListener;
import io.zmqspring.spring.support.ZmqHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/** Gives what one node notices to whom it concerns: messages to listeners, all else to the application. Thread-safe. */
final class MeshDispatch implements MeshListener {
    private final String mesh;
    private final ApplicationEventPublisher events;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    private record Subscription(@Nullable String group, DirectListener listener) {}

    MeshDispatch(String mesh, ApplicationEventPublisher events) {
        this.mesh = mesh;
        this.events = events;
    }

    /** Adds a listener of a group, or of whispers if there is none. */
    void add(@Nullable String group, DirectListener listener) {
        subscriptions.add(new Subscription(group, listener));
    }

    @Override
    public void onEvent(MeshEvent event) {
        if (event instanceof MeshEvent.Shout shout) {
            hand(shout, shout.group(), shout.content());
        } else if (event instanceof MeshEvent.Whisper whisper) {
            hand(whisper, null, whisper.content());
        } else {
            events.publishEvent(new ZmqMeshEvent<>(this, mesh, event));
        }
    }

    private void hand(MeshEvent event, @Nullable String group, List<byte[]> content) {
        for (Subscription subscription : subscriptions) {
            if (Objects.equals(subscription.group, group)) {
                // each its own, since it keeps what was made of it
                subscription.listener.onMessage(message(content), headers(event, group));
            }
        }
    }

    /** A mesh may send no frame at all; a message has one at least. */
    private static Message message(List<byte[]> content) {
        return content.isEmpty() ? Message.empty() : Message.ofFrames(content);
    }

    private Map<String, Object> headers(MeshEvent event, @Nullable String group) {
        MeshPeer peer = event.peer();
        Map<String, Object> headers = new HashMap<>();
        headers.put(ZmqHeaders.MESH, mesh);
        headers.put(ZmqHeaders.MESH_EVENT, event);
        headers.put(ZmqHeaders.IDENTITY, peer.id().toString());
        headers.put(ZmqHeaders.PEER_NAME, peer.name());
        if (group != null) {
            headers.put(ZmqHeaders.GROUP, group);
        }
        return headers;
    }

    /** Waits for the futures that listeners returned. */
    void awaitEnd() {
        subscriptions.forEach(subscription -> subscription.listener.awaitEnd());
    }

    @Override
    public String toString() {
        return "mesh '" + mesh + "'";
    }
}
