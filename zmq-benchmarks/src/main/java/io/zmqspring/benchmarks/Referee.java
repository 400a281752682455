package io.zmqspring.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Compares whole processes, sender and receiver each one of their own, the libraries taking turns so that a machine whose
 * speed drifts is the same for all. Arguments: {@code rounds=5}, {@code only=} a pattern of ids, {@code libzmq=} the C
 * program, if there is one, {@code java=} homes of JDKs, with commas, {@code out=} the directory of the report,
 * and {@code warm=} and {@code counted=} in milliseconds.
 */
public final class Referee {
    /** The argument, with a number behind, that keeps a role's process on one processor. */
    static final String PROCESSOR = "processor=";

    private static final int DEADLINE_SECONDS = 60;
    private static final int MOST_WARMING_OF_COMPILED_CODE = 1000;

    private final Map<String, String> arguments;
    private final Path libzmq;

    private Referee(Map<String, String> arguments) {
        this.arguments = arguments;
        this.libzmq = Path.of(arguments.getOrDefault("libzmq", "no-libzmq"));
    }

    /**
     * Runs the comparison.
     *
     * @param args see above
     * @throws Exception if a process cannot be run
     */
    public static void main(String[] args) throws Exception {
        Map<String, String> arguments = new HashMap<>();
        for (String argument : args) {
            String[] pair = argument.split("=", 2);
            arguments.put(pair[0], pair[1]);
        }
        new Referee(arguments).run();
    }

    private void run() throws Exception {
        int rounds = Integer.parseInt(arguments.getOrDefault("rounds", "5"));
        Pattern only = Pattern.compile(arguments.getOrDefault("only", ".*"));
        List<Scenario> scenarios = Scenario.all().stream()
                .filter(scenario -> only.matcher(scenario.id()).matches())
                .toList();
        Path out = Path.of(arguments.getOrDefault("out", "."));
        for (String home :
                arguments.getOrDefault("java", System.getProperty("java.home")).split(",")) {
            Path java = Path.of(home, "bin", "java");
            Results results = new Results();
            for (int round = 1; round <= rounds; round++) {
                for (Scenario scenario : scenarios) {
                    for (Contender contender : contenders(scenario)) {
                        results.add(round, scenario, contender, measure(scenario, contender, java));
                    }
                }
                System.err.println("round " + round + " of " + rounds + " on " + home);
                new Report(scenarios, results, version(java)).write(out);
            }
        }
    }

    private List<Contender> contenders(Scenario scenario) {
        return scenario.contenders().stream()
                .filter(contender -> contender.has(scenario.types()))
                .filter(contender -> contender != Contender.LIBZMQ || Files.isExecutable(libzmq))
                .toList();
    }

    private static String version(Path java) throws IOException {
        Process process = new ProcessBuilder(java.toString(), "-XshowSettings:properties", "-version")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = reader(process)) {
            return output.lines()
                    .filter(line -> line.contains("java.specification.version"))
                    .map(line -> line.split("=")[1].trim())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    /** Runs the processes of one measurement; empty if they came to nothing. */
    private Map<String, Double> measure(Scenario scenario, Contender contender, Path java)
            throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        List<CompletableFuture<Map<String, Double>>> results = new ArrayList<>();
        try {
            String endpoint = "";
            if (!scenario.far().isEmpty()) {
                Process far = start(contender, java, scenario.far(), "");
                processes.add(far);
                BufferedReader output = reader(far);
                endpoint = output.readLine();
                if (endpoint == null) {
                    throw new ExecutionException(new IOException("it ended before it was bound"));
                }
                results.add(result(output));
            }
            Process near = start(contender, java, scenario.near(), endpoint);
            processes.add(near);
            results.add(result(reader(near)));
            CompletableFuture<?>[] reports = results.toArray(new CompletableFuture<?>[0]);
            @SuppressWarnings("unchecked")
            Map<String, Double> first =
                    (Map<String, Double>) CompletableFuture.anyOf(reports).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            return first;
        } catch (ExecutionException | TimeoutException e) {
            System.err.println(contender.title() + " gave no result in " + scenario.id() + ": " + e);
            return Map.of();
        } finally {
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private Process start(Contender contender, Path java, List<String> role, String endpoint) throws IOException {
        List<String> roleArguments = new ArrayList<>();
        List<String> command = new ArrayList<>();
        for (String argument : role) {
            if (argument.startsWith(PROCESSOR)) {
                command.addAll(List.of("taskset", "-c", argument.substring(PROCESSOR.length())));
            } else {
                roleArguments.add(argument);
            }
        }
        for (String key : List.of("warm", "counted")) {
            if (arguments.containsKey(key)) {
                roleArguments.add(key + "=" + millis(key, contender));
            }
        }
        if (!endpoint.isEmpty()) {
            roleArguments.add("endpoint=" + endpoint);
        }
        command.addAll(contender.command(java, libzmq.toAbsolutePath(), roleArguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private int millis(String key, Contender contender) {
        int millis = Integer.parseInt(arguments.get(key));
        return contender == Contender.LIBZMQ && key.equals("warm")
                ? Math.min(millis, MOST_WARMING_OF_COMPILED_CODE)
                : millis;
    }

    /** The one line that a role reports; never, if it reports none. */
    private static CompletableFuture<Map<String, Double>> result(BufferedReader output) {
        CompletableFuture<Map<String, Double>> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (output) {
                output.lines()
                        .filter(line -> line.startsWith("result "))
                        .findFirst()
                        .ifPresent(line -> result.complete(parse(line)));
            } catch (IOException | UncheckedIOException e) { // the process was ended
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static Map<String, Double> parse(String line) {
        Map<String, Double> values = new HashMap<>();
        for (String pair : line.substring("result ".length()).split(" ")) {
            String[] keyAndValue = pair.split("=", 2);
            values.put(keyAndValue[0], Double.parseDouble(keyAndValue[1]));
        }
        return values;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
