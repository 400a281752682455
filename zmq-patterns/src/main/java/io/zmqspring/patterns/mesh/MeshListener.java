package io.zmqspring.patterns.mesh;

/** Is told what a node notices. What it throws is logged and changes nothing. */
@FunctionalInterface
public interface MeshListener {

    /**
     * Something has happened. Called by the node's executor: one at a time for each peer, in the order in which it happened. May
     * call the node, and may take its time: while very much waits for it, the node reads no more, and peers wait in turn.
     *
     * @param event what
     */
    void onEvent(MeshEvent event);
}
