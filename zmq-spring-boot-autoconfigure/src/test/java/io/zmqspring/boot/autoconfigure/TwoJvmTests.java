package io.zmqspring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Spring applications in two processes, of which one is killed without warning and started again. */
@Timeout(180)
class TwoJvmTests {
    private final List<Child> children = new ArrayList<>();

    @AfterEach
    void killAll() {
        children.forEach(child -> child.process.destroyForcibly());
    }

    @Test
    void a_trader_finds_a_desk_that_was_killed_and_restarted() throws Exception {
        Child desk = desk("*");
        Child trader = trader(desk.port);
        askUntilAnswered(trader, 1);

        desk.kill();
        assertThat(trader.ask("2")).isEqualTo("ZmqReplyTimeoutException");
        long restart = System.nanoTime();
        desk(desk.port);
        long listening = System.nanoTime();
        int orders = askUntilAnswered(trader, 3);

        report("desk killed", restart, listening, orders);
        askUntilAnswered(trader, 1000);
    }

    @Test
    void a_desk_serves_a_trader_that_was_killed_and_restarted() throws Exception {
        Child desk = desk("*");
        Child trader = trader(desk.port);
        askUntilAnswered(trader, 1);
        assertThat(desk.ask("peers")).isEqualTo("peers 1");

        trader.kill();
        long restart = System.nanoTime();
        Child again = trader(desk.port);
        long connecting = System.nanoTime();
        int orders = askUntilAnswered(again, 3);

        report("trader killed", restart, connecting, orders);
        assertThat(desk.ask("peers")).isEqualTo("peers 1");
    }

    /** A machine that is busy with other work may need more than one order's time; how many it took is returned. */
    private static int askUntilAnswered(Child trader, int first) throws Exception {
        for (int number = first; number < first + 100; number++) {
            String answer = trader.ask(Integer.toString(number));
            if (answer.startsWith("Receipt")) {
                assertThat(answer).isEqualTo("Receipt[orderId=" + number + ", accepted=true]");
                return number - first + 1;
            }
            assertThat(answer).isEqualTo("ZmqReplyTimeoutException");
        }
        throw new AssertionError("no order was answered");
    }

    private static void report(String what, long restart, long started, int orders) {
        long now = System.nanoTime();
        System.out.printf(
                "%s: first reply %d ms after its restart, %d ms after it was up, to order %d%n",
                what, (now - restart) / 1_000_000, (now - started) / 1_000_000, orders);
    }

    private Child desk(String port) throws Exception {
        return start("--spring.profiles.active=desk", "--zmq.sockets.desk.bind=tcp://127.0.0.1:" + port);
    }

    private Child trader(String port) throws Exception {
        return start("--zmq.sockets.trader.connect.desk=tcp://127.0.0.1:" + port);
    }

    private Child start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TwoJvmApplication.class.getName()));
        command.addAll(List.of(arguments));
        Child child =
                new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
        children.add(child);
        child.port = child.answer().replace("started ", "");
        return child;
    }

    /** A process that answers a line with a line. */
    private static final class Child {
        private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
        private static final String ENDED = "the process ended";

        private final Process process;
        private final PrintWriter commands;
        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private String port = "";

        Child(Process process) {
            this.process = process;
            this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
            Thread reader = new Thread(this::read, "output of process " + process.pid());
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(TwoJvmApplication.ANSWER)) {
                        answers.add(line.substring(TwoJvmApplication.ANSWER.length()));
                    } else {
                        System.out.println(process.pid() + ": " + line);
                    }
                }
            } catch (IOException killed) {
                System.out.println(process.pid() + ": " + killed.getMessage());
            } finally {
                answers.add(ENDED);
            }
        }

        String ask(String command) throws InterruptedException {
            commands.println(command);
            return answer();
        }

        String answer() throws InterruptedException {
            String answer = answers.poll(LONGEST_SILENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer)
                    .as("answer of process " + process.pid())
                    .isNotNull()
                    .isNotEqualTo(ENDED);
            return answer;
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
