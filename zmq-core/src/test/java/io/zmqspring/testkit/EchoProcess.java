package io.zmqspring.testkit;

import io.zmqspring.DealerSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A DEALER that echoes, in a process of its own: one that can be killed, frozen and kept short of things. */
public final class EchoProcess implements AutoCloseable {
    private final Process process;

    private EchoProcess(Process process) {
        this.process = process;
    }

    /** Its main program: {@code connect|bind endpoint}. It says where it is bound, and ends with its input. */
    public static void main(String[] arguments) throws IOException {
        try (ZmqContext context = ZmqContext.create()) {
            DealerSocket dealer =
                    context.dealer(SocketOptions.builder().linger(Duration.ZERO).build());
            if (arguments[0].equals("bind")) {
                System.out.println(dealer.bind(arguments[1]));
            } else {
                dealer.connect(arguments[1]);
                System.out.println("connecting");
            }
            Background.run(() -> {
                while (true) {
                    try {
                        dealer.send(dealer.receive());
                    } catch (OutOfMemoryError e) {
                        System.err.println("echo: " + e);
                    }
                }
            });
            while (System.in.read() >= 0) {
                // until the process under test has seen enough
            }
        }
    }

    /** Starts one, behind a command such as {@code bash -c ulimit} and with flags of the JVM. */
    public static EchoProcess start(List<String> before, List<String> flags, String... arguments) {
        return start(EchoProcess.class, List.of(), before, flags, arguments);
    }

    /** Starts another program of the tests in the same way, with the libraries of some classes beside ours. */
    public static EchoProcess start(
            Class<?> program, List<Class<?>> libraries, List<String> before, List<String> flags, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        String path = Stream.concat(Stream.of(classes()), libraries.stream().map(EchoProcess::location))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", path));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        try {
            return new EchoProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is started already and echoes, of whatever library. */
    public static EchoProcess of(Process process) {
        return new EchoProcess(process);
    }

    private static Path location(Class<?> one) {
        try {
            return Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** All classes in one file, as an application has them: loading more of them takes no descriptor. */
    private static synchronized Path classes() {
        try {
            Path jar = Files.createTempFile("echo", ".jar");
            jar.toFile().deleteOnExit();
            Set<String> written = new HashSet<>();
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (Class<?> one : List.of(EchoProcess.class, ZmqContext.class)) {
                    add(location(one), out, written);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(Path root, JarOutputStream out, Set<String> written) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (name.endsWith(".class") && written.add(name)) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                }
            }
        }
    }

    /** What it says first. */
    public String firstLine() {
        return nextLine();
    }

    /** The end of its input, after which it has something to say. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says next. */
    public String nextLine() {
        try {
            return process.inputReader().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends it a signal, as {@code STOP}, {@code CONT} or {@code KILL}. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Time of a processor that it has used. */
    public Duration used() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
