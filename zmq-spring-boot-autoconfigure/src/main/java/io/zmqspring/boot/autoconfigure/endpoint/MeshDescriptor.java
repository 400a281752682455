package io.zmqspring.boot.autoconfigure.endpoint;

import io.zmqspring.spring.core.ZmqMeshes;
import io.zmqspring.spring.support.LogText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint shows of one mesh.
 *
 * @param running whether this application takes part
 * @param id who this application is
 * @param name what it calls itself
 * @param endpoint where it receives, null if it does not take part
 * @param headers what it says of itself
 * @param groups the groups that it is in
 * @param counts what has happened
 * @param peerCount number of peers
 * @param peers the peers, or the first of them
 */
public record MeshDescriptor(
        boolean running,
        String id,
        String name,
        @Nullable String endpoint,
        Map<String, String> headers,
        Collection<String> groups,
        ZmqMeshes.Counts counts,
        int peerCount,
        List<NodeDescriptor> peers) {

    /**
     * One peer.
     *
     * @param id who it is
     * @param name what it calls itself, at most 64 characters
     * @param endpoint where it receives
     * @param headers what it says of itself, at most 32 headers of 64 characters
     * @param groups the groups that it is in, at most 32 of 64 characters
     */
    public record NodeDescriptor(
            String id, String name, String endpoint, Map<String, String> headers, List<String> groups) {

        private static NodeDescriptor of(ZmqMeshes.Peer peer) {
            return new NodeDescriptor(
                    peer.id(),
                    LogText.printable(peer.name()),
                    LogText.printable(peer.endpoint()),
                    ZmqEndpoint.printable(peer.headers()),
                    peer.groups().stream()
                            .map(LogText::printable)
                            .limit(ZmqEndpoint.MOST_PROPERTIES)
                            .toList());
        }
    }

    static MeshDescriptor of(ZmqMeshes meshes, String name) {
        ZmqMeshes.State mesh = meshes.state(name);
        return new MeshDescriptor(
                mesh.running(),
                mesh.id(),
                mesh.name(),
                mesh.endpoint(),
                mesh.headers(),
                mesh.groups(),
                meshes.counts(name),
                mesh.peers().size(),
                mesh.peers().stream()
                        .limit(ZmqEndpoint.MOST_PEERS)
                        .map(NodeDescriptor::of)
                        .toList());
    }
}
