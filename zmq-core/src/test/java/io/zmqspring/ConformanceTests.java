package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Keeps docs/conformance.md: which rows of the requirements have a test. A test names the rows it covers by
 * {@code @Tag}; all rows are in conformance-rows.tsv, and those the project decided against, with the decision, in
 * conformance-decided-otherwise.tsv.
 */
class ConformanceTests {
    private static final Path DOCUMENT = projectRoot().resolve("docs/conformance.md");

    private static final Map<String, String> GROUPS = groups();

    private final Map<String, Row> rows = rows();
    private final Map<String, String> decidedOtherwise = table("conformance-decided-otherwise.tsv", 2);
    private final SortedMap<String, SortedSet<String>> tests = testsByRow();

    private record Row(String id, String level, String text) {
        String group() {
            return id.substring(0, id.lastIndexOf('-'));
        }
    }

    @Test
    void everyTagNamesARow() {
        SortedMap<String, SortedSet<String>> unknown = new TreeMap<>(tests);
        unknown.keySet().removeAll(rows.keySet());
        assertThat(unknown).as("tags that name no row, and where they are").isEmpty();
    }

    @Test
    void everyRowIsThereOnceAndInAGroup() {
        assertThat(rows).hasSize(1244);
        assertThat(rows.values()).allSatisfy(row -> {
            assertThat(row.level()).isIn("MUST", "MUST NOT", "SHOULD", "MAY");
            assertThat(row.text()).isNotBlank();
            assertThat(GROUPS).containsKey(row.group());
        });
    }

    @Test
    void whatWasDecidedOtherwiseIsARow() {
        assertThat(rows.keySet()).containsAll(decidedOtherwise.keySet());
    }

    @Test
    void writesTheDocument() throws IOException {
        String document = document();
        if (!Files.exists(DOCUMENT) || !Files.readString(DOCUMENT).equals(document)) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(document).isEqualTo(document());
    }

    // ---- what there is -------------------------------------------------------------------------------------------

    private static Map<String, Row> rows() {
        Map<String, Row> rows = new TreeMap<>();
        table("conformance-rows.tsv", 3).forEach((id, rest) -> {
            String[] cells = rest.split("\t");
            rows.put(id, new Row(id, cells[0], cells[1]));
        });
        return rows;
    }

    /** Lines by their first cell, without the heading. */
    private static Map<String, String> table(String resource, int columns) {
        Map<String, String> lines = new TreeMap<>();
        try (var in = ConformanceTests.class.getResourceAsStream("/" + resource)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .forEach(line -> {
                        assertThat(line.split("\t")).as(line).hasSize(columns);
                        int tab = line.indexOf('\t');
                        assertThat(lines.put(line.substring(0, tab), line.substring(tab + 1)))
                                .as("a line before %s with the same id", line)
                                .isNull();
                    });
            return lines;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SortedMap<String, SortedSet<String>> testsByRow() {
        SortedMap<String, SortedSet<String>> tests = new TreeMap<>();
        for (Class<?> type : testClasses()) {
            AnnotationSupport.findRepeatableAnnotations(type, Tag.class)
                    .forEach(tag -> tests.computeIfAbsent(tag.value(), id -> new TreeSet<>())
                            .add(type.getSimpleName()));
            for (Method method : type.getDeclaredMethods()) {
                if (method.isSynthetic()) {
                    continue;
                }
                List<Tag> tags = new ArrayList<>(AnnotationSupport.findRepeatableAnnotations(method, Tag.class));
                tags.forEach(tag -> tests.computeIfAbsent(tag.value(), id -> new TreeSet<>())
                        .add(type.getSimpleName() + "." + method.getName()));
            }
        }
        tests.keySet().removeIf(Predicate.not(tag -> tag.matches("[A-Z]+(-[A-Z]+)?-[0-9]+")));
        tests.keySet().removeIf(tag -> tag.matches("(A|F|FZ|JQ|N|SEC|SP)-[0-9]{2}")); // docs/reliability.md has those
        return tests;
    }

    private static List<Class<?>> testClasses() {
        Path root = classes();
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.matches(".*Tests(\\$.*)?\\.class"))
                    .sorted()
                    .<Class<?>>map(name -> load(
                            name.substring(0, name.length() - ".class".length()).replaceAll("[/\\\\]", ".")))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ConformanceTests.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Path classes() {
        try {
            return Path.of(ConformanceTests.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Path projectRoot() {
        Path directory = classes();
        while (!Files.exists(directory.resolve("CONTRIBUTING.md"))) {
            directory = directory.getParent();
            assertThat(directory)
                    .as("a directory with CONTRIBUTING.md above the classes")
                    .isNotNull();
        }
        return directory;
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
        out.append("| **All** | ").append(counts(List.copyOf(rows.values())));
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
            out.append(escaped(row.text())).append(decision(row)).append(" | ");
            out.append(String.join("<br>", tests.get(row.id()))).append(" |\n");
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
            out.append(escaped(row.text())).append(decision(row)).append("\n");
        }
    }

    private String decision(Row row) {
        String why = decidedOtherwise.get(row.id());
        return why == null ? "" : " (" + why + ")";
    }

    private List<Row> in(String group) {
        return rows.values().stream().filter(row -> row.group().equals(group)).toList();
    }

    private boolean isCovered(Row row) {
        return tests.containsKey(row.id());
    }

    private boolean isDecidedOtherwise(Row row) {
        return decidedOtherwise.containsKey(row.id()) && !isCovered(row);
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
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
