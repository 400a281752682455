package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/reliability.md} names for each promise, attack, fault and target the tests that carry its id, and no others. */
class ReliabilityDocumentTests {
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"((?:A|F|FZ|N)-[0-9]{2})\"\\)");
    private static final Pattern ID = Pattern.compile("((?:A|F|FZ|N)-[0-9]{2})");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+Tests)`");

    private final Path root = root();

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("CONTRIBUTING.md"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** The ids on tests, and the classes that have each. */
    private Map<String, Set<String>> tagged() throws IOException {
        Map<String, Set<String>> tagged = new TreeMap<>();
        for (String module : new String[] {"zmq-core", "zmq-hardening", "zmq-spring-boot-autoconfigure"}) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith("Tests.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    TAG.matcher(Files.readString(file))
                            .results()
                            .forEach(tag -> tagged.computeIfAbsent(tag.group(1), id -> new TreeSet<>())
                                    .add(name));
                }
            }
        }
        return tagged;
    }

    /** A line of a table: the ids at its beginning, and the tests that it names. */
    private record Line(Set<String> ids, Set<String> tests) {}

    private List<Line> lines() throws IOException {
        return Files.readAllLines(root.resolve("docs/reliability.md")).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> new Line(found(ID, line.split("\\|")[1]), found(TEST, line)))
                .filter(line -> !line.ids.isEmpty())
                .toList();
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesTheTestsOfEachIdAndNoOthers() throws IOException {
        Map<String, Set<String>> tagged = tagged();
        Set<String> documented = new TreeSet<>();
        for (Line line : lines()) {
            Set<String> tests = new TreeSet<>();
            line.ids.forEach(id -> tests.addAll(tagged.getOrDefault(id, Set.of())));
            assertThat(line.tests).as("tests of " + line.ids).isNotEmpty().isEqualTo(tests);
            documented.addAll(line.ids);
        }
        assertThat(documented).isEqualTo(tagged.keySet());
    }
}
