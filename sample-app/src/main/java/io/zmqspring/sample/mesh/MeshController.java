package io.zmqspring.sample.mesh;

import io.zmqspring.ZmqException;
import io.zmqspring.sample.NextSteps;
import io.zmqspring.sample.Refusal;
import io.zmqspring.spring.core.ZmqDestinationException;
import io.zmqspring.spring.core.ZmqMeshes;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.support.LogText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What the page of the mesh reads, and what it lets one say. */
@RestController
@Profile("mesh")
class MeshController {
    private static final int MOST_PEERS = 50;

    private final Neighbour neighbour;
    private final MeshLog log;
    private final ZmqSockets sockets;
    private final NextSteps nextSteps;

    MeshController(Neighbour neighbour, MeshLog log, ZmqSockets sockets, NextSteps nextSteps) {
        this.neighbour = neighbour;
        this.log = log;
        this.sockets = sockets;
        this.nextSteps = nextSteps;
    }

    /**
     * Everything the page shows, at one moment.
     *
     * @param process the process id
     * @param nodes this node first, then its peers by name
     * @param groups the names of their members, by group
     * @param counts what has happened since the start
     * @param log what happened last, newest first
     * @param nextSteps what to try
     */
    record View(
            long process,
            List<NodeView> nodes,
            Map<String, Set<String>> groups,
            ZmqMeshes.Counts counts,
            List<MeshLog.Entry> log,
            List<NextSteps.Step> nextSteps) {}

    /**
     * A node of the mesh.
     *
     * @param id who it is
     * @param name what it calls itself
     * @param own whether it is this one
     * @param endpoint where it receives
     * @param page where its page is, empty if it does not say
     * @param groups the groups that it is in
     */
    record NodeView(String id, String name, boolean own, String endpoint, String page, Collection<String> groups) {}

    @GetMapping("/api/mesh")
    View mesh() {
        ZmqMeshes meshes = sockets.meshes();
        ZmqMeshes.State mesh = meshes.state(Neighbour.MESH);
        List<NodeView> nodes = new ArrayList<>();
        nodes.add(new NodeView(
                mesh.id(), mesh.name(), true, String.valueOf(mesh.endpoint()), page(mesh.headers()), mesh.groups()));
        mesh.peers().stream()
                .map(MeshController::view)
                .sorted(Comparator.comparing(NodeView::name).thenComparing(NodeView::id))
                .limit(MOST_PEERS)
                .forEach(nodes::add);
        return new View(
                ProcessHandle.current().pid(),
                nodes,
                groups(nodes),
                meshes.counts(Neighbour.MESH),
                log.entries(),
                nextSteps.steps());
    }

    private static NodeView view(ZmqMeshes.Peer peer) {
        return new NodeView(
                peer.id(),
                LogText.printable(peer.name()),
                false,
                LogText.printable(peer.endpoint()),
                page(peer.headers()),
                peer.groups().stream().map(LogText::printable).toList());
    }

    /** Whoever says where his page is may say anything; this page makes a link of nothing but a port. */
    private static String page(Map<String, String> headers) {
        String port = headers.getOrDefault("X-PAGE", "");
        return port.matches("\\d{1,5}") ? port : "";
    }

    private static Map<String, Set<String>> groups(List<NodeView> nodes) {
        Map<String, Set<String>> groups = new TreeMap<>();
        nodes.forEach(node -> node.groups()
                .forEach(group ->
                        groups.computeIfAbsent(group, key -> new TreeSet<>()).add(node.name())));
        return groups;
    }

    /**
     * What the form sends.
     *
     * @param to a group, or the id of a peer
     * @param text what to say
     */
    record Form(
            @NotBlank @Size(max = 255) String to,
            @NotBlank @Size(max = 200) String text) {}

    @PostMapping("/api/mesh")
    void say(@Valid @RequestBody Form form) {
        neighbour.say(form.to(), form.text());
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Refusal> unreadable() {
        return Refusal.with(HttpStatus.BAD_REQUEST, "this says nothing; send {\"to\":\"all\",\"text\":\"hello\"}");
    }

    @ExceptionHandler
    ResponseEntity<Refusal> nobody(ZmqDestinationException nobody) {
        return Refusal.with(HttpStatus.CONFLICT, String.valueOf(nobody.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Refusal> notSent(ZmqException failure) {
        return Refusal.with(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(failure.getMessage()));
    }
}
