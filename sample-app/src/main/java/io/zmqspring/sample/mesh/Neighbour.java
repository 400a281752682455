package io.zmqspring.sample.mesh;

import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.sample.mesh.MeshLog.Kind;
import io.zmqspring.spring.core.ZmqOperations;
import io.zmqspring.spring.mesh.ZmqMeshListener;
import io.zmqspring.spring.support.LogText;
import java.util.Locale;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** One of several processes that are all alike: it hears what is said to all, to its own side of the street, or to itself. */
@Component
@Profile("mesh")
public class Neighbour {
    /** The mesh, below {@code zmq.mesh}. */
    public static final String MESH = "street";

    private static final int MOST_TEXT = 200;

    private final MeshNode node;
    private final ZmqOperations zmq;
    private final MeshLog log;

    Neighbour(MeshNode node, ZmqOperations zmq, MeshLog log) {
        this.node = node;
        this.zmq = zmq;
        this.log = log;
    }

    @ZmqMeshListener("all")
    void toAll(String text, MeshPeer from) {
        log.add(Kind.RECEIVED, name(from), "all", shown(text));
    }

    @ZmqMeshListener("#{${sample.house} % 2 == 0 ? 'even' : 'odd'}")
    void toMySide(String text, MeshEvent.Shout shout) {
        log.add(Kind.RECEIVED, name(shout.peer()), shout.group(), shown(text));
    }

    @ZmqMeshListener
    void toMe(String text, MeshPeer from) {
        log.add(Kind.RECEIVED, name(from), node.name(), shown(text));
    }

    @EventListener
    void entered(MeshEvent.Entered event) {
        log.add(Kind.ENTERED, name(event.peer()), null, "");
    }

    @EventListener
    void exited(MeshEvent.Exited event) {
        log.add(
                Kind.EXITED,
                name(event.peer()),
                null,
                event.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /**
     * Says something.
     *
     * @param to a group, or the id of a peer
     * @param text what
     */
    public void say(String to, String text) {
        zmq.convertAndSend("mesh:" + MESH + "/" + to, text);
        log.add(Kind.SENT, node.name(), whom(to), text);
    }

    private String whom(String to) {
        return node.peers().stream()
                .filter(peer -> peer.id().toString().equals(to))
                .map(Neighbour::name)
                .findFirst()
                .orElse(to);
    }

    private static String name(MeshPeer peer) {
        return LogText.printable(peer.name());
    }

    private static String shown(String text) {
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text;
    }
}
