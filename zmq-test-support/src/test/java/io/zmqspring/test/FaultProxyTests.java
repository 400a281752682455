package io.zmqspring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.test.Fault.End;
import io.zmqspring.test.FaultProxy.Answer;
import io.zmqspring.test.FaultProxy.Direction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault shows between a client and a server that sends back what it receives. */
@Timeout(30)
class FaultProxyTests {
    private final byte[] octets = new byte[100_000];
    private ServerSocket server;

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(octets);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (true) {
                try {
                    Socket socket = server.accept();
                    new Thread(() -> echo(socket), "echo").start();
                } catch (IOException closed) {
                    return;
                }
            }
        });
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException broken) {
            // by a fault
        }
    }

    private FaultProxy proxy(Fault toServer) {
        return FaultProxy.to(
                "127.0.0.1:" + server.getLocalPort(),
                7,
                (connection, direction) -> direction == Direction.TO_SERVER ? toServer : Fault.none());
    }

    private static Socket connect(FaultProxy proxy) throws IOException {
        Socket socket = new Socket();
        socket.connect(address(proxy));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static InetSocketAddress address(FaultProxy proxy) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(proxy.endpoint().substring("tcp://127.0.0.1:".length())));
    }

    /** What comes back of what is sent, up to the end of the stream. */
    private byte[] echoed(FaultProxy proxy, byte[] sent) throws IOException {
        try (Socket socket = connect(proxy)) {
            Thread sender = new Thread(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException broken) {
                    // by a fault
                }
            });
            sender.start();
            return socket.getInputStream().readAllBytes();
        }
    }

    private byte[] echoed(Fault fault) throws IOException {
        try (FaultProxy proxy = proxy(fault)) {
            return echoed(proxy, octets);
        }
    }

    @Test
    void withoutFaultsEverythingPassesAndSoDoTheEnds() throws IOException {
        assertThat(echoed(Fault.none())).isEqualTo(octets);
    }

    @Test
    void chunksDelayAndANarrowWayChangeNothingButTheTime() throws IOException {
        assertThat(echoed(Fault.chunks(1, 7).then(Fault.delay(Duration.ofMillis(1), Duration.ofMillis(1)))))
                .isEqualTo(octets);
        long begin = System.nanoTime();
        assertThat(echoed(Fault.delay(Duration.ofMillis(100), Duration.ZERO))).isEqualTo(octets);
        assertThat(System.nanoTime() - begin).isGreaterThan(100_000_000);
        begin = System.nanoTime();
        assertThat(echoed(Fault.throttle(500_000))).isEqualTo(octets);
        assertThat(System.nanoTime() - begin).isGreaterThan(150_000_000);
    }

    @Test
    void chunksAreOfTheSizesAskedFor() {
        int[] largest = {0};
        Fault.Stage stage = Fault.chunks(2, 5).begin(new java.util.SplittableRandom(3));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        stage.pass(new Fault.Piece(octets, 0, End.NONE), piece -> {
            largest[0] = Math.max(largest[0], piece.octets().length);
            all.writeBytes(piece.octets());
        });
        assertThat(largest[0]).isEqualTo(5);
        assertThat(all.toByteArray()).isEqualTo(octets);
    }

    @Test
    void aCutEndsTheStreamWhereItIsToldTo() throws IOException {
        assertThat(echoed(Fault.cutAfter(1234, End.FINISH))).isEqualTo(Arrays.copyOf(octets, 1234));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> echoed(Fault.cutAfter(1234, End.RESET)));
        try (FaultProxy proxy = proxy(Fault.cutAfter(1234, End.NONE));
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write(octets);
            assertThat(socket.getInputStream().readNBytes(1234)).isEqualTo(Arrays.copyOf(octets, 1234));
            socket.setSoTimeout(50);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> socket.getInputStream().read());
        }
    }

    @Test
    void aFlipChangesOneBitAndFlipsManyFromTheSeed() throws IOException {
        byte[] one = echoed(Fault.flipBitOf(99_999));
        assertThat(differentBits(one)).isEqualTo(1);
        assertThat(one[99_999]).isNotEqualTo(octets[99_999]);
        byte[] many = echoed(Fault.flipBitsEvery(1000));
        assertThat(differentBits(many)).isBetween(50, 200);
    }

    private int differentBits(byte[] others) {
        assertThat(others).hasSameSizeAs(octets);
        int bits = 0;
        for (int i = 0; i < others.length; i++) {
            bits += Integer.bitCount((others[i] ^ octets[i]) & 0xff);
        }
        return bits;
    }

    // ---- frames --------------------------------------------------------------------------------------------------

    private byte[] framesAfter(Fault fault, String frames) throws IOException {
        byte[] greeting = new byte[64];
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(greeting);
        for (char c : frames.toCharArray()) {
            all.writeBytes(frame(c));
        }
        try (FaultProxy proxy = proxy(fault)) {
            byte[] result = echoed(proxy, all.toByteArray());
            return Arrays.copyOfRange(result, 64, result.length);
        }
    }

    /** A long one for capitals. */
    private static byte[] frame(char c) {
        byte[] frame = new byte[Character.isUpperCase(c) ? 309 : 3];
        Arrays.fill(frame, (byte) c);
        frame[0] = (byte) (Character.isUpperCase(c) ? 2 : 0);
        frame[1] = 1;
        if (Character.isUpperCase(c)) {
            System.arraycopy(new byte[] {0, 0, 0, 0, 0, 0, 1, 44}, 0, frame, 1, 8);
        }
        return frame;
    }

    private void expectFrames(Fault fault, String sent, String received) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (char c : received.toCharArray()) {
            all.writeBytes(frame(c));
        }
        assertThat(framesAfter(fault.then(Fault.none()), sent)).isEqualTo(all.toByteArray());
        assertThat(framesAfter(Fault.chunks(1, 3).then(fault), sent)).isEqualTo(all.toByteArray());
    }

    @Test
    void framesComeTwiceLaterAgainOrNotAtAll() throws IOException {
        expectFrames(FrameFault.duplicate(1), "aBc", "aBBc");
        expectFrames(FrameFault.swap(0), "aBc", "Bac");
        expectFrames(FrameFault.replay(0, 2), "aBcd", "aBcad");
        expectFrames(FrameFault.drop(1), "aBc", "ac");
        StringBuilder seen = new StringBuilder();
        Consumer<byte[]> listener = frame -> seen.append((char) frame[frame.length - 1]);
        expectFrames(FrameFault.record(listener), "aBc", "aBc");
        assertThat(seen.toString()).isEqualTo("aBcaBc");
    }

    // ---- at any time ---------------------------------------------------------------------------------------------

    @Test
    void oneDirectionStallsAndTheOtherGoesOn() throws IOException {
        try (FaultProxy proxy = proxy(Fault.none());
                Socket socket = connect(proxy)) {
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write(1);
            assertThat(in.read()).isEqualTo(1);
            proxy.stall(Direction.TO_CLIENT);
            socket.getOutputStream().write(2);
            socket.setSoTimeout(50);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
            proxy.resume();
            socket.setSoTimeout(10_000);
            assertThat(in.read()).isEqualTo(2);
            assertThat(proxy.connections()).isEqualTo(1);
            proxy.halfClose(Direction.TO_SERVER);
            assertThat(in.read()).as("the server has seen the end and closed").isEqualTo(-1);
        }
    }

    @Test
    void connectionsAreResetOrEnded() throws IOException {
        try (FaultProxy proxy = proxy(Fault.none())) {
            try (Socket socket = connect(proxy)) {
                socket.getOutputStream().write(1);
                assertThat(socket.getInputStream().read()).isEqualTo(1);
                proxy.reset();
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> socket.getInputStream().read());
            }
            try (Socket socket = connect(proxy)) {
                socket.getOutputStream().write(1);
                assertThat(socket.getInputStream().read()).isEqualTo(1);
                proxy.cut();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(proxy.accepted()).isEqualTo(2);
        }
    }

    @Test
    void newConnectionsAreAnsweredAsItIsTold() throws IOException {
        try (FaultProxy proxy = proxy(Fault.none())) {
            proxy.answer(Answer.SILENCE);
            try (Socket socket = connect(proxy)) {
                socket.getOutputStream().write(1);
                socket.setSoTimeout(50);
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(() -> socket.getInputStream().read());
            }
            proxy.answer(Answer.CLOSE);
            try (Socket socket = connect(proxy)) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            proxy.answer(Answer.RESET);
            try (Socket socket = connect(proxy)) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> socket.getInputStream().read());
            }
            proxy.answer(Answer.PASS);
            assertThat(echoed(proxy, octets)).isEqualTo(octets);
        }
    }

    @Test
    void closingEndsItsThreads() throws IOException {
        try (FaultProxy proxy = proxy(Fault.delay(Duration.ofMinutes(1), Duration.ZERO));
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write(octets);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("fault proxy"));
    }

    @Test
    void aConnectionThatComesWhileItClosesIsClosedToo() throws Exception {
        for (int round = 0; round < 30; round++) {
            Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> clients;
            try (FaultProxy proxy = proxy(Fault.none())) {
                proxy.answer(Answer.SILENCE);
                InetSocketAddress address = address(proxy);
                clients = Stream.generate(() -> new Thread(() -> connectUntil(over, address, sockets)))
                        .limit(3)
                        .toList();
                clients.forEach(Thread::start);
                while (proxy.accepted() < 10) {
                    Thread.onSpinWait();
                }
            }
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
            for (Socket socket : sockets) {
                expectEnd(socket);
            }
        }
    }

    private static void connectUntil(AtomicBoolean over, InetSocketAddress address, Queue<Socket> sockets) {
        while (!over.get()) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(address, 100); // a listener that is being closed may not even refuse
            } catch (IOException refused) {
                // closed by now
            }
        }
    }

    private static void expectEnd(Socket socket) throws IOException {
        try (socket) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(1); // a system that forgot the connection tells when it is used
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException reset) {
            // or never connected
        }
    }
}
