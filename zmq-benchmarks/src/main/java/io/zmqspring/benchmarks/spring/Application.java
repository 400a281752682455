package io.zmqspring.benchmarks.spring;

import io.zmqspring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmqspring.boot.autoconfigure.messaging.ZmqMessagingAutoConfiguration;
import io.zmqspring.spring.annotation.ZmqListener;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/** An application as the starter makes it, with one PEER socket, {@code wire}. */
final class Application implements AutoCloseable {
    static final String FAR = "far";

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** Starts it with one bean, the listener if there is any, and properties below {@code zmq.sockets.wire}. */
    Application(Object bean, String... properties) {
        Map<String, Object> all = new HashMap<>(Stream.of(properties)
                .map(property -> property.split("=", 2))
                .collect(Collectors.toMap(pair -> "zmq.sockets.wire." + pair[0], pair -> pair[1])));
        all.put("zmq.sockets.wire.type", "peer");
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("arguments", all));
        context.registerBean("bean", Object.class, () -> bean);
        context.register(Starter.class);
        context.refresh();
    }

    /** Listens, and prints where. */
    static Application bound(Object listener) {
        Application application = new Application(listener, "bind=tcp://127.0.0.1:*");
        System.out.println(
                "tcp://127.0.0.1:" + application.context.getEnvironment().getProperty("local.zmq.wire.port"));
        return application;
    }

    static Application connected(String endpoint) {
        return new Application(new Object(), "connect." + FAR + "=" + endpoint);
    }

    <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** What the starter switches on. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        ZmqAutoConfiguration.class,
        ZmqMessagingAutoConfiguration.class
    })
    static class Starter {}

    /** Counts bodies. */
    record Bodies(Meter meter) {
        @ZmqListener(sockets = "wire")
        void on(byte[] body) {
            meter.mark();
        }
    }

    /** Counts orders. */
    record Orders(Meter meter) {
        @ZmqListener(sockets = "wire")
        void on(Order order) {
            meter.mark();
        }
    }

    /** Answers with the order one greater. */
    static final class Desk {
        @ZmqListener(sockets = "wire")
        Order on(Order order) {
            return new Order(order.id() + 1, order.customer(), order.article(), order.quantity(), order.price());
        }
    }
}
