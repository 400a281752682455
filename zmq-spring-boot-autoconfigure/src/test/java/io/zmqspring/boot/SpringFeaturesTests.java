package io.zmqspring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.test.requirements.Requirements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/spring-features.md: which features of a messaging starter are there. A test of any module names the feature
 * it shows by {@code @Tag}; all features are in spring-features.tsv, and those left out, with the reason, in
 * spring-decided-otherwise.tsv.
 */
class SpringFeaturesTests {
    private static final Path ROOT = Requirements.root();
    private static final Path RESOURCES = ROOT.resolve("zmq-spring-boot-autoconfigure/src/test/resources");
    private static final Path DOCUMENT = ROOT.resolve("docs/spring-features.md");

    private final Requirements features = Requirements.read(
            RESOURCES.resolve("spring-features.tsv"),
            RESOURCES.resolve("spring-decided-otherwise.tsv"),
            Requirements.testSources(ROOT),
            tag -> tag.startsWith("SPR-"));

    @Test
    void everyTagAndEveryDecisionNamesAFeature() {
        assertThat(features.unknown())
                .as("what names no feature, and where it is")
                .isEmpty();
    }

    @Test
    void everyFeatureIsThere() {
        assertThat(features.rows().keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 124)
                        .mapToObj(row -> "SPR-" + row)
                        .toList());
    }

    @Test
    void writesTheDocument() {
        Requirements.write(DOCUMENT, document());
        assertThat(DOCUMENT).hasContent(document());
    }

    private String document() {
        List<String> ids = List.copyOf(features.rows().keySet());
        StringBuilder out = new StringBuilder();
        out.append("# Features of the Spring Boot starter\n\n");
        out.append(
                "What is expected of a messaging starter, and which test shows it here. A feature is done when a test of\n");
        out.append(
                "any module has its id as `@Tag`. This file is written by `SpringFeaturesTests` in every build; do not\n");
        out.append("edit it.\n\n");
        out.append("| Done | Deliberately not | Open |\n|---:|---:|---:|\n");
        long done = ids.stream().filter(features::isCovered).count();
        long not = ids.stream().filter(features::isDecidedOtherwise).count();
        out.append("| ").append(done).append(" | ").append(not).append(" | ");
        out.append(ids.size() - done - not).append(" |\n");
        areas().forEach((area, rows) -> section(out, area, rows));
        return out.toString();
    }

    private Map<String, List<String>> areas() {
        Map<String, List<String>> areas = new LinkedHashMap<>();
        features.rows()
                .forEach((id, cells) -> areas.computeIfAbsent(cells.get(0), area -> new ArrayList<>())
                        .add(id));
        return areas;
    }

    private void section(StringBuilder out, String area, List<String> rows) {
        out.append("\n## ")
                .append(area.substring(0, 1).toUpperCase())
                .append(area.substring(1))
                .append("\n\n");
        out.append("| Row | Feature | State |\n|---|---|---|\n");
        for (String id : rows) {
            out.append("| ")
                    .append(id)
                    .append(" | ")
                    .append(features.rows().get(id).get(1));
            out.append(" | ").append(state(id)).append(" |\n");
        }
    }

    private String state(String id) {
        if (features.isCovered(id)) {
            return "done: " + String.join("<br>", features.tests().get(id));
        }
        String reason = features.decidedOtherwise().get(id);
        return reason == null ? "open" : "deliberately not: " + reason;
    }
}
