package com.example;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts applications with the configuration that the pages show. Their fixed ports become files of a directory (ipc),
 * and so do their files, so that a test meets nobody else and may start them in any order.
 */
public final class Applications implements AutoCloseable {
    private static final Pattern FIXED_PORT = Pattern.compile("tcp://(?:127\\.0\\.0\\.1|\\*):(\\d+)");
    private static final Pattern FIXED_DIRECTORY = Pattern.compile("^/etc/\\w+/");

    private final List<ConfigurableApplicationContext> started = new ArrayList<>();
    private final Map<String, Object> more = new HashMap<>();
    private final Path directory;

    public Applications(Path directory) {
        this.directory = directory;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    /** Sets properties of the applications that are started from now on, such as keys that a test has made. */
    public Applications with(Map<String, String> properties) {
        more.putAll(properties);
        return this;
    }

    /** Starts beans with a file of {@code src/test/resources}, or the part of it that belongs to a profile. */
    public ConfigurableApplicationContext start(String yml, String profile, Class<?>... beans) {
        Class<?>[] all =
                Stream.concat(Stream.of(Plain.class), Arrays.stream(beans)).toArray(Class<?>[]::new);
        return run(yml, profile, all);
    }

    /** Starts a whole application, as its main method would. */
    public ConfigurableApplicationContext run(String yml, String profile, Class<?>... sources) {
        ConfigurableApplicationContext application = new SpringApplicationBuilder(sources)
                .web(WebApplicationType.NONE)
                .initializers(context -> keepToDirectory(context.getEnvironment()))
                .run(
                        "--spring.config.location=classpath:" + yml,
                        "--spring.profiles.active=" + profile,
                        "--spring.main.banner-mode=off");
        started.add(application);
        return application;
    }

    private void keepToDirectory(ConfigurableEnvironment environment) {
        Map<String, Object> changed = new HashMap<>();
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .filter(name -> name.startsWith("zmq.sockets."))
                .forEach(name -> changed.put(name, inDirectory(environment.getProperty(name, ""))));
        changed.putAll(more);
        environment.getPropertySources().addFirst(new MapPropertySource("test", changed));
    }

    private String inDirectory(String value) {
        String here = Matcher.quoteReplacement(directory + "/");
        String files = FIXED_DIRECTORY.matcher(value).replaceFirst(here);
        return FIXED_PORT.matcher(files).replaceAll("ipc://" + here + "$1");
    }

    @Override
    public void close() {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }
}
