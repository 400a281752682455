package io.zmqspring.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmqspring.testkit.EchoProcess;
import io.zmqspring.testkit.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the clock of a process, with libfaketime. The monotonic clock goes on as it always does. */
@Tag("faults")
@Timeout(60)
class ClockJumpTests {
    private static final List<String> JUMPS = List.of("+1h", "-1h", "+2d", "-2d", "+0");

    @TempDir
    Path directory;

    @Test
    @Tag("F-18")
    void breaksNoConnectionLosesNothingAndProlongsNoWait() throws IOException {
        Path library = Stream.of(
                        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
                        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        assumeTrue(library != null, "this needs libfaketime: install Debian's faketime");
        Path offset = Files.writeString(directory.resolve("offset"), "+0\n");
        List<String> faked = List.of(
                "env",
                "LD_PRELOAD=" + library,
                "FAKETIME_TIMESTAMP_FILE=" + offset,
                "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                "DONT_FAKE_MONOTONIC=1");
        try (EchoProcess process = EchoProcess.start(JumpingClock.class, List.of(), faked, List.of("-Xmx64m"))) {
            assertThat(process.nextLine()).isEqualTo("running");
            for (String jump : JUMPS) {
                Files.writeString(offset, jump + "\n");
                Until.stays("at " + jump, Duration.ofSeconds(3), process::isAlive);
            }
            process.endInput();
            List<Integer> said = Stream.of(process.nextLine().split(" "))
                    .map(Integer::valueOf)
                    .toList();
            System.out.printf(
                    "clock set %s: %d round trips, %d missed, %d connections lost, %d jumps seen, longest wait of 5 ms: %d ms%n",
                    JUMPS, said.get(0), said.get(1), said.get(2), said.get(3), said.get(4));
            assertThat(said.get(0)).isGreaterThan(100);
            assertThat(said.get(1)).as("missed").isZero();
            assertThat(said.get(2)).as("connections lost").isZero();
            assertThat(said.get(3))
                    .as("the control: jumps a timer by the wall clock would see")
                    .isEqualTo(JUMPS.size());
            assertThat(said.get(4)).as("longest wait").isLessThan(1500);
        }
    }
}
