package io.zmqspring.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whose sockets are measured, and how one of its processes is started. */
enum Contender {
    CORE("zmq-core"),
    JEROMQ("jeromq"),
    LIBZMQ("libzmq"),
    RAW("raw"),
    SPRING("zmq-spring"),
    SPRING_INTEGRATION("spring-integration-zeromq");

    private static final String SPRING_ROLE = "io.zmqspring.benchmarks.spring.SpringRole";

    /** What a libzmq without drafts has, as Debian builds it. */
    private static final Set<String> STABLE =
            Set.of("PUSH", "PULL", "REQ", "REP", "DEALER", "ROUTER", "PAIR", "PUB", "SUB");

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean has(Set<String> types) {
        return this != LIBZMQ || STABLE.containsAll(types);
    }

    /** The command that plays a role with these arguments. */
    List<String> command(Path java, Path libzmq, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (this == LIBZMQ) {
            command.add(libzmq.toString());
        } else {
            command.addAll(List.of(
                    java.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    this == SPRING || this == SPRING_INTEGRATION ? SPRING_ROLE : Role.class.getName(),
                    "library=" + title));
        }
        command.addAll(arguments);
        return command;
    }
}
