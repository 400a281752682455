package io.zmqspring.test.requirements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A list of requirements: its rows, the decisions against some of them, and the tests that name a row by {@code @Tag}.
 *
 * @param rows the cells behind the id of each row, by id, in the order of their file
 * @param decidedOtherwise why a row is not done, by id
 * @param tests the tests of a row, by id; rows without a test are missing
 */
public record Requirements(
        Map<String, List<String>> rows,
        Map<String, String> decidedOtherwise,
        SortedMap<String, SortedSet<String>> tests) {

    /**
     * Reads requirements. Both files begin with a heading, and their lines consist of an id and as many other cells as the
     * heading has, with tabs in between.
     *
     * @param rows the rows
     * @param decidedOtherwise ids and reasons
     * @param sources directories of tests
     * @param isId tells which tags are meant to name a row
     * @return the requirements
     * @throws IllegalStateException if a file is not as described, or has an id twice
     */
    public static Requirements read(Path rows, Path decidedOtherwise, List<Path> sources, Predicate<String> isId) {
        Map<String, String> reasons = new LinkedHashMap<>();
        table(decidedOtherwise).forEach((id, cells) -> reasons.put(id, cells.get(0)));
        SortedMap<String, SortedSet<String>> tests = TaggedTests.byTag(sources);
        tests.keySet().removeIf(isId.negate());
        return new Requirements(table(rows), reasons, tests);
    }

    private static Map<String, List<String>> table(Path file) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<String> lines = lines(file);
        int columns = lines.get(0).split("\t").length;
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = List.of(line.split("\t"));
            if (cells.size() != columns || rows.put(cells.get(0), cells.subList(1, columns)) != null) {
                throw new IllegalStateException(
                        file + ": not " + columns + " cells, or an id that was there before: " + line);
            }
        }
        return rows;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what names no row.
     *
     * @return tags with their tests, and decisions
     */
    public SortedMap<String, SortedSet<String>> unknown() {
        SortedMap<String, SortedSet<String>> unknown = new TreeMap<>(tests);
        decidedOtherwise.forEach((id, reason) ->
                unknown.computeIfAbsent(id, added -> new TreeSet<>()).add(reason));
        unknown.keySet().removeAll(rows.keySet());
        return unknown;
    }

    /**
     * Tells whether a test shows a row.
     *
     * @param id the row's id
     * @return whether there is one
     */
    public boolean isCovered(String id) {
        return tests.containsKey(id);
    }

    /**
     * Tells whether a row is deliberately not done.
     *
     * @param id the row's id
     * @return whether it is, and no test shows it
     */
    public boolean isDecidedOtherwise(String id) {
        return decidedOtherwise.containsKey(id) && !isCovered(id);
    }

    /**
     * Makes text fit for a cell of a table in Markdown.
     *
     * @param text the text
     * @return the cell
     */
    public static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }

    /**
     * Writes a document, unless it reads so already.
     *
     * @param file the document
     * @param text what it is to say
     */
    public static void write(Path file, String text) {
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.writeString(file, text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds the project's root directory, which the working directory is in.
     *
     * @return the directory
     */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("CONTRIBUTING.md"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("no directory with CONTRIBUTING.md above the working directory");
        }
        return directory;
    }

    /**
     * Finds the tests of all modules.
     *
     * @param root the project's root directory
     * @return the directories of their sources
     */
    public static List<Path> testSources(Path root) {
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
