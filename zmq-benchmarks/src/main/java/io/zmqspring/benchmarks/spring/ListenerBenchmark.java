package io.zmqspring.benchmarks.spring;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.spring.annotation.EnableZmq;
import io.zmqspring.spring.annotation.ZmqListener;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqSockets;
import io.zmqspring.spring.core.ZmqTemplate;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What a message costs between the socket and the listener method, and a template between its caller and the socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class ListenerBenchmark {
    private static final int BATCH = 10_000;

    private AnnotationConfigApplicationContext context;
    private FakeWire wire;
    private ZmqTemplate template;
    private Object payload;
    private final ZmqDestination destination = ZmqDestination.of("wire", 1);

    /** What the method takes; {@code answered} also returns a record. */
    @Param({"bytes", "text", "json", "answered"})
    public String content;

    /** Starts an application. */
    @Setup
    public void start() throws InterruptedException {
        boolean json = content.equals("json") || content.equals("answered");
        payload = json ? Order.example(1) : content.equals("text") ? "text" : new byte[64];
        byte[] body = json ? JsonMapper.shared().writeValueAsBytes(payload) : new byte[64];
        Sender sender = new Sender(1, Map.of());
        Message message = Message.received(body, sender);
        wire = new FakeWire(
                json
                        ? message.withHeaders(Map.of(
                                "content-type",
                                "application/json",
                                "message-id",
                                "b0c1a9e2-5a0e-4c8f-8e0e-2f8d7a1c9b11",
                                "timestamp",
                                "1700000000000"))
                        : message);
        ZmqSockets sockets = new ZmqSockets();
        sockets.add("wire", wire.socket());
        template = new ZmqTemplate(sockets);
        context = new AnnotationConfigApplicationContext();
        context.registerBean(ZmqSockets.class, () -> sockets);
        context.registerBean("listener", Object.class, () -> listener(content));
        context.register(Configured.class);
        context.refresh();
        wire.receive(1);
    }

    private static Object listener(String content) {
        return switch (content) {
            case "bytes" -> new Bodies();
            case "text" -> new Texts();
            case "json" -> new Orders();
            default -> new Application.Desk();
        };
    }

    /** Ends it. */
    @TearDown
    public void stop() {
        context.close();
    }

    /** One message, received and handled. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void receive() throws InterruptedException {
        wire.receive(BATCH);
    }

    /** One message, converted and sent. */
    @Benchmark
    public void send() {
        template.convertAndSend(destination, payload);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableZmq
    static class Configured {}

    static final class Bodies {
        private int octets;

        @ZmqListener(sockets = "wire")
        void on(byte[] body) {
            octets += body.length;
        }
    }

    static final class Texts {
        private int characters;

        @ZmqListener(sockets = "wire")
        void on(String text) {
            characters += text.length();
        }
    }

    static final class Orders {
        private int quantity;

        @ZmqListener(sockets = "wire")
        void on(Order order) {
            quantity += order.quantity();
        }
    }
}
