package io.zmqspring.boot.autoconfigure.mesh;

import io.zmqspring.patterns.mesh.MeshNodeBuilder;

/**
 * Changes the nodes made from {@code zmq.mesh}, after the properties were applied: an executor, another way of discovery, listeners.
 * Beans of this type are called in their order, once for each mesh.
 */
@FunctionalInterface
public interface MeshNodeCustomizer {

    /**
     * Changes one node.
     *
     * @param mesh the mesh's name
     * @param node the node so far
     */
    void customize(String mesh, MeshNodeBuilder node);
}
