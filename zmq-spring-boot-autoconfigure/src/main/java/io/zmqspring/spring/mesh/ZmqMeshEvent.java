package io.zmqspring.spring.mesh;

import io.zmqspring.patterns.mesh.MeshEvent;
import java.io.Serial;
import org.springframework.context.PayloadApplicationEvent;

/**
 * An application event: something happened in a mesh. A method {@code @EventListener void on(MeshEvent.Entered event)} gets what
 * happened, {@code @EventListener void on(ZmqMeshEvent<MeshEvent.Entered> event)} also in which mesh. Messages are no application
 * events; they go to {@link ZmqMeshListener} methods.
 *
 * <p>Published by the node's executor: what happens to one peer comes in its order, and before the messages that follow it.
 *
 * @param <T> what happened
 */
public final class ZmqMeshEvent<T extends MeshEvent> extends PayloadApplicationEvent<T> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The mesh's name. */
    private final String mesh;

    /**
     * Makes an event.
     *
     * @param source who tells
     * @param mesh the mesh's name
     * @param event what happened
     */
    ZmqMeshEvent(Object source, String mesh, T event) {
        super(source, event);
        this.mesh = mesh;
    }

    /**
     * Returns the mesh.
     *
     * @return its name
     */
    public String getMesh() {
        return mesh;
    }
}
