package io.zmqspring.boot.autoconfigure;

import io.zmqspring.spring.core.ZmqTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Starts applications in this JVM, and ends them all. */
final class Applications implements AutoCloseable {
    private final List<ConfigurableApplicationContext> started = new ArrayList<>();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    /** Starts an application with these listeners and properties below {@code zmq.sockets}. */
    ConfigurableApplicationContext start(Class<?> listeners, String... properties) {
        ConfigurableApplicationContext application = new SpringApplicationBuilder(Plain.class, listeners)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.jmx.enabled=false")
                .run(Stream.of(properties)
                        .map(property -> property.matches("(zmq|management|spring)\\..*")
                                ? "--" + property
                                : "--zmq.sockets." + property)
                        .toArray(String[]::new));
        started.add(application);
        return application;
    }

    ConfigurableApplicationContext start(String... properties) {
        return start(Plain.class, properties);
    }

    static ZmqTemplate template(ConfigurableApplicationContext application) {
        return application.getBean(ZmqTemplate.class);
    }

    /** Where the socket of that name listens. */
    static String endpoint(ConfigurableApplicationContext application, String socket) {
        return "tcp://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.zmq." + socket + ".port");
    }

    @Override
    public void close() {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }
}
