package io.zmqspring.sample;

import java.net.DatagramSocket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;

/** Starts the sample like {@code main} does, on ports of its own. */
public final class TestApp {
    private TestApp() {}

    /** A TCP endpoint at which nobody listens. */
    public static String freeEndpoint() {
        return "tcp://127.0.0.1:" + TestSocketUtils.findAvailableTcpPort();
    }

    /** The desk alone. */
    public static ConfigurableApplicationContext desk(String endpoint) {
        return start("--spring.profiles.active=desk", "--zmq.sockets.desk.bind=" + endpoint);
    }

    /** A trader alone, with little patience. */
    public static ConfigurableApplicationContext trader(String desk) {
        return trader(desk, Duration.ofMillis(200));
    }

    /** A trader alone, that waits for a receipt as long as is said. */
    public static ConfigurableApplicationContext trader(String desk, Duration patience) {
        return start(
                "--spring.profiles.active=trader",
                "--zmq.sockets.trader.connect.desk=" + desk,
                "--zmq.template.reply-timeout=" + patience.toMillis() + "ms");
    }

    /** A node of a mesh whose nodes meet at a UDP port. */
    public static ConfigurableApplicationContext mesh(int port, int house) {
        return start(
                "--spring.profiles.active=mesh",
                "--sample.house=" + house,
                "--zmq.mesh.street.discovery.port=" + port,
                "--zmq.mesh.street.discovery.interval=50ms");
    }

    /** A UDP port at which nobody listens. */
    public static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort();
        } catch (SocketException none) {
            throw new IllegalStateException(none);
        }
    }

    private static ConfigurableApplicationContext start(String... properties) {
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.add("--server.port=0");
        arguments.add("--sample.order-every=20ms");
        return new SpringApplicationBuilder(SampleApplication.class).run(arguments.toArray(String[]::new));
    }

    /** Where the desk of an application listens. */
    public static String endpoint(ConfigurableApplicationContext desk) {
        return "tcp://127.0.0.1:" + desk.getEnvironment().getRequiredProperty("local.zmq.desk.port");
    }

    /** The address of an application's page, or of something below it. */
    public static URI url(ConfigurableApplicationContext application, String path) {
        return URI.create(
                "http://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.server.port") + path);
    }
}
