package io.zmqspring.boot.autoconfigure.mesh;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zmqspring.boot.autoconfigure.ZmqMeshProperties;
import io.zmqspring.boot.autoconfigure.ZmqSocketStartException;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.spring.mesh.MeshNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the nodes of meshes when the sockets are bound and connected, before the web server, and stops them when the web server has
 * stopped: requests that it drains can still be answered by help of the mesh.
 */
final class MeshLifecycle implements SmartLifecycle {
    // Between the sockets and the web server, whose phase is Integer.MAX_VALUE - 2048.
    static final int PHASE = Integer.MAX_VALUE - 2048 - 512;

    private static final Log log = LogFactory.getLog(MeshLifecycle.class);

    private final MeshNodes nodes;
    private final Map<String, ZmqMeshProperties> properties;
    private final Lock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<MeshNode> started = new ArrayList<>();

    private volatile boolean running;

    MeshLifecycle(MeshNodes nodes, Map<String, ZmqMeshProperties> properties) {
        this.nodes = nodes;
        this.properties = Map.copyOf(properties);
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (running) {
                return;
            }
            for (String name : nodes.names()) {
                start(name);
            }
            running = true;
        } catch (RuntimeException failure) {
            stopNodes();
            throw failure;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void start(String name) {
        MeshNode node = nodes.node(name);
        ZmqMeshProperties mesh = properties.get(name);
        try {
            if (mesh != null) {
                mesh.groups().forEach(node::join);
            }
            node.start();
            started.add(node);
        } catch (RuntimeException failure) {
            throw new ZmqSocketStartException("zmq.mesh." + name, failure);
        }
        log.info("Node '" + node.name() + "' of mesh '" + name + "' receives at " + node.endpoint() + ", groups "
                + node.groups());
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            if (running) {
                stopNodes();
                nodes.awaitListeners();
                running = false;
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void stopNodes() {
        started.forEach(MeshNode::stop);
        started.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
