package io.zmqspring.spring.core;

import io.zmqspring.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The application's meshes by name, for those who send to them or watch them. Thread-safe. */
public interface ZmqMeshes {
    /** There are none. */
    ZmqMeshes NONE = new ZmqMeshes() {
        @Override
        public Set<String> names() {
            return Set.of();
        }

        @Override
        public void send(ZmqDestination destination, Message content) {
            throw new ZmqDestinationException(
                    destination.toString(),
                    "there are no meshes; configure one below zmq.mesh." + destination.mesh()
                            + ", and see that zmq-patterns is on the class path");
        }

        @Override
        public State state(String name) {
            throw new IllegalArgumentException("there is no mesh '" + name + "'");
        }

        @Override
        public Counts counts(String name) {
            throw new IllegalArgumentException("there is no mesh '" + name + "'");
        }
    };

    /**
     * Returns the names of all meshes.
     *
     * @return a sorted, unmodifiable set
     */
    Set<String> names();

    /**
     * Sends to a peer, or to all peers that are in a group. Waits for room in their queues, as the mesh does.
     *
     * @param destination in a mesh
     * @param content the frames; headers do not travel
     * @throws ZmqDestinationException if there is no such mesh, or nobody in it has the name
     * @throws io.zmqspring.ZmqStateException if the mesh has not been started, or has been stopped
     */
    void send(ZmqDestination destination, Message content);

    /**
     * Returns who is in a mesh.
     *
     * @param name the mesh's name
     * @return a snapshot
     * @throws IllegalArgumentException if there is no such mesh
     */
    State state(String name);

    /**
     * Returns what has happened in a mesh.
     *
     * @param name the mesh's name
     * @return its counters
     * @throws IllegalArgumentException if there is no such mesh
     */
    Counts counts(String name);

    /**
     * Who is in a mesh at one moment.
     *
     * @param running whether this application takes part
     * @param id who this application is
     * @param name what it calls itself
     * @param endpoint where it receives; null if it does not take part
     * @param headers what it says of itself
     * @param groups the groups that it is in
     * @param peers the others
     */
    record State(
            boolean running,
            String id,
            String name,
            @Nullable String endpoint,
            Map<String, String> headers,
            Set<String> groups,
            List<Peer> peers) {}

    /**
     * Another node of a mesh.
     *
     * @param id who it is
     * @param name what it calls itself
     * @param endpoint where it receives
     * @param headers what it says of itself
     * @param groups the groups that it is in
     */
    record Peer(String id, String name, String endpoint, Map<String, String> headers, Set<String> groups) {}

    /**
     * What has happened in a mesh since the application began.
     *
     * @param peers peers that are there now
     * @param sent messages that were sent, each copy for a group included
     * @param received messages for this application
     * @param entered how often a peer came
     * @param exited how often a peer went
     * @param evasive how often a peer fell silent
     * @param blocked how often a peer was given up since it did not read
     * @param ignored messages that were not of the mesh
     * @param waiting events that have not been handled yet, now
     */
    record Counts(
            int peers,
            long sent,
            long received,
            long entered,
            long exited,
            long evasive,
            long blocked,
            long ignored,
            long waiting) {}
}
