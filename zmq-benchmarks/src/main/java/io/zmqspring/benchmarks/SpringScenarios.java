package io.zmqspring.benchmarks;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rows of whole Spring applications, and what the sockets below them reach. */
final class SpringScenarios {
    private static final Set<Contender> APPLICATIONS = EnumSet.of(Contender.SPRING, Contender.SPRING_INTEGRATION);
    private static final Set<Contender> AND_CORE = EnumSet.of(Contender.SPRING, Contender.CORE);

    private SpringScenarios() {}

    static List<Scenario> all() {
        return List.of(
                oneWay("listener-bytes", "PEER → @ZmqListener(byte[]), 64 B", "bytes"),
                oneWay("listener-json", "template → @ZmqListener(record), JSON", "json"),
                row(
                        "listener-both",
                        "PEER ⇄ @ZmqListener(record) that returns one, JSON",
                        List.of("role=echo", "content=json"),
                        List.of("role=volley"),
                        List.of(Scenario.Figure.rate(0)),
                        EnumSet.of(Contender.SPRING)),
                row(
                        "template-1",
                        "convertSendAndReceive, JSON, 1 caller",
                        List.of("role=echo", "type=PEER", "content=json"),
                        List.of("role=ping", "type=PEER", "content=json"),
                        List.of(Scenario.Figure.delay("p50", 2.5), Scenario.Figure.delay("p99", 0)),
                        AND_CORE),
                row(
                        "template-64",
                        "convertSendAndReceive, JSON, 64 callers",
                        List.of("role=echo", "content=json"),
                        List.of("role=ping", "content=json", "callers=64"),
                        List.of(Scenario.Figure.rate(0), Scenario.Figure.delay("p99", 0)),
                        EnumSet.of(Contender.SPRING)));
    }

    private static Scenario oneWay(String id, String title, String content) {
        return row(
                id,
                title,
                List.of("role=sink", "content=" + content),
                List.of("role=flood", "content=" + content),
                List.of(Scenario.Figure.rate(50)),
                APPLICATIONS);
    }

    private static Scenario row(
            String id,
            String title,
            List<String> far,
            List<String> near,
            List<Scenario.Figure> figures,
            Set<Contender> contenders) {
        return new Scenario(id, title, far, near, figures, Set.of("PEER"), contenders);
    }
}
