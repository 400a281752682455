package io.zmqspring.patterns.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * Something that a node noticed. Events of one peer begin with {@link Entered}, end with {@link Exited} and come in the order in
 * which they happened; between the two nothing that is sent to the peer is lost as long as both live.
 */
public sealed interface MeshEvent {

    /**
     * Whom it is about.
     *
     * @return the peer
     */
    MeshPeer peer();

    /**
     * A peer has introduced itself and can be sent to.
     *
     * @param peer the peer
     */
    record Entered(MeshPeer peer) implements MeshEvent {}

    /**
     * Nothing has been heard of a peer for a while; it is being asked whether it is there.
     *
     * @param peer the peer
     */
    record Evasive(MeshPeer peer) implements MeshEvent {}

    /**
     * A peer has gone. It is in no group any more.
     *
     * @param peer the peer
     * @param reason why
     */
    record Exited(MeshPeer peer, ExitReason reason) implements MeshEvent {}

    /**
     * A peer has joined a group.
     *
     * @param peer the peer
     * @param group the group
     */
    record Joined(MeshPeer peer, String group) implements MeshEvent {}

    /**
     * A peer has left a group and stays in the mesh.
     *
     * @param peer the peer
     * @param group the group
     */
    record Left(MeshPeer peer, String group) implements MeshEvent {}

    /**
     * A message for this node alone.
     *
     * @param peer who sent it
     * @param content its frames, any number; not copied
     */
    record Whisper(MeshPeer peer, List<byte[]> content) implements MeshEvent {
        /**
         * {@return the first frame as UTF-8, empty if there is none}
         */
        public String text() {
            return textOf(content);
        }
    }

    /**
     * A message for a group that this node is in.
     *
     * @param peer who sent it
     * @param group the group
     * @param content its frames, any number; not copied
     */
    record Shout(MeshPeer peer, String group, List<byte[]> content) implements MeshEvent {
        /**
         * {@return the first frame as UTF-8, empty if there is none}
         */
        public String text() {
            return textOf(content);
        }
    }

    private static String textOf(List<byte[]> content) {
        return content.isEmpty() ? "" : new String(content.get(0), UTF_8);
    }

    /** Why a peer is gone. */
    enum ExitReason {
        /** It said goodbye. */
        LEFT,
        /** Nothing was heard of it for the expiry time. */
        SILENT,
        /** It did not read what it was sent, and there was no room for more. */
        BLOCKED,
        /** It introduced itself anew, or was found elsewhere; it enters again. */
        RESTARTED,
        /** Another peer is at its endpoint now. */
        REPLACED,
        /** It skipped or repeated a sequence number, lost count of its groups, or sent what is no ZRE. */
        OUT_OF_STEP,
        /** This node has stopped. */
        STOPPED
    }
}
