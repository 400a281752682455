package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/options.md} names every option of libzmq, and what it says of ours is so. */
class OptionsDocumentTests {
    private static final Path DOCUMENT = projectRoot().resolve("docs/options.md");

    /** One line of a table about options: the row, or empty where it is about ours only, our name for it, our default. */
    private record Line(String row, String ours, String value, String remark) {}

    private static Path projectRoot() {
        try {
            Path directory = Path.of(OptionsDocumentTests.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (!Files.exists(directory.resolve("CONTRIBUTING.md"))) {
                directory = directory.getParent();
            }
            return directory;
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        try (Stream<String> all = Files.lines(DOCUMENT)) {
            all.filter(line -> line.startsWith("|")).forEach(line -> {
                List<String> cells = Arrays.stream(
                                line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList();
                if (cells.get(0).matches("O-[0-9]{3}")) {
                    lines.add(new Line(cells.get(0), cells.get(3), cells.get(4), cells.get(5)));
                } else if (cells.get(0).startsWith("`")) {
                    lines.add(new Line("", cells.get(0), cells.get(2), cells.get(3)));
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    private static List<Line> namedLines() {
        return lines().stream().filter(line -> !line.ours().equals("none")).toList();
    }

    @Test
    void everyOptionOfLibzmqIsThereOnce() {
        assertThat(lines().stream().map(Line::row).filter(row -> !row.isEmpty()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 126)
                        .mapToObj(number -> "O-%03d".formatted(number))
                        .toList());
    }

    @Test
    void whatIsMissingIsExplained() {
        assertThat(lines())
                .filteredOn(line -> line.ours().equals("none"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.remark()).isNotBlank());
    }

    /** The ids are of rows whose effect other tests show; that the option is there with the default stated is shown here. */
    @ParameterizedTest
    @MethodSource("namedLines")
    @Tag("O-002")
    @Tag("O-003")
    @Tag("O-004")
    @Tag("O-009")
    @Tag("O-011")
    @Tag("O-012")
    @Tag("O-013")
    @Tag("O-014")
    @Tag("O-016")
    @Tag("O-018")
    @Tag("O-019")
    @Tag("O-020")
    @Tag("O-021")
    @Tag("O-022")
    @Tag("O-024")
    @Tag("O-025")
    @Tag("O-032")
    @Tag("O-043")
    @Tag("O-044")
    @Tag("O-045")
    @Tag("O-048")
    @Tag("O-058")
    @Tag("O-059")
    @Tag("O-060")
    @Tag("O-062")
    @Tag("O-063")
    @Tag("O-065")
    @Tag("O-066")
    @Tag("O-067")
    @Tag("O-069")
    @Tag("O-070")
    @Tag("O-084")
    @Tag("O-086")
    @Tag("O-088")
    @Tag("O-089")
    @Tag("O-097")
    @Tag("O-098")
    @Tag("O-099")
    @Tag("O-100")
    @Tag("O-103")
    @Tag("O-104")
    @Tag("O-035")
    @Tag("O-036")
    @Tag("O-037")
    @Tag("O-038")
    @Tag("O-039")
    @Tag("O-040")
    @Tag("O-041")
    @Tag("O-042")
    @Tag("O-047")
    @Tag("O-082")
    void whatIsNamedExistsAndHasTheDefaultStated(Line line) throws ReflectiveOperationException {
        String name = line.ours().substring(1, line.ours().length() - 1);
        if (Character.isUpperCase(name.charAt(0))) {
            int dot = name.indexOf('.');
            Class<?> type = Class.forName("io.zmqspring." + name.substring(0, dot));
            assertThat(type.getMethods()).extracting(Method::getName).contains(name.substring(dot + 1));
        } else {
            String option = name.split("\\.")[0].replace("properties", "property");
            assertThat(SocketOptionsBuilder.class.getMethods())
                    .extracting(Method::getName)
                    .contains(option);
            assertThat(text(value(name))).isEqualTo(line.value());
        }
    }

    private static Object value(String path) throws ReflectiveOperationException {
        Object value = SocketOptions.defaults();
        for (String step : path.split("\\.")) {
            value = value.getClass().getMethod(step).invoke(value);
        }
        return value;
    }

    private static String text(Object value) {
        if (value == null
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof Collection<?> all && all.isEmpty())) {
            return "none";
        }
        if (value instanceof byte[] octets) {
            return octets.length == 0 ? "empty" : Arrays.toString(octets);
        }
        if (value instanceof Duration time) {
            return text(time);
        }
        return value.toString();
    }

    private static String text(Duration time) {
        if (time.equals(SocketOptions.FOREVER)) {
            return "no limit";
        }
        long millis = time.toMillis();
        return millis == 0 ? "0" : millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
