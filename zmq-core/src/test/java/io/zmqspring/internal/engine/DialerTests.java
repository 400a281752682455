package io.zmqspring.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.DropReason;
import io.zmqspring.Endpoint;
import io.zmqspring.PeerState;
import io.zmqspring.Reconnect;
import io.zmqspring.SocketOptions;
import io.zmqspring.SocketType;
import io.zmqspring.event.SocketEvent;
import io.zmqspring.internal.concurrent.Clock;
import io.zmqspring.internal.pipe.MessageQueue;
import io.zmqspring.internal.pipe.Pipe;
import io.zmqspring.internal.pipe.Subscription;
import io.zmqspring.internal.transport.SocketHost;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connecting, with a family of channels whose names and sockets the test decides on. */
class DialerTests {
    private final EventLoopGroup loops = loops(Clock.SYSTEM);
    private final ExecutorService resolver = Executors.newSingleThreadExecutor(task -> new Thread(task, "resolver"));
    private final Host host = new Host();
    private final Family family = new Family();

    @AfterEach
    void stop() {
        loops.stop();
        resolver.shutdownNow();
    }

    @Test
    @Tag("Z-210")
    void aConnectionThatReachedItselfIsGivenUpAndTriedAgain() throws IOException {
        int port = freePort();
        family.localPort = port;
        family.answers.add(List.of(loopback(port)));
        Pipe pipe = dial("self.example:" + port);
        List<SocketEvent.ConnectRetried> retries = host.events.await(SocketEvent.ConnectRetried.class, 3);
        assertThat(retries)
                .extracting(SocketEvent.ConnectRetried::detail)
                .contains("the connection had reached itself");
        assertThat(retries).extracting(SocketEvent.ConnectRetried::reason).contains(Reconnect.Failure.UNREACHABLE);
        assertThat(host.events.events(SocketEvent.Connected.class)).isEmpty();
        pipe.close(0);
        host.awaitTerminated(pipe);
        try (ServerSocketChannel server = ServerSocketChannel.open()) { // the port is not occupied by ourselves
            server.setOption(java.net.StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(loopback(port));
            assertThat(server.isOpen()).isTrue();
        }
    }

    @Test
    @Tag("T-TCP-15")
    @Tag("T-TCP-16")
    @Tag("F-26")
    void aNameIsLookedUpForEachAttemptAndNeverOnTheLoop() throws IOException {
        try (RawPeer.Listener listener = RawPeer.listen(TestTransport.TCP)) {
            int deadPort = freePort();
            int port = Endpoint.parse(listener.endpoint()).port().orElseThrow();
            family.answers.add(null);
            family.answers.add(List.of(loopback(deadPort)));
            family.answers.add(List.of(loopback(port)));
            Pipe pipe = dial("moving.example:5555");
            try (RawPeer peer = listener.accept()) {
                peer.handshake();
                Until.isTrue("the pipe is connected", () -> pipe.status().state() == PeerState.CONNECTED);
            }
            assertThat(host.events
                            .events(SocketEvent.ConnectRetried.class)
                            .get(0)
                            .detail())
                    .isEqualTo("cannot resolve moving.example:5555: moving.example");
            assertThat(host.events
                            .events(SocketEvent.ConnectRetried.class)
                            .get(1)
                            .detail())
                    .containsIgnoringCase("refused");
            assertThat(family.threads).isNotEmpty().containsOnly("resolver");
            pipe.close(0);
            host.awaitTerminated(pipe);
        }
    }

    @Test
    void theAddressesOfANameAreTriedInTurn() throws IOException {
        try (RawPeer.Listener listener = RawPeer.listen(TestTransport.TCP)) {
            int deadPort = freePort();
            int port = Endpoint.parse(listener.endpoint()).port().orElseThrow();
            family.answers.add(List.of(loopback(deadPort), loopback(port)));
            Pipe pipe = dial("two.example:5555");
            listener.accept().handshake().close();
            pipe.close(0);
            host.awaitTerminated(pipe);
        }
    }

    // ---- by a clock of the test's --------------------------------------------------------------------------------

    /** What the server at the other end does with a connection. */
    private enum Server {
        HANGS_UP(peer -> peer.expect(Wire.GREETING).close()),
        BREAKS_THE_HANDSHAKE_OFF(peer ->
                peer.send(Wire.GREETING).expect(Wire.GREETING, Wire.READY).close()),
        LETS_IN_AND_OUT_AGAIN(peer -> peer.handshake().close());

        private final Consumer<RawPeer> serve;

        Server(Consumer<RawPeer> serve) {
            this.serve = serve;
        }
    }

    private Pipe dial(RawPeer.Listener listener, EventLoopGroup loops) {
        family.answers.add(
                List.of(loopback(Endpoint.parse(listener.endpoint()).port().orElseThrow())));
        return dial("server.example:5555", loops);
    }

    /** With the default waits; nominal are 9 attempts, at 0, 0.1, 0.3, 0.7 ... s, or 5, at 0, 0.4, 1.2, 2.8 and 6 s. */
    @ParameterizedTest
    @CsvSource({"HANGS_UP, 10", "BREAKS_THE_HANDSHAKE_OFF, 5", "LETS_IN_AND_OUT_AGAIN, 10"})
    @Tag("JQ-26")
    @Tag("N-18")
    @Tag("F-22")
    void aServerThatTakesNobodyIsAskedSeldom(Server server, int most) {
        host.options = SocketOptions.builder().build();
        OwnTime time = new OwnTime();
        EventLoopGroup loops = loops(time);
        try (RawPeer.Listener listener = RawPeer.listen(TestTransport.TCP)) {
            Pipe pipe = dial(listener, loops);
            int attempts = 0;
            for (; time.passed().toSeconds() < 10; attempts++) {
                server.serve.accept(listener.accept());
                time.pass(
                        host.events
                                .await(SocketEvent.ConnectRetried.class, attempts + 1)
                                .get(attempts)
                                .delay(),
                        loops);
            }
            assertThat(attempts).isBetween(most / 2, most);
            pipe.close(0);
            host.awaitTerminated(pipe);
        } finally {
            loops.stop();
        }
    }

    @Test
    @Tag("JQ-26")
    void aConnectionThatLastsMakesTheWaitsShortAgainAndOneThatWaitsForTheHandshakeDoesNot() {
        host.options = SocketOptions.builder().build();
        OwnTime time = new OwnTime();
        EventLoopGroup loops = loops(time);
        try (RawPeer.Listener listener = RawPeer.listen(TestTransport.TCP)) {
            Pipe pipe = dial(listener, loops);
            for (int attempt = 1; attempt <= 3; attempt++) {
                RawPeer silent = listener.accept().send(Wire.GREETING).expect(Wire.GREETING, Wire.READY);
                time.pass(host.options.handshakeTimeout(), loops);
                silent.expectEnd();
                silent.close();
                Duration wait = host.events
                        .await(SocketEvent.ConnectRetried.class, attempt)
                        .get(attempt - 1)
                        .delay();
                assertThat(wait.toMillis()).isBetween(320L << attempt - 1, 480L << attempt - 1);
                time.pass(wait, loops);
            }
            RawPeer good = listener.accept().handshake();
            Until.isTrue("the pipe is connected", () -> pipe.status().state() == PeerState.CONNECTED);
            time.pass(host.options.reconnect().maxDelay(), loops);
            good.close();
            assertThat(host.events
                            .await(SocketEvent.ConnectRetried.class, 4)
                            .get(3)
                            .delay()
                            .toMillis())
                    .isBetween(80L, 120L);
            pipe.close(0);
            host.awaitTerminated(pipe);
        } finally {
            loops.stop();
        }
    }

    /** Time that passes when the test says so. */
    private static final class OwnTime implements Clock {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }

        Duration passed() {
            return Duration.ofNanos(nanos.get());
        }

        /** Lets time pass, and the loops see it. */
        void pass(Duration time, EventLoopGroup loops) {
            nanos.addAndGet(time.toNanos());
            loops.next().execute(() -> {});
        }
    }

    private static EventLoopGroup loops(Clock clock) {
        return new EventLoopGroup(1, clock, new io.zmqspring.internal.concurrent.WaitingRoom());
    }

    private Pipe dial(String address) {
        return dial(address, loops);
    }

    private Pipe dial(String address, EventLoopGroup loops) {
        Pipe pipe = Pipe.create(new Endpoint("tcp", address), false, host.options(), Clock.SYSTEM.now());
        pipe.setRoutingId(1);
        new Dialer(family, loops.next(), resolver, pipe, host).start();
        return pipe;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int freePort() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(loopback(0));
            return ((InetSocketAddress) server.getLocalAddress()).getPort();
        }
    }

    /** tcp whose names resolve to what the test says, the last answer for ever, null for an unknown host. */
    private static final class Family implements StreamFamily {
        private final TcpFamily tcp = new TcpFamily();
        private final List<List<SocketAddress>> answers = new CopyOnWriteArrayList<>();
        private final List<String> threads = new CopyOnWriteArrayList<>();
        private volatile int localPort;

        @Override
        public Destination destination(Endpoint endpoint, SocketOptions options) {
            Destination destination = tcp.destination(endpoint, options);
            return new Destination() {
                @Override
                public boolean isNamed() {
                    return destination.isNamed();
                }

                @Override
                public List<SocketAddress> resolve() throws UnknownHostException {
                    return answer();
                }

                @Override
                public SocketChannel open() throws IOException {
                    SocketChannel channel = destination.open();
                    if (localPort > 0) { // a connect to the port it comes from reaches itself, by the rules of TCP
                        channel.setOption(java.net.StandardSocketOptions.SO_REUSEADDR, true);
                        channel.bind(loopback(localPort));
                    }
                    return channel;
                }

                @Override
                public Ends ends(SocketChannel channel) throws IOException {
                    return destination.ends(channel);
                }
            };
        }

        private List<SocketAddress> answer() throws UnknownHostException {
            threads.add(Thread.currentThread().getName());
            List<SocketAddress> answer = answers.get(Math.min(threads.size(), answers.size()) - 1);
            if (answer == null) {
                throw new UnknownHostException("moving.example");
            }
            return answer;
        }

        @Override
        public void configure(SocketChannel channel, SocketOptions options) throws IOException {
            tcp.configure(channel, options);
        }

        @Override
        public Listener listen(Endpoint endpoint, SocketOptions options) {
            return tcp.listen(endpoint, options);
        }

        @Override
        public Ends ends(SocketChannel channel, Endpoint bound) throws IOException {
            return tcp.ends(channel, bound);
        }
    }

    private static final class Host implements SocketHost {
        private final EventRecorder events = new EventRecorder();
        private final List<Pipe> terminated = new CopyOnWriteArrayList<>();
        private SocketOptions options = SocketOptions.builder()
                .reconnect(new Reconnect(Duration.ofMillis(5), Duration.ofMillis(20)))
                .build();

        void awaitTerminated(Pipe pipe) {
            Until.isTrue("the pipe has ended", () -> terminated.contains(pipe));
        }

        @Override
        public SocketType type() {
            return SocketType.PEER;
        }

        @Override
        public SocketOptions options() {
            return options;
        }

        @Override
        public Executor authenticators() {
            return Runnable::run;
        }

        @Override
        public @Nullable String attach(Pipe pipe) {
            return null;
        }

        @Override
        public void connected(Pipe pipe) {
            // nothing is sent
        }

        @Override
        public void disconnected(Pipe pipe) {
            // nothing is received
        }

        @Override
        public boolean subscription(Pipe pipe, Subscription subscription) {
            return true; // nothing is published
        }

        @Override
        public void unfiltered(Pipe pipe, int largestMessage) {
            // nothing is published
        }

        @Override
        public void changed(Pipe pipe) {
            // peers() is not looked at
        }

        @Override
        public void terminated(Pipe pipe) {
            terminated.add(pipe);
        }

        @Override
        public void event(SocketEvent event) {
            events.onEvent(event);
        }

        @Override
        public void dropped(Endpoint endpoint, DropReason reason, MessageQueue.Count count) {
            // nothing is sent
        }

        @Override
        public void reconnected() {
            // not counted
        }

        @Override
        public void handshakeFailed() {
            // not counted
        }
    }
}
