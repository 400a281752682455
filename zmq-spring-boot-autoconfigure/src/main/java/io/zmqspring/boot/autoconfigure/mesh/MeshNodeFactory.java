package io.zmqspring.boot.autoconfigure.mesh;

import io.zmqspring.Endpoint;
import io.zmqspring.ZmqContext;
import io.zmqspring.boot.autoconfigure.BindGuard;
import io.zmqspring.boot.autoconfigure.SecurityMapper;
import io.zmqspring.boot.autoconfigure.ZmqMeshProperties;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.boot.autoconfigure.ZmqSecurityException;
import io.zmqspring.boot.autoconfigure.ZmqSocketStartException;
import io.zmqspring.patterns.mesh.MeshNode;
import io.zmqspring.patterns.mesh.MeshNodeBuilder;
import io.zmqspring.patterns.mesh.MeshSecurity;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Makes the nodes of {@code zmq.mesh}, not started. */
final class MeshNodeFactory {
    private static final int MAX_PORT = 0xffff;

    private final ZmqContext context;
    private final ZmqProperties properties;
    private final Environment environment;
    private final SecurityMapper security;
    private final MeshDiscoveries discoveries;
    private final List<MeshNodeCustomizer> customizers;

    /**
     * Makes a factory.
     *
     * @param context whose sockets nodes use
     * @param properties of all meshes
     * @param environment knows what nodes call themselves if their properties do not say
     * @param security reads keys
     * @param discoveries makes ways of finding others
     * @param customizers change nodes
     */
    MeshNodeFactory(
            ZmqContext context,
            ZmqProperties properties,
            Environment environment,
            SecurityMapper security,
            MeshDiscoveries discoveries,
            List<MeshNodeCustomizer> customizers) {
        this.context = context;
        this.properties = properties;
        this.environment = environment;
        this.security = security;
        this.discoveries = discoveries;
        this.customizers = List.copyOf(customizers);
    }

    /**
     * Makes a node, not started.
     *
     * @param name its name below {@code zmq.mesh}
     * @return the node
     * @throws InvalidConfigurationPropertyValueException if a property has a value that cannot be
     * @throws ZmqSecurityException if it would be open to everybody, or its keys are not right
     */
    MeshNode open(String name) {
        ZmqMeshProperties mesh = properties.mesh().get(name);
        if (mesh == null) {
            throw start(
                    name,
                    "there is no such property any more: the meshes of an application that is processed ahead"
                            + " of time are those configured then");
        }
        try {
            return builder(name, mesh).build();
        } catch (IllegalArgumentException invalid) {
            throw new ZmqSocketStartException("zmq.mesh." + name, invalid);
        }
    }

    private MeshNodeBuilder builder(String name, ZmqMeshProperties mesh) {
        String prefix = "zmq.mesh." + name;
        check(prefix, mesh);
        NetworkInterface network = network(prefix, mesh.networkInterface());
        MeshNodeBuilder node = MeshNode.builder(context)
                .port(mesh.port())
                .evasiveAfter(mesh.evasiveAfter())
                .expireAfter(mesh.expireAfter())
                .sendTimeout(mesh.sendTimeout())
                .linger(mesh.linger())
                .maxPeers(mesh.maxPeers())
                .discovery(discoveries.of(prefix + ".discovery", mesh.discovery()));
        if (mesh.highWaterMark() != null) {
            node.highWaterMark(mesh.highWaterMark());
        }
        String nodeName = mesh.nodeName() == null ? properties.peerNameOr(environment) : mesh.nodeName();
        if (StringUtils.hasLength(nodeName)) {
            node.name(nodeName);
        }
        if (network != null) {
            node.networkInterface(network.getName());
        }
        mesh.headers().forEach(node::header);
        protect(name, mesh, network, node);
        protectGossip(name, mesh.discovery().bind());
        customizers.forEach(customizer -> customizer.customize(name, node));
        return node;
    }

    private static ZmqSocketStartException start(String name, String problem) {
        return new ZmqSocketStartException("zmq.mesh." + name, new IllegalArgumentException(problem));
    }

    private static void check(String prefix, ZmqMeshProperties mesh) {
        if (mesh.port() < 0 || mesh.port() > MAX_PORT) {
            throw invalid(prefix + ".port", mesh.port(), "it must be 1 to " + MAX_PORT + ", or 0 for any free one");
        }
        if (mesh.evasiveAfter().toMillis() < 1) {
            throw invalid(prefix + ".evasive-after", mesh.evasiveAfter(), "it must be at least 1ms; 5s is usual");
        }
        if (mesh.expireAfter().compareTo(mesh.evasiveAfter()) <= 0) {
            throw invalid(
                    prefix + ".expire-after",
                    mesh.expireAfter(),
                    "it must be more than '" + prefix + ".evasive-after', which is " + mesh.evasiveAfter());
        }
        if (mesh.maxPeers() < 1) {
            throw invalid(prefix + ".max-peers", mesh.maxPeers(), "it must be at least 1; 1000 is usual");
        }
        if (mesh.highWaterMark() != null && mesh.highWaterMark() < 1) {
            throw invalid(prefix + ".high-water-mark", mesh.highWaterMark(), "it must be at least 1");
        }
        if (mesh.sendTimeout().isNegative()) {
            throw invalid(prefix + ".send-timeout", mesh.sendTimeout(), "it must be 0s or more; 1s is usual");
        }
        if (mesh.linger().isNegative()) {
            throw invalid(prefix + ".linger", mesh.linger(), "it must be 0s or more; 1s is usual");
        }
    }

    static InvalidConfigurationPropertyValueException invalid(String property, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(property, value, reason);
    }

    private static @Nullable NetworkInterface network(String prefix, @Nullable String name) {
        if (!StringUtils.hasText(name)) {
            return null;
        }
        try {
            NetworkInterface found = name.equals(ZmqMeshProperties.LOOPBACK)
                    ? NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                    : NetworkInterface.getByName(name);
            if (found == null) {
                throw invalid(
                        prefix + ".interface",
                        name,
                        "this machine has no such interface, only "
                                + NetworkInterface.networkInterfaces()
                                        .map(NetworkInterface::getName)
                                        .sorted()
                                        .toList()
                                + "; 'loopback' stays on this machine, and without the property all are used");
            }
            return found;
        } catch (SocketException unreadable) {
            throw invalid(prefix + ".interface", name, "the interfaces of this machine cannot be read: " + unreadable);
        }
    }

    private void protect(
            String name, ZmqMeshProperties mesh, @Nullable NetworkInterface network, MeshNodeBuilder node) {
        if (mesh.security() != null) {
            requireKeysToBeFound(name, mesh.discovery().type());
            SecurityMapper.NodeKeys keys = security.keysOf(name, mesh.security());
            node.security(new MeshSecurity(keys.own(), keys.judge()));
        } else if (!properties.allowsInsecureMesh(name) && !isLoopback(network)) {
            String prefix = "zmq.mesh." + name;
            throw new ZmqSecurityException(
                    prefix,
                    "its node can be reached from other machines, and it is not encrypted",
                    "stay on this machine by '" + prefix + ".interface=loopback', or give it keys by '" + prefix
                            + ".security.key-file' and '" + prefix
                            + ".security.accept-file', or if the network lets in nobody else, set '" + prefix
                            + ".allow-insecure-bind=true'");
        }
    }

    private static void requireKeysToBeFound(String name, ZmqMeshProperties.Discovery.Type type) {
        if (type != ZmqMeshProperties.Discovery.Type.UDP && type != ZmqMeshProperties.Discovery.Type.GOSSIP) {
            throw invalid(
                    "zmq.mesh." + name + ".discovery.type",
                    type,
                    "an endpoint that is written down says nothing of its node's key, so that encrypted nodes are"
                            + " found by 'udp' or 'gossip' alone");
        }
    }

    /** Gossip is never encrypted. */
    private void protectGossip(String name, @Nullable String bind) {
        if (bind != null && !properties.allowsInsecureMesh(name) && BindGuard.isExposed(Endpoint.parse(bind))) {
            String prefix = "zmq.mesh." + name;
            throw new ZmqSecurityException(
                    prefix + ".discovery.bind",
                    bind + " can be reached from other machines, and gossip is not encrypted",
                    "listen at an address of this machine alone, as tcp://127.0.0.1:5672, or if the network lets in nobody"
                            + " else, set '" + prefix + ".allow-insecure-bind=true'");
        }
    }

    private static boolean isLoopback(@Nullable NetworkInterface network) {
        try {
            return network != null && network.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }
}
