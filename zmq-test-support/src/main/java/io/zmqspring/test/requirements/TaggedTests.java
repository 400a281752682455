package io.zmqspring.test.requirements;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds tests by their {@code @Tag}. It reads sources, because those of all modules are there, in whatever order the modules
 * are built. That they are laid out in one way, which the build makes sure of, is what makes lines enough.
 */
final class TaggedTests {
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\"]+)\"\\)");
    private static final Pattern TYPE = Pattern.compile("( *)(?:[a-z]+ )*(?:class|record|interface) (\\w+).*");
    private static final Pattern METHOD = Pattern.compile("( *)[a-zA-Z][\\w<>\\[\\]?,. ]* (\\w+)\\(.*");

    private final SortedMap<String, SortedSet<String>> tests = new TreeMap<>();

    private TaggedTests() {}

    /**
     * Finds the tests.
     *
     * @param sources directories to look into, with all below them
     * @return by tag, as {@code SomeTests} or {@code SomeTests.method}
     */
    static SortedMap<String, SortedSet<String>> byTag(List<Path> sources) {
        TaggedTests found = new TaggedTests();
        for (Path directory : sources) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : (Iterable<Path>) files.filter(TaggedTests::isTest)::iterator) {
                    found.read(Files.readAllLines(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found.tests;
    }

    private static boolean isTest(Path file) {
        return file.toString().endsWith("Tests.java");
    }

    private void read(List<String> lines) {
        NavigableMap<Integer, String> types = new TreeMap<>(); // by indentation
        List<String> tags = new ArrayList<>();
        for (String line : lines) {
            TAG.matcher(line).results().forEach(tag -> tags.add(tag.group(1)));
            Matcher type = TYPE.matcher(line);
            Matcher method = METHOD.matcher(line);
            if (type.matches()) {
                types.put(type.group(1).length(), type.group(2));
                add(tags, type.group(2));
            } else if (!tags.isEmpty() && method.matches()) {
                add(tags, types.lowerEntry(method.group(1).length()).getValue() + "." + method.group(2));
            }
        }
    }

    private void add(List<String> tags, String test) {
        tags.forEach(tag -> tests.computeIfAbsent(tag, first -> new TreeSet<>()).add(test));
        tags.clear();
    }
}
