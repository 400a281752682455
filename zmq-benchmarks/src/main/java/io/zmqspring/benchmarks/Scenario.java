package io.zmqspring.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One row of the comparison.
 *
 * @param id what it is called on the command line
 * @param title what is measured, for people
 * @param far the arguments of the process that binds; empty if one process does it all
 * @param near those of the process that connects
 * @param figures what is reported, and what is wanted of it
 * @param types the socket types it takes
 * @param contenders who takes part
 */
record Scenario(
        String id,
        String title,
        List<String> far,
        List<String> near,
        List<Figure> figures,
        Set<String> types,
        Set<Contender> contenders) {

    /**
     * One of a scenario's results.
     *
     * @param key its name in the role's report
     * @param unit for people
     * @param target the ratio to the better rival that is wanted: at least, where more is better, or else at most; 0 for none
     * @param moreIsBetter whether it is a rate and not a delay
     */
    record Figure(String key, String unit, double target, boolean moreIsBetter) {
        static Figure rate(double target) {
            return new Figure("rate", "M msg/s", target, true);
        }

        static Figure volume(double target) {
            return new Figure("volume", "MB/s", target, true);
        }

        static Figure delay(String key, double target) {
            return new Figure(key, "µs", target, false);
        }
    }

    private static final int LARGE = 64 << 10;
    private static final Set<Contender> ALL =
            EnumSet.of(Contender.CORE, Contender.JEROMQ, Contender.LIBZMQ, Contender.RAW);
    private static final Set<Contender> SOCKETS = EnumSet.of(Contender.CORE, Contender.JEROMQ, Contender.LIBZMQ);

    /** Who of the contenders is measured by the others' figures. */
    Contender ours() {
        return contenders.contains(Contender.SPRING) ? Contender.SPRING : Contender.CORE;
    }

    /** Whose figures ours are to be compared with. */
    Stream<Contender> rivals() {
        return contenders.stream().filter(contender -> contender != ours() && contender != Contender.RAW);
    }

    /** Every row. */
    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        int[] sizes = {16, 64, 256, 1 << 10, 64 << 10, 1 << 20};
        double[] targets = {5, 4, 3.5, 3, 1.3, 1.2};
        for (int i = 0; i < sizes.length; i++) {
            all.add(oneWay("PUSH", "PULL", sizes[i], targets[i], ALL));
            all.add(oneWay("PEER", "PEER", sizes[i], targets[i], SOCKETS));
        }
        all.add(oneWay("DEALER", "ROUTER", 64, 3, SOCKETS));
        all.add(oneWay("CLIENT", "SERVER", 64, 3, SOCKETS));
        all.add(thereAndBack("REQ", "REP", ALL));
        all.add(thereAndBack("PEER", "PEER", SOCKETS));
        all.add(thereAndBack("REQ", "REP", ALL).pinned());
        all.add(thereAndBack("PEER", "PEER", SOCKETS).pinned());
        all.add(directly());
        all.add(within("inproc-rate", "inproc, one way, 64 B", "PUSH-PULL", "rate", Figure.rate(2.5)));
        all.add(within("inproc-trip", "inproc, there and back, 64 B", "PAIR-PAIR", "trip", Figure.delay("p50", 0.7)));
        all.add(fanOut());
        List<String> push = List.of("role=flood", "type=PUSH");
        List<String> pull = List.of("role=sink", "type=PULL");
        all.add(many("8-to-1", "8 PUSH → 1 PULL, 64 B", pull, with(push, "sockets=8")));
        all.add(many("1-to-8", "1 PUSH → 8 PULL, 64 B", push, with(pull, "sockets=8")));
        all.add(bothWays("PAIR", SOCKETS));
        all.add(bothWays("PEER", SOCKETS));
        all.add(encrypted(64, 1));
        all.add(encrypted(1 << 10, 0.8));
        addCurves(all, with(push, "sockets=8"), pull);
        all.add(underLoad());
        all.add(crowd("peers-10000", 10_000, 0, SOCKETS));
        all.add(crowd("peers-1000", 1000, 5000, EnumSet.of(Contender.CORE)));
        all.addAll(SpringScenarios.all());
        return all;
    }

    /** How ours behaves as something grows. */
    private static void addCurves(List<Scenario> all, List<String> eightPush, List<String> pull) {
        for (int threads : new int[] {1, 8, 64}) {
            all.add(sharedBy(threads));
        }
        for (int peers : new int[] {1, 30, 1000}) {
            all.add(grows(
                    "spread-" + peers,
                    "PUSH → PULL over " + peers + " connections, 64 B",
                    List.of("role=sink", "type=PULL"),
                    List.of("role=spread", "type=PUSH", "sockets=" + peers),
                    Set.of("PUSH", "PULL")));
        }
        for (int subscriptions : new int[] {1, 1000, 100_000}) {
            all.add(grows(
                    "topics-" + subscriptions,
                    "PUB → SUB with " + subscriptions + " subscriptions, 64 B",
                    List.of("role=publish", "type=PUB"),
                    List.of("role=subscribers", "type=SUB", "subscriptions=" + subscriptions),
                    Set.of("PUB", "SUB")));
        }
        all.add(grows(
                "topics-1000000",
                "PUB → SUB beside 9 others, with 1000000 subscriptions in all, 64 B",
                List.of("role=publish", "type=PUB"),
                List.of("role=subscribers", "type=SUB", "subscriptions=100000", "others=9"),
                Set.of("PUB", "SUB")));
        for (int threads : new int[] {1, 2, 4}) {
            all.add(grows(
                    "io-" + threads,
                    "8 PUSH → 1 PULL with " + threads + " I/O threads on each side, 64 B",
                    with(pull, "io=" + threads),
                    with(eightPush, "io=" + threads),
                    Set.of("PUSH", "PULL")));
        }
    }

    private static Scenario oneWay(String from, String to, int size, double target, Set<Contender> contenders) {
        return new Scenario(
                from.toLowerCase(Locale.ROOT) + "-" + size,
                from + " → " + to + ", " + octets(size),
                List.of("role=sink", "type=" + to, "size=" + size),
                List.of("role=flood", "type=" + from, "size=" + size),
                List.of(size < LARGE ? Figure.rate(target) : Figure.volume(target)),
                Set.copyOf(Arrays.asList(from, to)),
                contenders);
    }

    private static String octets(int size) {
        return size < 1 << 10 ? size + " B" : size < 1 << 20 ? (size >> 10) + " KiB" : (size >> 20) + " MiB";
    }

    private static Scenario thereAndBack(String from, String to, Set<Contender> contenders) {
        return new Scenario(
                from.toLowerCase(Locale.ROOT) + "-trip",
                from + " ⇄ " + to + ", 64 B",
                List.of("role=echo", "type=" + to),
                List.of("role=ping", "type=" + from),
                List.of(Figure.delay("p50", 0.65), Figure.delay("p99", 1)),
                Set.copyOf(Arrays.asList(from, to)),
                contenders);
    }

    /** The same with each process kept on a processor of its own. */
    private Scenario pinned() {
        return new Scenario(
                id + "-pinned",
                title + ", a processor each",
                with(far, Referee.PROCESSOR + "1"),
                with(near, Referee.PROCESSOR + "0"),
                figures,
                types,
                contenders);
    }

    private static Scenario bothWays(String type, Set<Contender> contenders) {
        List<String> role = List.of("role=duplex", "type=" + type);
        return new Scenario(
                type.toLowerCase(Locale.ROOT) + "-both",
                type + " ⇆ " + type + ", 64 B, each way",
                role,
                role,
                List.of(Figure.rate(3)),
                Set.of(type),
                contenders);
    }

    private static Scenario encrypted(int size, double target) {
        return new Scenario(
                "curve-" + size,
                "PUSH → PULL with CURVE, " + octets(size),
                List.of("role=sink", "type=PULL", "size=" + size, "curve=server"),
                List.of("role=flood", "type=PUSH", "size=" + size, "curve=client"),
                List.of(Figure.rate(target)),
                Set.of("PUSH", "PULL"),
                SOCKETS);
    }

    private static Scenario directly() {
        return new Scenario(
                "direct-trip",
                "PEER ⇄ PEER answering on the I/O thread, 64 B",
                List.of("role=answer", "type=PEER"),
                List.of("role=ping", "type=PEER"),
                List.of(Figure.delay("p50", 0), Figure.delay("p99", 0)),
                Set.of("PEER"),
                EnumSet.of(Contender.CORE));
    }

    private static Scenario within(String id, String title, String types, String measure, Figure figure) {
        return new Scenario(
                id,
                title,
                List.of(),
                List.of("role=local", "type=" + types, "measure=" + measure),
                List.of(figure),
                Set.copyOf(Arrays.asList(types.split("-"))),
                SOCKETS);
    }

    private static Scenario fanOut() {
        return new Scenario(
                "pub-100",
                "PUB → 100 SUB, 10 topics, 64 B, deliveries",
                List.of("role=publish", "type=PUB", "topics=10"),
                List.of("role=subscribers", "type=SUB", "sockets=100", "topics=10"),
                List.of(Figure.rate(3)),
                Set.of("PUB", "SUB"),
                SOCKETS);
    }

    private static List<String> with(List<String> arguments, String another) {
        return Stream.concat(arguments.stream(), Stream.of(another)).toList();
    }

    private static Scenario many(String id, String title, List<String> far, List<String> near) {
        return new Scenario(
                id,
                title,
                far,
                near,
                List.of(Figure.rate(3), new Figure("unfair", "share off the mean", 0, false)),
                Set.of("PUSH", "PULL"),
                SOCKETS);
    }

    private static Scenario crowd(String id, int peers, int heartbeatMillis, Set<Contender> contenders) {
        String title = String.format(Locale.ROOT, "%,d PEER connections into one socket", peers);
        return new Scenario(
                id,
                heartbeatMillis == 0 ? title : title + ", heartbeats every " + heartbeatMillis / 1000 + " s",
                List.of("role=host", "type=PEER", "peers=" + peers, "heartbeat=" + heartbeatMillis),
                List.of("role=guests", "type=PEER", "peers=" + peers, "heartbeat=" + heartbeatMillis),
                List.of(
                        new Figure("seconds", "s until all have been heard", 0, false),
                        new Figure("heap", "KiB of heap each, idle", 0, false),
                        new Figure("rss", "KiB of memory each, idle", 0, false),
                        new Figure("idle", "% of a core, idle", 0, false)),
                Set.of("PEER"),
                contenders);
    }

    private static Scenario sharedBy(int threads) {
        return grows(
                "threads-" + threads,
                "PUSH shared by " + threads + " threads → PULL, 64 B",
                List.of("role=sink", "type=PULL"),
                List.of("role=flood", "type=PUSH", "threads=" + threads),
                Set.of("PUSH", "PULL"));
    }

    /** A point of a curve: how ours behaves as something grows. */
    private static Scenario grows(String id, String title, List<String> far, List<String> near, Set<String> types) {
        return new Scenario(id, title, far, near, List.of(Figure.rate(0)), types, EnumSet.of(Contender.CORE));
    }

    private static Scenario underLoad() {
        return new Scenario(
                "load",
                "PUSH → PULL, 256 B, delay at 100,000 a second",
                List.of("role=delay", "type=PULL", "size=256"),
                List.of("role=pace", "type=PUSH", "size=256", "rate=100000"),
                List.of(Figure.delay("p50", 0), Figure.delay("p99", 0), Figure.delay("p999", 0.5)),
                Set.of("PUSH", "PULL"),
                SOCKETS);
    }
}
