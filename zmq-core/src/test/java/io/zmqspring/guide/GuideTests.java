package io.zmqspring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs in docs/guide are the tested ones of this package, here and in the module for Spring, or with their path of
 * any module: each block of Java repeats a region of a class, which the comment above it names as {@code Class#region}, and
 * blocks of YAML the file that is named there, with which tests run. With {@code -Dguide.rewrite} the pages are written anew.
 */
class GuideTests {
    private static final int MOST_LINES = 25;
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path PAGES = MODULE.resolveSibling("docs").resolve("guide");
    private static final Path PROGRAMS = MODULE.resolve("src/test/java/io/zmqspring/guide");
    private static final Path SPRING = MODULE.resolveSibling("zmq-spring-boot-autoconfigure");
    private static final Path SPRING_PROGRAMS = SPRING.resolve("src/test/java/io/zmqspring/guide");
    private static final Path CONFIGURATIONS = SPRING.resolve("src/test/resources/guide");

    private static final Pattern BLOCK =
            Pattern.compile("<!-- ([\\w/.-]+)#(\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile(" *// tag::(\\w+)\\[\\]\n(.*?) *// end::\\1\\[\\]\n", Pattern.DOTALL);
    private static final Pattern JAVA = Pattern.compile("```java");
    private static final Pattern YAML_BLOCK =
            Pattern.compile("<!-- ([\\w-]+\\.yml) -->\n```yaml\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern SYSTEM = Pattern.compile("^\\| (B\\d+) \\| .* \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern COMPARED = Pattern.compile("^\\| (\\d+) \\w", Pattern.MULTILINE);
    private static final Pattern COMPARED_CELLS = Pattern.compile("^\\| \\d+ [^|]*\\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern SOURCES = Pattern.compile("^\\| (\\d+(?:, \\d+)*) \\|", Pattern.MULTILINE);
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"guide:(B\\d+)\"\\)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    private static List<Path> files(Path directory, String ending) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> pages() {
        return files(PAGES, ".md");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> programs() {
        return Stream.of(PROGRAMS, SPRING_PROGRAMS)
                .flatMap(directory -> files(directory, ".java").stream())
                .toList();
    }

    /** A name with a path is a class of any module. */
    private static Path program(String type) {
        if (type.contains("/")) {
            return MODULE.resolveSibling(type + ".java");
        }
        return programs().stream()
                .filter(file -> file.endsWith(type + ".java"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no program " + type));
    }

    private static String region(String type, String name) {
        return REGION.matcher(read(program(type)))
                .results()
                .filter(region -> region.group(1).equals(name))
                .map(region -> region.group(2).stripTrailing().stripIndent() + "\n")
                .findFirst()
                .orElseThrow(() -> new AssertionError("no region " + name + " in " + type));
    }

    private static String withPrograms(String page) {
        String withRegions = BLOCK.matcher(page)
                .replaceAll(block -> Matcher.quoteReplacement("<!-- %s#%s -->\n```java\n%s```\n"
                        .formatted(block.group(1), block.group(2), region(block.group(1), block.group(2)))));
        return YAML_BLOCK
                .matcher(withRegions)
                .replaceAll(block -> Matcher.quoteReplacement("<!-- %s -->\n```yaml\n%s```\n"
                        .formatted(block.group(1), read(CONFIGURATIONS.resolve(block.group(1))))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageShowsProgramsAsTheyAreTested(Path page) throws IOException {
        String text = read(page);
        if (Boolean.getBoolean("guide.rewrite")) {
            Files.writeString(page, withPrograms(text));
            text = read(page);
        }
        assertThat(text).as("%s; repair it by -Dguide.rewrite=true", page).isEqualTo(withPrograms(text));
        assertThat(BLOCK.matcher(text).results())
                .as("blocks of Java that name their program, in %s", page)
                .hasSameSizeAs(JAVA.matcher(text).results().toList());
    }

    @Test
    void everyProgramIsShortAndOnAPage() {
        Set<String> shown = new TreeSet<>();
        for (Path page : pages()) {
            BLOCK.matcher(read(page))
                    .results()
                    .filter(block -> !block.group(1).contains("/"))
                    .forEach(block -> shown.add(block.group(1) + "#" + block.group(2)));
        }
        Set<String> there = new TreeSet<>();
        for (Path program : programs()) {
            String type = program.getFileName().toString().replace(".java", "");
            REGION.matcher(read(program)).results().forEach(region -> {
                there.add(type + "#" + region.group(1));
                assertThat(linesOfCode(region))
                        .as("%s#%s", type, region.group(1))
                        .isLessThanOrEqualTo(MOST_LINES);
            });
        }
        assertThat(shown).isEqualTo(there);
    }

    @Test
    void everyConfigurationIsOnAPage() {
        assertThat(pages().stream()
                        .flatMap(page -> YAML_BLOCK.matcher(read(page)).results())
                        .map(block -> block.group(1)))
                .containsExactlyInAnyOrderElementsOf(files(CONFIGURATIONS, ".yml").stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    /** systems.md says where each system of the guide is tested; the tests say so too, by their tags. */
    @Test
    void everySystemIsTestedWhereItsPageSays() {
        Set<String> listed = SYSTEM.matcher(read(PAGES.resolve("systems.md")))
                .results()
                .flatMap(row -> LINK.matcher(row.group(2))
                        .results()
                        .map(link -> row.group(1) + " " + Path.of(link.group(1)).getFileName()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tagged = new TreeSet<>();
        for (Path test : files(PROGRAMS, "Tests.java")) {
            TAG.matcher(read(test)).results().forEach(tag -> tagged.add(tag.group(1) + " " + test.getFileName()));
        }
        assertThat(listed).isEqualTo(tagged);
    }

    @Test
    void everyCellOfTheComparisonSaysHowItWasSeen() {
        String[] parts = read(PAGES.resolve("compared.md")).split("## Sources", 2);
        List<String> rows =
                COMPARED.matcher(parts[0]).results().map(row -> row.group(1)).toList();
        assertThat(SOURCES.matcher(parts[1])
                        .results()
                        .flatMap(row -> Stream.of(row.group(1).split(", "))))
                .containsExactlyElementsOf(rows);
        assertThat(COMPARED_CELLS.matcher(parts[0]).results())
                .hasSameSizeAs(rows)
                .allSatisfy(row -> assertThat(row.group(1).split(" \\| "))
                        .hasSize(6)
                        .allMatch(cell -> cell.matches(".* \\*[dsmt]( [dsmt])*\\*|not measured|new")));
    }

    /** What one has to read: neither blank lines nor comments nor closing braces. */
    private static long linesOfCode(MatchResult region) {
        return region.group(2)
                .lines()
                .map(String::strip)
                .filter(line -> !line.matches("|/\\*\\*.*|//.*|[})]+;?"))
                .count();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itsLinksLeadSomewhere(Path page) {
        assertThat(LINK.matcher(read(page)).results()).allSatisfy(link -> {
            Path target = PAGES.resolve(link.group(1));
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).contains(link.group(2));
            }
        });
    }

    private static List<String> anchors(Path page) {
        return HEADING.matcher(read(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
