package io.zmqspring.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** libzmq, through its Python binding. */
public final class Python {
    /** Debian's: another one that stands first on the path does not see Debian's packages. */
    private static final String COMMAND = "/usr/bin/python3";

    /** Why a test is skipped that needs it. */
    public static final String MISSING = COMMAND + " has no module zmq; install Debian's python3-zmq to run this";

    private Python() {}

    /** Whether there is a Python with libzmq. */
    public static boolean hasZmq() {
        try {
            Process probe = new ProcessBuilder(COMMAND, "-c", "import zmq")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(30, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while looking for python3-zmq", e);
        }
    }

    /** Starts a script that lies beside a class. */
    public static Process start(Class<?> beside, String script, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(COMMAND));
            command.add(Path.of(beside.getResource(script).toURI()).toString());
            command.addAll(List.of(arguments));
            return start(command);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a program that is short enough to stand in a test. */
    public static Process startProgram(String program) {
        return start(List.of(COMMAND, "-c", program));
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
