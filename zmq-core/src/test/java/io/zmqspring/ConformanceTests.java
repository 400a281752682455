package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.test.requirements.Requirements;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/conformance.md: which rows of the requirements have a test. A test names the rows it covers by
 * {@code @Tag}; all rows are in conformance-rows.tsv, and those the project decided against, with the decision, in
 * conformance-decided-otherwise.tsv.
 */
class ConformanceTests {
    private static final Path ROOT = Requirements.root();
    private static final Path MODULE = ROOT.resolve("zmq-core/src/test");

    private static final Map<String, String> GROUPS = groups();

    private final Requirements requirements = Requirements.read(
            MODULE.resolve("resources/conformance-rows.tsv"),
            MODULE.resolve("resources/conformance-decided-otherwise.tsv"),
            List.of(MODULE.resolve("java")),
            // docs/reliability.md has the others
            tag -> tag.matches("[A-Z]+(-[A-Z]+)?-[0-9]+") && !tag.matches("(A|F|FZ|JQ|N|SEC|SP)-[0-9]{2}"));

    private final List<Row> rows = requirements.rows().entrySet().stream()
            .map(row ->
                    new Row(row.getKey(), row.getValue().get(0), row.getValue().get(1)))
            .sorted(Comparator.comparing(Row::id))
            .toList();

    private record Row(String id, String level, String text) {
        String group() {
            return id.substring(0, id.lastIndexOf('-'));
        }
    }

    @Test
    void everyTagAndEveryDecisionNamesARow() {
        assertThat(requirements.unknown())
                .as("what names no row, and where it is")
                .isEmpty();
    }

    @Test
    void everyRowIsThereAndInAGroup() {
        assertThat(rows).hasSize(1244);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.level()).isIn("MUST", "MUST NOT", "SHOULD", "MAY");
            assertThat(row.text()).isNotBlank();
            assertThat(GROUPS).containsKey(row.group());
        });
    }

    @Test
    void writesTheDocument() {
        Requirements.write(ROOT.resolve("docs/conformance.md"), document());
        assertThat(ROOT.resolve("docs/conformance.md")).hasContent(document());
    }

    // ---- the document --------------------------------------------------------------------------------------------

    private String document() {
        StringBuilder out = new StringBuilder();
        out.append("# Conformance\n\n");
        out.append("Which of the ").append(rows.size());
        out.append(" requirements on a complete ZeroMQ implementation are tested here, and by which test. A row is\n");
        out.append(
                "covered when a test of `zmq-core` has its id as `@Tag`. This file is written by `ConformanceTests`");
        out.append(" in every build;\ndo not edit it. Decisions are in [decisions](decisions).\n\n");
        out.append("| Group | About | Rows | Covered | Decided otherwise | Open |\n|---|---|---:|---:|---:|---:|\n");
        GROUPS.forEach((group, title) ->
                out.append("| ").append(group).append(" | ").append(title).append(counts(in(group))));
        out.append("| **All** | ").append(counts(rows));
        GROUPS.forEach((group, title) -> section(out, group, title));
        return out.toString();
    }

    private String counts(List<Row> rows) {
        long covered = rows.stream().filter(this::isCovered).count();
        long otherwise = rows.stream().filter(this::isDecidedOtherwise).count();
        return " | " + rows.size() + " | " + covered + " | " + otherwise + " | " + (rows.size() - covered - otherwise)
                + " |\n";
    }

    private void section(StringBuilder out, String group, String title) {
        List<Row> covered = in(group).stream().filter(this::isCovered).toList();
        if (covered.isEmpty()) {
            return;
        }
        out.append("\n## ").append(group).append(": ").append(title).append("\n\n");
        out.append("| Row | Level | Requirement | Tested by |\n|---|---|---|---|\n");
        for (Row row : covered) {
            out.append("| ").append(row.id()).append(" | ").append(row.level()).append(" | ");
            out.append(Requirements.cell(row.text())).append(decision(row)).append(" | ");
            out.append(String.join("<br>", requirements.tests().get(row.id()))).append(" |\n");
        }
        list(
                out,
                "Decided otherwise",
                in(group).stream().filter(this::isDecidedOtherwise).toList());
        list(
                out,
                "Open",
                in(group).stream()
                        .filter(row -> !isCovered(row) && !isDecidedOtherwise(row))
                        .toList());
    }

    private void list(StringBuilder out, String title, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        out.append("\n").append(title).append(":\n\n");
        for (Row row : rows) {
            out.append("* ").append(row.id()).append(" (").append(row.level()).append("): ");
            out.append(Requirements.cell(row.text())).append(decision(row)).append("\n");
        }
    }

    private String decision(Row row) {
        String why = requirements.decidedOtherwise().get(row.id());
        return why == null ? "" : " (" + why + ")";
    }

    private List<Row> in(String group) {
        return rows.stream().filter(row -> row.group().equals(group)).toList();
    }

    private boolean isCovered(Row row) {
        return requirements.isCovered(row.id());
    }

    private boolean isDecidedOtherwise(Row row) {
        return requirements.isDecidedOtherwise(row.id());
    }

    private static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("Z", "ZMTP");
        groups.put("C", "CURVE");
        groups.put("A", "ZAP");
        groups.put("S-ALL", "every socket type");
        groups.put("S-TS", "thread-safe socket types");
        for (String type : List.of(
                "PEER", "SERVER", "CLIENT", "REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH",
                "PULL", "PAIR", "CHANNEL", "SCATTER", "GATHER", "RADIO", "DISH", "STREAM", "DGRAM")) {
            groups.put("S-" + type, type);
        }
        groups.put("T-EP", "endpoints");
        groups.put("T-TCP", "tcp");
        groups.put("T-SOCKS", "SOCKS proxies");
        groups.put("T-IPC", "ipc");
        groups.put("T-INPROC", "inproc");
        groups.put("T-UDP", "udp addresses");
        groups.put("T-WS", "ws and wss addresses");
        groups.put("O", "options and events");
        groups.put("O-MON", "monitoring");
        groups.put("O-ERR", "errors");
        groups.put("P", "API around the sockets");
        groups.put("W-UDP", "udp on the wire");
        groups.put("W-ZWS", "WebSocket on the wire");
        return groups;
    }
}
