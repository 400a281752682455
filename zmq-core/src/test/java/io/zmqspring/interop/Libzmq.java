package io.zmqspring.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.zmqspring.SocketType;
import io.zmqspring.testkit.Python;
import io.zmqspring.testkit.TestTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** libzmq in a Python process of its own, which obeys libzmq_peer.py. */
final class Libzmq implements Library {
    private static final Set<SocketType> DRAFTS = EnumSet.of(
            SocketType.CLIENT,
            SocketType.SERVER,
            SocketType.RADIO,
            SocketType.DISH,
            SocketType.SCATTER,
            SocketType.GATHER,
            SocketType.PEER,
            SocketType.CHANNEL);

    private final @Nullable Child child;
    private int opened;

    Libzmq() {
        child = Python.hasZmq() ? new Child() : null;
    }

    @Override
    public String name() {
        return "libzmq";
    }

    @Override
    public List<TestTransport> transports() {
        return List.of(TestTransport.TCP, TestTransport.IPC);
    }

    @Override
    public Optional<String> cannot(SocketType type) {
        if (child == null) {
            return Optional.of(Python.MISSING);
        }
        if (!DRAFTS.contains(type)) {
            return Optional.empty();
        }
        boolean drafts = child.ask("draft").equals("yes");
        return Optional.of(
                drafts
                        ? "the draft type " + type + " is tried with JeroMQ only"
                        : "this libzmq is built without draft types, and " + type + " is one");
    }

    @Override
    public End open(SocketType type, boolean heartbeats, String identity, Protection protection) {
        Child running = running();
        String number = Integer.toString(++opened);
        running.ask("open", number, type.name(), heartbeats ? HEARTBEAT.toMillis() + "" : "0", frame(identity));
        switch (protection) {
            case NONE -> {}
            case PLAIN_CLIENT -> running.ask("plain-client", number, Protection.USER, Protection.PASSWORD);
            case PLAIN_SERVER -> running.ask("plain-server", number, Protection.USER, Protection.PASSWORD);
            case CURVE_CLIENT ->
                running.ask(
                        "curve-client",
                        number,
                        Protection.SERVER.publicKey().toString(),
                        Protection.CLIENT.publicKey().toString(),
                        Protection.CLIENT.secretText());
            case CURVE_SERVER ->
                running.ask(
                        "curve-server",
                        number,
                        Protection.CLIENT.publicKey().toString(),
                        Protection.SERVER.secretText());
        }
        return new LibzmqEnd(running, number);
    }

    private Child running() {
        if (child == null) {
            throw new AssertionError("no python3-zmq here; ask cannot() first");
        }
        return child;
    }

    private static String frame(String octets) {
        return "x" + HexFormat.of().formatHex(octets.getBytes(ISO_8859_1));
    }

    private static String octets(String frame) {
        return new String(HexFormat.of().parseHex(frame, 1, frame.length()), ISO_8859_1);
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }

    private static final class Child {
        private final Process process;
        private final Writer commands;
        private final BufferedReader answers;

        Child() {
            process = Python.start(Libzmq.class, "libzmq_peer.py");
            commands = new OutputStreamWriter(process.getOutputStream(), US_ASCII);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
        }

        String ask(String... words) {
            try {
                commands.write(String.join(" ", words) + "\n");
                commands.flush();
                String answer = answers.readLine();
                if (answer == null || !answer.startsWith("ok")) {
                    throw new AssertionError("libzmq, asked to " + Text.brief(Arrays.asList(words)) + ": " + answer);
                }
                return answer.substring(2).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            try {
                commands.close();
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                answers.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while libzmq's process ends", e);
            }
        }
    }

    private record LibzmqEnd(Child child, String number) implements End {
        @Override
        public String bind(String endpoint) {
            return child.ask("bind", number, endpoint);
        }

        @Override
        public void connect(String endpoint) {
            child.ask("connect", number, endpoint);
        }

        @Override
        public void subscribe(String topic) {
            child.ask("subscribe", number, frame(topic));
        }

        @Override
        public void unsubscribe(String topic) {
            child.ask("unsubscribe", number, frame(topic));
        }

        @Override
        public void send(List<String> frames) {
            child.ask("send", number, frames.stream().map(Libzmq::frame).collect(Collectors.joining(" ")));
        }

        @Override
        public @Nullable List<String> receive(Duration timeout) {
            String answer = child.ask("receive", number, Long.toString(timeout.toMillis()));
            return answer.equals("nothing")
                    ? null
                    : Arrays.stream(answer.split(" ")).map(Libzmq::octets).toList();
        }

        @Override
        public void close() {
            child.ask("close", number);
        }
    }
}
