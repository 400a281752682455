package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.test.requirements.Requirements;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors know about the properties. */
@Tag("SPR-16")
class ConfigurationMetadataTests {
    private static final JsonNode METADATA = read();

    private static JsonNode read() {
        try (InputStream in = ZmqProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, JsonNode> byName(String list) {
        Map<String, JsonNode> named = new TreeMap<>();
        METADATA.get(list).forEach(each -> named.put(each.get("name").asString(), each));
        return named;
    }

    @Test
    @Tag("SPR-3")
    void every_property_stands_below_zmq_and_has_a_description_that_is_a_sentence() {
        assertThat(byName("properties")).hasSizeGreaterThan(15).allSatisfy((name, property) -> {
            assertThat(name).matches("zmq\\..+|management\\.(health|endpoint)\\.zmq\\..+");
            assertThat(property.path("description").asString()).as(name).matches("(?s)[A-Z].*\\.");
        });
    }

    @Test
    void every_property_that_takes_one_of_a_few_values_explains_them() throws ClassNotFoundException {
        Map<String, JsonNode> hints = byName("hints");
        int enums = 0;
        for (Map.Entry<String, JsonNode> property : byName("properties").entrySet()) {
            String type = property.getValue().path("type").asString();
            Class<?> loaded = type.contains("<") ? Object.class : ClassUtils.forName(type, null);
            if (loaded.isEnum() && property.getKey().startsWith("zmq.")) {
                enums++;
                assertThat(hints).as("hints").containsKey(property.getKey());
                assertThat(values(hints.get(property.getKey())))
                        .as("values of %s", property.getKey())
                        .containsExactlyInAnyOrder(Arrays.stream(loaded.getEnumConstants())
                                .map(value -> value.toString()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'))
                                .toArray(String[]::new));
            }
        }
        assertThat(enums).isGreaterThanOrEqualTo(2);
    }

    private static List<String> values(JsonNode hint) {
        assertThat(hint.get("values"))
                .allSatisfy(value -> assertThat(value.path("description").asString())
                        .as("%s", value)
                        .isNotBlank());
        return hint.get("values")
                .valueStream()
                .map(value -> value.get("value").asString())
                .toList();
    }

    @Test
    void every_property_but_those_of_map_entries_is_there() {
        Set<String> names = new TreeSet<>();
        addNames("zmq", ZmqProperties.class, names);

        assertThat(byName("properties").keySet()).containsAll(names);
    }

    private static void addNames(String prefix, Class<?> part, Set<String> names) {
        for (RecordComponent component : part.getRecordComponents()) {
            String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
            if (component.getType().isRecord() && component.getType() != ZmqLimit.class) {
                addNames(name, component.getType(), names);
            } else {
                names.add(name);
            }
        }
    }

    @Test
    void every_hint_is_about_a_property() {
        assertThat(byName("properties").keySet()).containsAll(byName("hints").keySet());
    }

    /** Properties of map entries are not in the metadata; editors take them, and their Javadoc, from the types. */
    static Stream<Class<?>> parts() {
        Set<Class<?>> parts = new LinkedHashSet<>();
        collect(ZmqProperties.class, parts);
        return parts.stream();
    }

    private static void collect(Type type, Set<Class<?>> parts) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, parts));
        } else if (type instanceof Class<?> part && part.isRecord() && part != ZmqLimit.class && parts.add(part)) {
            for (RecordComponent component : part.getRecordComponents()) {
                collect(component.getGenericType(), parts);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("parts")
    void every_property_of_a_map_entry_too_has_a_description_in_its_type(Class<?> part) throws IOException {
        Map<String, String> descriptions = new TreeMap<>();
        Matcher param = Pattern.compile("\\* @param (\\w+) (.*?)(?=\\* @|$)", Pattern.DOTALL)
                .matcher(javadoc(part));
        while (param.find()) {
            descriptions.put(
                    param.group(1),
                    param.group(2).replaceAll("\\s*\\*\\s*", " ").strip());
        }

        assertThat(part.getRecordComponents())
                .allSatisfy(component -> assertThat(descriptions.get(component.getName()))
                        .as(component.getName())
                        .matches("[A-Z].{3,}\\."));
    }

    /** The last comment before the record's declaration. */
    private static String javadoc(Class<?> part) throws IOException {
        Path source = Requirements.root()
                .resolve("zmq-spring-boot-autoconfigure/src/main/java")
                .resolve(part.getName().replace('.', '/').replaceFirst("\\$.*", "") + ".java");
        String text = Files.readString(source);
        int declaration = text.indexOf("public record " + part.getSimpleName() + "(");
        assertThat(declaration).as("%s in %s", part, source).isPositive();
        return text.substring(text.lastIndexOf("/**", declaration), text.lastIndexOf("*/", declaration));
    }
}
