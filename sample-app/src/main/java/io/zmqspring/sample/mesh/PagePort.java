package io.zmqspring.sample.mesh;

import io.zmqspring.boot.autoconfigure.mesh.MeshNodeCustomizer;
import io.zmqspring.patterns.mesh.MeshNodeBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Lets one command start any number of processes: each serves its page at a free port, unless {@code server.port} says which, and tells
 * the others.
 */
@Component
@Profile("mesh")
class PagePort implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, MeshNodeCustomizer, Ordered {
    private final int port;

    PagePort(@Value("${server.port}") int configured) throws IOException {
        this.port = configured == 0 ? free() : configured;
    }

    /** Known before the web server starts, since the node starts before it. */
    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void customize(ConfigurableWebServerFactory server) {
        server.setPort(port);
    }

    @Override
    public void customize(String mesh, MeshNodeBuilder node) {
        node.header("X-PAGE", String.valueOf(port));
    }

    /** After the properties. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
