package io.zmqspring.interop;

import io.zmqspring.SocketType;
import io.zmqspring.testkit.TestTransport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came out, as a document that says the same as long as the same comes out. */
final class InteropReport {
    private static final String INTRODUCTION = """
            # Interoperability

            How our sockets get on with those of other implementations. `InteropMatrixTests` in `zmq-core` tries every pair of
            socket types that may talk: over each transport, bound by either side, with a message of one frame, of three
            frames, one of them empty, and of one frame of 1 MiB (types whose messages have one frame only: without the second).
            Every pair talks in all directions it has, and what arrives must be what was sent; publishers must also hold back
            what nobody subscribed to. Where the other side binds, both sides send heartbeats every 10 ms. It writes this file;
            do not edit it.

            libzmq runs in a process of Debian's Python (package `python3-zmq`); without it those tests are skipped and
            this file is left alone. Debian builds libzmq without the draft types, so these are tried with JeroMQ alone. JeroMQ has
            no ipc that other implementations could talk to, so it is tried over tcp alone. One in twenty connections that JeroMQ
            makes gets stuck before its first octet, whoever listens: the case is then begun anew, five times at most. A cell
            counts the messages that passed.
            """;

    private final Map<String, Map<InteropCase, Outcome>> outcomes = new LinkedHashMap<>();
    private final List<Library> libraries;

    enum Outcome {
        PASS,
        FAIL,
        SKIPPED
    }

    private record Pair(SocketType ours, SocketType theirs) {}

    InteropReport(List<Library> libraries) {
        this.libraries = libraries;
        libraries.forEach(library -> outcomes.put(library.name(), new LinkedHashMap<>()));
    }

    void add(Library library, InteropCase one, Outcome outcome) {
        outcomes.get(library.name()).put(one, outcome);
    }

    /** Whether every case of every library was tried or skipped. */
    boolean isComplete() {
        return libraries.stream()
                .allMatch(library ->
                        outcomes.get(library.name()).keySet().containsAll(InteropCase.all(library.transports())));
    }

    String document() {
        StringBuilder out = new StringBuilder(INTRODUCTION);
        out.append("\n| Implementation | Passed | Failed | Skipped |\n|---|---:|---:|---:|\n");
        for (Library library : libraries) {
            Collection<Outcome> all = outcomes.get(library.name()).values();
            out.append("| ").append(library.name());
            for (Outcome outcome : Outcome.values()) {
                out.append(" | ").append(all.stream().filter(outcome::equals).count());
            }
            out.append(" |\n");
        }
        libraries.forEach(library -> section(out, library));
        return out.toString();
    }

    private void section(StringBuilder out, Library library) {
        out.append("\n## ").append(library.name()).append("\n\n| Ours | Theirs |");
        for (TestTransport transport : library.transports()) {
            String name = transport.name().toLowerCase(Locale.ROOT);
            out.append(" ").append(name).append(", we bind | ").append(name).append(", they bind |");
        }
        out.append("\n|---|---|")
                .append("---|---|".repeat(library.transports().size()))
                .append("\n");
        Map<InteropCase, Outcome> all = outcomes.get(library.name());
        InteropCase.all(library.transports()).stream()
                .map(one -> new Pair(one.ours(), one.theirs()))
                .distinct()
                .forEach(pair -> row(out, library, pair, all));
    }

    private static void row(StringBuilder out, Library library, Pair pair, Map<InteropCase, Outcome> all) {
        out.append("| ").append(pair.ours()).append(" | ").append(pair.theirs()).append(" |");
        for (TestTransport transport : library.transports()) {
            for (boolean weBind : new boolean[] {true, false}) {
                Map<Payload, Outcome> cell = new TreeMap<>();
                all.forEach((one, outcome) -> {
                    if (new Pair(one.ours(), one.theirs()).equals(pair)
                            && one.transport() == transport
                            && one.weBind() == weBind) {
                        cell.put(one.payload(), outcome);
                    }
                });
                out.append(" ").append(text(cell)).append(" |");
            }
        }
        out.append("\n");
    }

    private static String text(Map<Payload, Outcome> cell) {
        if (cell.containsValue(Outcome.FAIL)) {
            return cell.entrySet().stream()
                    .filter(entry -> entry.getValue() == Outcome.FAIL)
                    .map(entry -> entry.getKey().toString())
                    .collect(Collectors.joining(", ", "**FAIL**: ", ""));
        }
        return cell.containsValue(Outcome.SKIPPED) ? "skipped" : "pass " + cell.size();
    }
}
