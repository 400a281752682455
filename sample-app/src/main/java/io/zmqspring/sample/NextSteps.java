package io.zmqspring.sample;

import io.zmqspring.Endpoint;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import io.zmqspring.spring.core.ZmqSockets;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says what to look at and what to try next, in the log and on the page. */
@Component
public class NextSteps implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(NextSteps.class);
    private static final int USUAL_PORT = 8080;
    private static final String USUAL_DESK = "tcp://127.0.0.1:5555";

    private final Environment environment;
    private final ZmqSockets sockets;
    private final ZmqProperties properties;

    NextSteps(Environment environment, ZmqSockets sockets, ZmqProperties properties) {
        this.environment = environment;
        this.sockets = sockets;
        this.properties = properties;
    }

    /**
     * One thing to try.
     *
     * @param what what it does
     * @param command what to type
     */
    public record Step(String what, String command) {}

    /** Says it in the log, once the application has started. */
    @Override
    public void run(ApplicationArguments arguments) {
        log.info(
                "Open http://localhost:{} to see who is {}",
                port(),
                isMesh() ? "there and what they say" : "connected and what they order");
        steps().forEach(step -> log.info("{}: {}", step.what(), step.command()));
        log.info("Ctrl-C ends it");
    }

    /**
     * Says what to try next.
     *
     * @return what fits this process, with its own addresses
     */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        if (isMesh()) {
            steps.add(new Step("One more, in another terminal", start("mesh", "")));
        } else if (sockets.names().contains("desk")) {
            String port = " --server.port=" + (port() + 1);
            steps.add(new Step("One more trader, in a second terminal", start("trader", port + connectToDesk())));
        } else {
            String port = port() == USUAL_PORT ? " --server.port=" + (port() + 1) : "";
            steps.add(new Step("A desk, if there is none yet", start("desk", port + bindDesk())));
        }
        steps.add(new Step(
                "The " + (isMesh() ? "mesh" : "sockets") + " as the actuator shows " + (isMesh() ? "it" : "them"),
                "curl http://localhost:" + port() + "/actuator/zmq"));
        return steps;
    }

    private boolean isMesh() {
        return !sockets.meshes().names().isEmpty();
    }

    private int port() {
        return environment.getProperty("local.server.port", Integer.class, USUAL_PORT);
    }

    private String connectToDesk() {
        String bound = sockets.get("desk").boundEndpoints().stream()
                .findFirst()
                .map(Endpoint::toString)
                .orElse(USUAL_DESK);
        return bound.equals(USUAL_DESK) ? "" : " --zmq.sockets.trader.connect.desk=" + bound;
    }

    private String bindDesk() {
        return properties.sockets().values().stream()
                .flatMap(socket -> socket.connect().getOrDefault("desk", List.of()).stream())
                .findFirst()
                .filter(endpoint -> !endpoint.equals(USUAL_DESK))
                .map(endpoint -> " --zmq.sockets.desk.bind=" + endpoint)
                .orElse("");
    }

    private static String start(String profile, String further) {
        String arguments = "--spring.profiles.active=" + profile + further;
        File source = new ApplicationHome(SampleApplication.class).getSource();
        return source != null && source.isFile()
                ? "java -jar " + source + " " + arguments
                : "mvn -pl sample-app -am spring-boot:run -Dspring-boot.run.arguments=\"" + arguments + "\"";
    }
}
