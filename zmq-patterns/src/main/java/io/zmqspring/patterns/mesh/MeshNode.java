package io.zmqspring.patterns.mesh;

import io.zmqspring.ZmqContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A node of a mesh: it finds others, is found by them, and talks to each directly (Harmony; 36/ZRE and 43/ZRE). Thread-safe.
 *
 * <p>The promise: what is sent to a peer between {@link MeshEvent.Entered} and {@link MeshEvent.Exited} arrives once and in order, as
 * long as both live and the connection between them does. If something of it could not be kept, the peer exits and enters anew.
 */
public interface MeshNode extends AutoCloseable {

    /**
     * Begins to describe a node.
     *
     * @param context whose sockets it uses; has to be open for as long as the node runs
     * @return the description
     */
    static MeshNodeBuilder builder(ZmqContext context) {
        return new MeshNodeBuilder(context);
    }

    /**
     * {@return who this node is, in all the mesh and for as long as this object exists}
     */
    UUID id();

    /**
     * {@return what it calls itself}
     */
    String name();

    /**
     * {@return what it says of itself; unmodifiable}
     */
    Map<String, String> headers();

    /**
     * Opens the mailbox and begins to look for others. Groups that were joined before are told with the first word. May be called
     * again after {@link #stop}.
     *
     * @throws io.zmqspring.ZmqStateException if it runs already
     * @throws io.zmqspring.ZmqException if the mailbox or the discovery cannot be opened
     */
    void start();

    /**
     * Sends what is queued, for at most the linger time, says goodbye and closes everything. Peers exit with the reason
     * {@link MeshEvent.ExitReason#STOPPED}. Nothing happens if it does not run.
     */
    void stop();

    /**
     * {@return whether it runs}
     */
    boolean isRunning();

    /**
     * Where it receives.
     *
     * @return the endpoint that peers are told, a tcp one
     * @throws io.zmqspring.ZmqStateException if it does not run
     */
    String endpoint();

    /**
     * Joins a group; all peers are told. Nothing if it is a member. May be called before start.
     *
     * @param group its name, at most 255 octets of UTF-8, compared octet by octet
     * @throws IllegalArgumentException if the name is empty or too long
     */
    void join(String group);

    /**
     * Leaves a group; all peers are told. Nothing if it is no member.
     *
     * @param group its name
     */
    void leave(String group);

    /**
     * Sends to one peer. Waits for room, for at most {@linkplain MeshNodeBuilder#sendTimeout the send timeout}; a peer that makes
     * none in this time does not read, and exits.
     *
     * @param peer to whom
     * @param content the frames, at least one; they are not copied, so they must not be changed afterwards
     * @return false if there is no such peer, or not any more
     * @throws IllegalArgumentException if there is no frame
     * @throws io.zmqspring.ZmqStateException if the node does not run
     * @throws io.zmqspring.ZmqInterruptedException if the thread is interrupted while it waits
     */
    boolean whisper(UUID peer, List<byte[]> content);

    /**
     * Sends a text to one peer.
     *
     * @param peer to whom
     * @param text one frame of UTF-8
     * @return false if there is no such peer, or not any more
     */
    boolean whisper(UUID peer, String text);

    /**
     * Sends to each peer that is in a group; this node need not be. Those that have room get it at once, the others as with
     * {@link #whisper}.
     *
     * @param group its name
     * @param content the frames, at least one; they are not copied
     * @return to how many it was sent
     * @throws IllegalArgumentException if there is no frame
     * @throws io.zmqspring.ZmqStateException if the node does not run
     * @throws io.zmqspring.ZmqInterruptedException if the thread is interrupted while it waits
     */
    int shout(String group, List<byte[]> content);

    /**
     * Sends a text to each peer that is in a group.
     *
     * @param group its name
     * @param text one frame of UTF-8
     * @return to how many it was sent
     */
    int shout(String group, String text);

    /**
     * {@return the peers that have entered, a snapshot}
     */
    List<MeshPeer> peers();

    /**
     * The peers that are in a group.
     *
     * @param group its name
     * @return a snapshot; without this node
     */
    List<MeshPeer> members(String group);

    /**
     * {@return the groups that this node is in, a snapshot}
     */
    Set<String> groups();

    /**
     * {@return the groups that some peer is in, a snapshot}
     */
    Set<String> peerGroups();

    /**
     * {@return the node's counters since it was made}
     */
    MeshStats stats();

    /**
     * Adds a listener, which is told of what happens from now on. Add listeners before start to miss nothing.
     *
     * @param listener the listener
     */
    void addListener(MeshListener listener);

    /**
     * Removes a listener; nothing if it is not there.
     *
     * @param listener the listener
     */
    void removeListener(MeshListener listener);

    /** Stops. */
    @Override
    void close();
}
