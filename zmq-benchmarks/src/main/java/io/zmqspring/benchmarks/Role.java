package io.zmqspring.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One process of a comparison. Arguments are {@code key=value}: {@code library}, {@code role}, {@code type},
 * {@code size} in octets, {@code sockets} that each have as many {@code threads}, {@code warm} and {@code counted} in milliseconds,
 * {@code rate} in messages a second, {@code io} threads, {@code heartbeat} in milliseconds, and {@code endpoint} to connect to. Without an endpoint the role binds and prints where. The C
 * program for libzmq knows the same arguments. A role that measures prints one line: {@code result name=value …}.
 */
public final class Role {
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final int TURN = 100;
    private static final int LOOK_AT_THE_CLOCK_EVERY = 64 << 10;

    private final Map<String, String> arguments;
    private final int size;
    private final int sockets;
    private final long warmNanos;
    private final long countedNanos;

    private Role(Map<String, String> arguments) {
        this.arguments = arguments;
        this.size = number("size", 64);
        this.sockets = number("sockets", 1);
        this.warmNanos = TimeUnit.MILLISECONDS.toNanos(number("warm", 2000));
        this.countedNanos = TimeUnit.MILLISECONDS.toNanos(number("counted", 2000));
    }

    /**
     * Plays one role until it has measured, or until it is killed.
     *
     * @param args see above
     * @throws Exception if the role cannot be played
     */
    public static void main(String[] args) throws Exception {
        Map<String, String> arguments = Stream.of(args)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        new Role(arguments).play();
    }

    private Curve curve() {
        return Curve.valueOf(arguments.getOrDefault("curve", "none").toUpperCase(Locale.ROOT));
    }

    private int number(String key, int otherwise) {
        return Integer.parseInt(arguments.getOrDefault(key, Integer.toString(otherwise)));
    }

    private void play() throws InterruptedException, ExecutionException {
        try (Library library =
                Library.open(arguments.get("library"), curve(), number("io", 1), number("heartbeat", 0))) {
            switch (arguments.get("role")) {
                case "flood" -> eachSocket(library, this::flood);
                case "spread" -> spread(library);
                case "sink" -> sink(library);
                case "duplex" -> report(eachSocket(library, this::duplex));
                case "echo" -> eachSocket(library, this::echo);
                case "answer" -> answer(wireOf(library));
                case "ping" -> eachSocket(library, this::ping);
                case "pace" -> eachSocket(library, this::pace);
                case "delay" -> eachSocket(library, this::delay);
                case "local" -> local(library);
                case "publish" -> eachSocket(library, this::publish);
                case "subscribers" -> subscribers(library);
                case "host" -> new Crowd(number("peers", 1)).host(wireOf(library));
                case "guests" -> guests(wireOf(library));
                default -> throw new IllegalArgumentException("no such role: " + arguments);
            }
        }
    }

    private static void answer(Wire wire) throws InterruptedException {
        wire.answerDirectly();
        Thread.currentThread().join();
    }

    /** Stays until it is killed. */
    private void guests(Wire wire) throws InterruptedException {
        wire.connectAndGreet(arguments.get("endpoint"), number("peers", 1));
        Thread.currentThread().join();
    }

    private Wire wireOf(Library library) {
        Wire wire = library.socket(arguments.get("type"));
        if (!arguments.containsKey("endpoint")) {
            open(wire);
        }
        return wire;
    }

    /** What is done with one socket. */
    private interface Act<T> {
        T on(Wire wire);
    }

    /** Does the same with every socket, each on a thread of its own, and returns what came of it. */
    private <T> List<T> eachSocket(Library library, Act<T> act) throws InterruptedException, ExecutionException {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            Wire wire = library.socket(arguments.get("type"));
            open(wire);
            wires.addAll(Collections.nCopies(number("threads", 1), wire));
        }
        return onThreads(wires, act);
    }

    private static <T> List<T> onThreads(List<Wire> wires, Act<T> act) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(wires.size(), task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        List<Future<T>> running =
                wires.stream().map(wire -> threads.submit(() -> act.on(wire))).toList();
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get());
        }
        threads.shutdown();
        return results;
    }

    private void open(Wire wire) {
        String endpoint = arguments.get("endpoint");
        if (endpoint == null) {
            System.out.println(wire.bind(ANY_PORT));
        } else {
            wire.connect(endpoint);
        }
    }

    static void report(String format, Object... values) {
        System.out.printf(Locale.ROOT, "result " + format + "%n", values);
    }

    // ---- one way -------------------------------------------------------------------------------------------------

    private Void flood(Wire wire) {
        byte[] body = new byte[size];
        while (!Thread.currentThread().isInterrupted()) {
            wire.send(body);
        }
        return null;
    }

    /** One thread sends by turns through as many sockets as there are, each with a connection of its own. */
    private void spread(Library library) {
        byte[] body = new byte[size];
        List<Wire> wires = Stream.generate(() -> wireOf(library)).limit(sockets).toList();
        wires.forEach(wire -> wire.connect(arguments.get("endpoint")));
        while (!Thread.currentThread().isInterrupted()) {
            wires.forEach(wire -> wire.send(body));
        }
    }

    /** Sends and receives by turns, as the other side does, so that both directions are busy. The rate is that of one. */
    private double duplex(Wire wire) {
        byte[] body = new byte[size];
        if (!arguments.containsKey("endpoint")) {
            wire.receive(); // to know whom to send to
        }
        sendMany(wire, body, 4);
        exchangeFor(wire, body, warmNanos);
        long start = System.nanoTime();
        long count = exchangeFor(wire, body, countedNanos);
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static long exchangeFor(Wire wire, byte[] body, long nanos) {
        long count = 0;
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            sendMany(wire, body, 1);
            count += receiveMany(wire);
        }
        return count;
    }

    private static void sendMany(Wire wire, byte[] body, int times) {
        for (int i = 0; i < times * TURN; i++) {
            wire.send(body);
        }
    }

    private static int receiveMany(Wire wire) {
        for (int i = 0; i < TURN; i++) {
            wire.receive();
        }
        return TURN;
    }

    private void sink(Library library) throws InterruptedException, ExecutionException {
        report(eachSocket(library, this::rate));
    }

    private void report(List<Double> rates) {
        double[] sorted =
                rates.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double sum = Arrays.stream(sorted).sum();
        double mean = sum / sorted.length;
        report(
                "rate=%.6f volume=%.3f unfair=%.4f",
                sum / 1e6, sum * size / 1e6, Math.max(sorted[sorted.length - 1] / mean - 1, 1 - sorted[0] / mean));
    }

    /** Messages a second. */
    private double rate(Wire wire) {
        receiveFor(wire, warmNanos);
        long start = System.nanoTime();
        long count = receiveFor(wire, countedNanos);
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private long receiveFor(Wire wire, long nanos) {
        wire.receive();
        int batch = Math.max(1, Math.min(1000, LOOK_AT_THE_CLOCK_EVERY / Math.max(1, size)));
        long count = 1;
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            for (int i = 0; i < batch; i++) {
                wire.receive();
            }
            count += batch;
        }
        return count;
    }

    // ---- fan-out -------------------------------------------------------------------------------------------------

    /** Each message begins with a topic: one letter, in turn. */
    private Void publish(Wire wire) {
        byte[][] bodies = new byte[number("topics", 1)][size];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i][0] = (byte) ('a' + i);
        }
        for (int i = 0; !Thread.currentThread().isInterrupted(); i = (i + 1) % bodies.length) {
            wire.send(bodies[i]);
        }
        return null;
    }

    private void subscribers(Library library) {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            Wire wire = library.socket(arguments.get("type"));
            wire.subscribe(new byte[] {(byte) ('a' + i % number("topics", 1))});
            subscribeInVain(wire, i, number("subscriptions", 1) - 1);
            wires.add(wire);
        }
        for (int i = 0; i < number("others", 0); i++) {
            Wire wire = library.socket(arguments.get("type"));
            subscribeInVain(wire, sockets + i, number("subscriptions", 1));
            wire.connect(arguments.get("endpoint"));
        }
        wires.forEach(wire -> wire.connect(arguments.get("endpoint")));
        library.receiveFromAll(wires, System.nanoTime() + warmNanos);
        long start = System.nanoTime();
        long count = library.receiveFromAll(wires, start + countedNanos);
        report("rate=%.6f", count * 1e3 / (System.nanoTime() - start));
    }

    private static void subscribeInVain(Wire wire, int subscriber, int topics) {
        for (int i = 0; i < topics; i++) {
            wire.subscribe(("not sent " + subscriber + " " + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    // ---- there and back ------------------------------------------------------------------------------------------

    private Void echo(Wire wire) {
        while (!Thread.currentThread().isInterrupted()) {
            wire.send(wire.receive());
        }
        return null;
    }

    private Void ping(Wire wire) {
        trips(wire, warmNanos);
        reportDelays(trips(wire, countedNanos));
        return null;
    }

    private long[] trips(Wire wire, long forNanos) {
        byte[] body = new byte[size];
        long end = System.nanoTime() + forNanos;
        Delays delays = new Delays();
        for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
            wire.send(body);
            wire.receive();
            delays.add(System.nanoTime() - start);
        }
        return delays.sorted();
    }

    /** Delays in the order in which they were seen. */
    private static final class Delays {
        private long[] nanos = new long[1 << 16];
        private int count;

        void add(long delay) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = delay;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }

    private static void reportDelays(long[] sorted) {
        int n = sorted.length;
        report(
                "p50=%.2f p99=%.2f p999=%.2f",
                sorted[n / 2] / 1e3, sorted[(int) (n * 0.99)] / 1e3, sorted[(int) (n * 0.999)] / 1e3);
    }

    // ---- under an even load --------------------------------------------------------------------------------------

    /** Sends at an even rate. Each message says when it was due, so that a sender that is late makes it late. */
    private Void pace(Wire wire) {
        long interval = TimeUnit.SECONDS.toNanos(1) / number("rate", 100_000);
        for (long due = System.nanoTime(); !Thread.currentThread().isInterrupted(); due += interval) {
            long early = due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
            byte[] body = new byte[size];
            ByteBuffer.wrap(body).putLong(due);
            wire.send(body);
        }
        return null;
    }

    private Void delay(Wire wire) {
        delays(wire, warmNanos); // not sorted: what arrives meanwhile would be late
        reportDelays(delays(wire, countedNanos).sorted());
        return null;
    }

    /** The clock is the system's monotonic one, the same for both processes. */
    private static Delays delays(Wire wire, long forNanos) {
        Delays delays = new Delays();
        long end = System.nanoTime() + forNanos;
        for (long now = System.nanoTime(); now < end; ) {
            long due = ByteBuffer.wrap(wire.receive()).getLong();
            now = System.nanoTime();
            delays.add(now - due);
        }
        return delays;
    }

    // ---- within one process --------------------------------------------------------------------------------------

    /** A pair of sockets over inproc: {@code measure} is {@code rate} or {@code trip}. */
    private void local(Library library) throws InterruptedException, ExecutionException {
        String[] types = arguments.get("type").split("-");
        List<Wire> wires =
                IntStream.range(0, 2).mapToObj(i -> library.socket(types[i])).toList();
        String endpoint = wires.get(1).bind("inproc://here");
        wires.get(0).connect(endpoint);
        boolean oneWay = arguments.get("measure").equals("rate");
        Thread far = new Thread(() -> {
            if (oneWay) {
                flood(wires.get(0));
            } else {
                echo(wires.get(1));
            }
        });
        far.setDaemon(true);
        far.start();
        if (oneWay) {
            report(onThreads(List.of(wires.get(1)), this::rate));
        } else {
            onThreads(List.of(wires.get(0)), this::ping);
        }
        System.exit(0); // the other thread has a socket in its hands
    }
}
