package io.zmqspring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.SocketType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * What Asciidoctor does not see: references to other pages and documents that lead nowhere, code that is not included
 * from a test, and what the pages leave out.
 */
class PagesTests {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path PAGES = MODULE.resolve("src/docs/asciidoc");
    private static final Pattern XREF = Pattern.compile("xref:([\\w-]+\\.adoc)?(?:#([\\w-]+))?\\[|<<([^>]+)>>");
    private static final Pattern LINK = Pattern.compile("link:\\{repository}/([^\\[#]+)(?:#([\\w-]+))?\\[");
    private static final Pattern CODE =
            Pattern.compile("^\\[source,(?:java|yaml|xml)]\\n----\\n(.*?)\\n----$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.filter(file -> file.toString().endsWith(".adoc"))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String name) {
        return read(PAGES.resolve(name));
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aReferenceLeadsToAPageAndAnAnchor(Path page) {
        assertThat(all(XREF, read(page))).as("references of %s", page).allSatisfy(reference -> {
            assertThat(reference.group(3))
                    .as("written with << >>, which is not checked")
                    .isNull();
            Path target = reference.group(1) == null ? page : PAGES.resolve(reference.group(1));
            assertThat(target).exists();
            if (reference.group(2) != null) {
                assertThat(read(target)).contains("[#" + reference.group(2) + "]\n");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aLinkLeadsToADocumentAndAHeading(Path page) {
        assertThat(all(LINK, read(page))).as("links of %s", page).allSatisfy(link -> {
            Path target = MODULE.resolveSibling(link.group(1));
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(all(HEADING, read(target)).stream().map(heading -> anchor(heading.group(1))))
                        .contains(link.group(2));
            }
        });
    }

    /** As the usual viewers of Markdown make them. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }

    @ParameterizedTest
    @MethodSource("pages")
    void codeIsIncludedFromWhatTheTestsRun(Path page) {
        assertThat(all(CODE, read(page)).stream().map(code -> code.group(1)))
                .as("code of %s", page)
                .allSatisfy(code -> assertThat(code).matches("include::\\{(java|files)}/\\S+"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageLinksToEveryOther(Path page) {
        assertThat(page("docinfo-header.html"))
                .contains("href=\"" + page.getFileName().toString().replace(".adoc", ".html") + "\"");
    }

    @Test
    void everySocketTypeHasItsExample() {
        String headings = Pattern.compile("^== .*$", Pattern.MULTILINE)
                .matcher(page("sockets.adoc"))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));

        assertThat(Arrays.stream(SocketType.values()).map(SocketType::name))
                .allSatisfy(type -> assertThat(headings).containsPattern("\\b" + type + "\\b"));
    }

    @Test
    void everyExceptionIsExplained() throws IOException {
        Set<String> exceptions = Arrays.stream(new PathMatchingResourcePatternResolver()
                        .getResources("classpath*:io/zmqspring/**/Zmq*Exception.class"))
                .map(Resource::getFilename)
                .map(name -> name.replace(".class", ""))
                .collect(Collectors.toSet());

        assertThat(exceptions).hasSizeGreaterThan(10);
        String words = page("errors.adoc") + written().map(PagesTests::read).collect(Collectors.joining());
        assertThat(exceptions).allSatisfy(exception -> assertThat(words).contains(exception));
    }

    @Test
    void everyWordThatWasProvokedIsShown() throws IOException {
        assertThat(written().map(file -> file.getFileName().toString()))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(page("errors.adoc")).contains("{written}/errors/" + file + "[]"));
    }

    private static Stream<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("docs.written"), "errors"))) {
            return files.toList().stream();
        }
    }
}
