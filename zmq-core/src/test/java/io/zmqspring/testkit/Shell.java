package io.zmqspring.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tools of the system, for faults that only it can make. */
public final class Shell {
    private Shell() {}

    /** Runs a command; what it says, or a failure of the test with it. */
    public static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new AssertionError(String.join(" ", command), e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted in " + String.join(" ", command), e);
        }
    }

    /** The same, of words. */
    public static String run(String... command) {
        return run(List.of(command));
    }

    /** Whether there is a tool of that name. */
    public static boolean has(String tool) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    /** Why networks cannot be made and broken here; empty if they can. */
    public static String noNetworks() {
        if (!System.getProperty("user.name").equals("root")) {
            return "this needs root: networks of our own, with ip netns";
        }
        for (String tool : List.of("ip", "iptables", "tc", "ss")) {
            if (!has(tool)) {
                return "this needs " + tool + ": install Debian's iproute2 and iptables";
            }
        }
        return "";
    }
}
