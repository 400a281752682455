package io.zmqspring.sample.mesh;

import io.zmqspring.boot.autoconfigure.mesh.MeshNodeCustomizer;
import io.zmqspring.patterns.mesh.MeshNodeBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Lets one command start any number of processes: each serves its page at the next free port, {@code server.port} being the first. Tells
 * the others which.
 */
@Component
@Profile("mesh")
class PagePort implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, MeshNodeCustomizer, Ordered {
    private static final int MOST_TRIES = 100;

    private final int port;

    PagePort(@Value("${server.port}") int first) {
        this.port = first == 0
                ? 0
                : IntStream.range(first, first + MOST_TRIES)
                        .filter(PagePort::isFree)
                        .findFirst()
                        .orElse(first);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void customize(ConfigurableWebServerFactory server) {
        server.setPort(port);
    }

    @Override
    public void customize(String mesh, MeshNodeBuilder node) {
        if (port != 0) {
            node.header("X-PAGE", String.valueOf(port));
        }
    }

    /** After the properties. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
