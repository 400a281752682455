package io.zmqspring.benchmarks.spring;

import io.zmqspring.Message;
import io.zmqspring.PeerSocket;
import io.zmqspring.ZmqContext;
import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.core.ZmqTemplate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * One process of a comparison of Spring applications, with the arguments of {@link io.zmqspring.benchmarks.Role} and
 * {@code content}, which is {@code bytes} or {@code json}, and {@code callers}, the threads that send requests.
 */
public final class SpringRole {
    private final Map<String, String> arguments;
    private final boolean json;
    private final long warmMillis;
    private final long countedMillis;

    private SpringRole(Map<String, String> arguments) {
        this.arguments = arguments;
        this.json = "json".equals(arguments.get("content"));
        this.warmMillis = number("warm", 12_000); // Spring and Jackson are much code to compile
        this.countedMillis = number("counted", 2000);
    }

    /**
     * Plays one role until it has measured, or until it is killed.
     *
     * @param args see above
     * @throws Exception if the role cannot be played
     */
    public static void main(String[] args) throws Exception {
        new SpringRole(Stream.of(args)
                        .map(argument -> argument.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])))
                .play();
    }

    private int number(String key, int otherwise) {
        return Integer.parseInt(arguments.getOrDefault(key, Integer.toString(otherwise)));
    }

    private void play() throws Exception {
        if (arguments.get("library").equals("zmq-spring")) {
            playStarter(arguments.get("role"), arguments.getOrDefault("endpoint", ""));
        } else {
            playIntegration(arguments.get("role"), arguments.getOrDefault("endpoint", ""));
        }
        System.exit(0);
    }

    private void playIntegration(String role, String endpoint) throws InterruptedException {
        if (role.equals("sink")) {
            Meter meter = new Meter();
            IntegrationFlows.sink(json, meter);
            meter.report(warmMillis, countedMillis);
        } else {
            IntegrationFlows.flood(json, endpoint, number("size", 64));
        }
    }

    private void playStarter(String role, String endpoint) throws Exception {
        switch (role) {
            case "sink" -> {
                Meter meter = new Meter();
                try (Application application =
                        Application.bound(json ? new Application.Orders(meter) : new Application.Bodies(meter))) {
                    meter.report(warmMillis, countedMillis);
                }
            }
            case "flood" -> flood(endpoint);
            case "echo" -> {
                Application.bound(new Application.Desk());
                Thread.currentThread().join();
            }
            case "volley" -> volley(endpoint);
            case "ping" -> ping(endpoint);
            default -> throw new IllegalArgumentException("no such role: " + arguments);
        }
    }

    private void flood(String endpoint) {
        if (!json) {
            PeerSocket peer = ZmqContext.create().peer();
            flood(peer, peer.connect(endpoint), Message.wrap(new byte[number("size", 64)]));
        }
        ZmqTemplate template = Application.connected(endpoint).get(ZmqTemplate.class);
        for (long id = 0; !Thread.currentThread().isInterrupted(); id++) {
            template.convertAndSend(Application.FAR, Order.example(id));
        }
    }

    private static void flood(PeerSocket peer, int routingId, Message message) {
        while (!Thread.currentThread().isInterrupted()) {
            peer.send(routingId, message);
        }
    }

    /** Sends orders as fast as they are taken and counts the answers, with as little work of its own as can be. */
    private void volley(String endpoint) throws InterruptedException {
        PeerSocket peer = ZmqContext.create().peer();
        int routingId = peer.connect(endpoint);
        Message order = Message.wrap(JsonMapper.shared().writeValueAsBytes(Order.example(1)));
        Meter meter = new Meter();
        daemon(() -> flood(peer, routingId, order));
        daemon(() -> {
            while (true) {
                peer.receive();
                meter.mark();
            }
        });
        meter.report(warmMillis, countedMillis);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private void ping(String endpoint) throws Exception {
        try (Application application = Application.connected(endpoint)) {
            ZmqTemplate template = application.get(ZmqTemplate.class);
            trips(template, warmMillis);
            long start = System.nanoTime();
            long[] sorted = trips(template, countedMillis);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "result p50=%.2f p99=%.2f rate=%.6f%n",
                    sorted[sorted.length / 2] / 1e3,
                    sorted[(int) (sorted.length * 0.99)] / 1e3,
                    sorted.length / seconds / 1e6);
        }
    }

    /** What the requests took, in nanoseconds and order. */
    private long[] trips(ZmqTemplate template, long millis) throws Exception {
        int callers = number("callers", 1);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        Callable<long[]> caller = () -> call(template, end);
        long[] all = new long[0];
        for (Future<long[]> one : threads.invokeAll(
                IntStream.range(0, callers).mapToObj(i -> caller).toList())) {
            long[] more = one.get();
            all = Arrays.copyOf(all, all.length + more.length);
            System.arraycopy(more, 0, all, all.length - more.length, more.length);
        }
        threads.shutdown();
        Arrays.sort(all);
        return all;
    }

    private static long[] call(ZmqTemplate template, long end) {
        ZmqDestination far = ZmqDestination.name(Application.FAR);
        long[] delays = new long[1 << 10];
        int count = 0;
        for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
            Order answer = template.convertSendAndReceive(far, Order.example(count), Order.class);
            if (answer.id() != count + 1) {
                throw new IllegalStateException("asked with " + count + ", got " + answer);
            }
            if (count == delays.length) {
                delays = Arrays.copyOf(delays, count * 2);
            }
            delays[count++] = System.nanoTime() - start;
        }
        return Arrays.copyOf(delays, count);
    }
}
