package io.zmqspring.docs.written;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.zmqspring.boot.autoconfigure.ZmqProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.configurationprocessor.ConfigurationMetadataAnnotationProcessor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the tables of the page "Configuration" from the metadata that editors use. What one socket has is missing there,
 * because sockets are entries of a map: Spring's processor is asked for it, by a class that has one such entry.
 */
class ConfigurationReferenceTests {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String ENTRIES = """
        import io.zmqspring.boot.autoconfigure.ZmqMeshProperties;
        import io.zmqspring.boot.autoconfigure.ZmqProperties;
        import org.springframework.boot.context.properties.ConfigurationProperties;
        import org.springframework.boot.context.properties.NestedConfigurationProperty;

        class Entries {
            @ConfigurationProperties("zmq.sockets")
            record Sockets(@NestedConfigurationProperty ZmqProperties.Socket entry) {}

            @ConfigurationProperties("zmq.proxies")
            record Proxies(@NestedConfigurationProperty ZmqProperties.Proxy entry) {}

            @ConfigurationProperties("zmq.mesh")
            record Meshes(@NestedConfigurationProperty ZmqMeshProperties entry) {}
        }
        """;

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Metadata(List<Property> properties, List<Hint> hints) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Property(
            String name,
            String type,
            @Nullable String description,
            @Nullable Object defaultValue) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Hint(String name, @Nullable List<HintValue> values) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record HintValue(Object value, @Nullable String description) {}

    @Test
    void writesTheTables(@TempDir Path scratch) throws IOException {
        Metadata whole = read(new URL(metadataOf(ZmqProperties.class)).openStream());
        Metadata entries = read(Files.newInputStream(ofEntries(scratch)));
        Map<String, Property> properties = new TreeMap<>();
        Stream.of(whole.properties(), entries.properties())
                .flatMap(Collection::stream)
                .filter(property -> !property.name().matches("zmq\\.(sockets|proxies|mesh)"))
                .forEach(property -> properties.put(property.name().replace(".entry", ".<name>"), property));

        assertThat(properties)
                .containsKeys(
                        "zmq.enabled",
                        "zmq.sockets.<name>.bind",
                        "zmq.mesh.<name>.interface",
                        "zmq.sockets.<name>.security.mechanism")
                .allSatisfy((name, property) ->
                        assertThat(property.description()).as(name).isNotBlank());
        Map<String, Hint> hints = Stream.concat(whole.hints().stream(), entries.hints().stream())
                .collect(Collectors.toMap(Hint::name, hint -> hint, (one, other) -> one));
        table("configuration-sockets", properties, hints, "zmq.sockets.");
        table("configuration-proxies", properties, hints, "zmq.proxies.");
        table("configuration-meshes", properties, hints, "zmq.mesh.");
        properties.keySet().removeIf(name -> name.matches("zmq\\.(sockets|proxies|mesh)\\..*"));
        table("configuration-application", properties, hints, "");
    }

    private static String metadataOf(Class<?> type) {
        String place = type.getProtectionDomain().getCodeSource().getLocation().toString();
        return place.endsWith(".jar") ? "jar:" + place + "!/" + METADATA : place + METADATA;
    }

    private static Metadata read(InputStream json) throws IOException {
        try (json) {
            return JsonMapper.shared().readValue(json, Metadata.class);
        }
    }

    private static Path ofEntries(Path directory) throws IOException {
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Entries.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return ENTRIES;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        List<JavaFileObject> sources = new ArrayList<>(List.of(source));
        files.getJavaFileObjectsFromPaths(withDescriptions()).forEach(sources::add);
        List<String> options =
                List.of("-proc:only", "-classpath", System.getProperty("java.class.path"), "-d", directory.toString());
        StringWriter words = new StringWriter();
        JavaCompiler.CompilationTask task = compiler.getTask(words, files, null, options, null, sources);
        task.setProcessors(List.of(new ConfigurationMetadataAnnotationProcessor()));
        assertThat(task.call()).as(words.toString()).isTrue();
        return directory.resolve(METADATA);
    }

    /** The sources of all properties; the descriptions are their Javadoc, which classes do not have. */
    private static List<Path> withDescriptions() throws IOException {
        Path sources = Path.of("").toAbsolutePath().resolveSibling("zmq-spring-boot-autoconfigure/src/main/java");
        try (Stream<Path> files = Files.list(sources.resolve("io/zmqspring/boot/autoconfigure"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> contains(file, "@DefaultValue"))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void table(String file, Map<String, Property> properties, Map<String, Hint> hints, String prefix)
            throws IOException {
        String rows = properties.entrySet().stream()
                .filter(property -> property.getKey().startsWith(prefix))
                .map(property -> "|`+" + property.getKey().substring(prefix.length()) + "+`\n|"
                        + text(property.getValue().description())
                        + values(hints.get(property.getValue().name())) + "\n|"
                        + defaultOf(property.getValue().defaultValue()) + "\n")
                .collect(Collectors.joining("\n"));
        Path written = Path.of(System.getProperty("docs.written"));
        Files.createDirectories(written);
        Files.writeString(
                written.resolve(file + ".adoc"),
                "[cols=\"6,9,3\",options=\"header\"]\n|===\n|" + (prefix.isEmpty() ? "Property" : "`+" + prefix + "+`…")
                        + " |Meaning |Default\n\n" + rows + "|===\n");
    }

    private static String values(@Nullable Hint hint) {
        if (hint == null || hint.values() == null || hint.values().isEmpty()) {
            return "";
        }
        return hint.values().stream()
                .map(value -> " `+" + value.value() + "+`"
                        + (value.description() == null ? "" : ": " + text(value.description())))
                .collect(Collectors.joining(" +\n", " +\n", ""));
    }

    private static String defaultOf(@Nullable Object value) {
        if (value == null || value instanceof Collection<?> list && list.isEmpty()) {
            return "";
        }
        return "`+"
                + (value instanceof Collection<?> list
                        ? String.join(", ", list.stream().map(String::valueOf).toList())
                        : value)
                + "+`";
    }

    /** Words of the metadata as words of a table: what stands in quotes there is code. */
    private static String text(String words) {
        return words.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("|", "\\|")
                .replaceAll("'([^' ]+)'", "`+$1+`");
    }
}
