package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Closing sockets and contexts, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class SocketCloseTests {
    private static final Duration GRACE = Duration.ofSeconds(1);

    @Parameter
    TestTransport transport;

    private String unbound(ZmqContext context) {
        try (PeerSocket socket = context.peer()) {
            return socket.bind(transport.bindEndpoint()).toString();
        }
    }

    private String bind(PeerSocket socket) {
        return socket.bind(transport.bindEndpoint()).toString();
    }

    private static CloseReport closeInTime(PeerSocket socket, Duration linger) {
        long begin = System.nanoTime();
        CloseReport report = socket.close(linger);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(linger.plus(GRACE));
        return report;
    }

    private static void assertClosed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(call);
    }

    // ---- closed --------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-ALL-22")
    @Tag("O-ERR-03")
    void refusesEverythingButLookingOnceItIsClosed() {
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket other = context.peer();
            String there = bind(other);
            PeerSocket socket = context.peer(TestOptions.quick().build());
            String here = bind(socket);
            int id = socket.connect(there);
            socket.send(id, Message.of("a"));
            other.receive();
            assertThat(socket.isClosed()).isFalse();
            socket.close();

            assertThat(socket.isClosed()).isTrue();
            assertClosed(() -> socket.send(id, Message.empty()));
            assertClosed(() -> socket.trySend(id, Message.empty()));
            assertClosed(() -> socket.trySend(id, Message.empty(), Duration.ofSeconds(9)));
            assertClosed(() -> socket.send(0, Message.empty()));
            assertClosed(socket::receive);
            assertClosed(socket::tryReceive);
            assertClosed(() -> socket.tryReceive(Duration.ofSeconds(9)));
            assertClosed(() -> socket.connect(there));
            assertClosed(() -> socket.bind(transport.bindEndpoint()));
            assertClosed(() -> socket.unbind(here));
            assertClosed(() -> socket.disconnect(there));
            assertClosed(() -> socket.disconnectPeer(id));

            assertThat(socket.peers()).isEmpty();
            assertThat(socket.boundEndpoints()).isEmpty();
            assertThat(socket.stats().connections()).isZero();
            assertThat(socket.stats().traffic().sentMessages()).isEqualTo(1);
            assertThat(socket.type()).isEqualTo(SocketType.PEER);
            Books.assertBalanced(socket);
        }
    }

    @Test
    void givesTheSameReportEachTime() {
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket socket = context.peer();
            int id = socket.connect(unbound(context));
            socket.send(id, Message.of("12345"));
            CloseReport report = closeInTime(socket, Duration.ZERO);
            assertThat(report).isEqualTo(new CloseReport(1, 5));
            assertThat(closeInTime(socket, Duration.ofSeconds(30))).isEqualTo(report);
            socket.close();
        }
    }

    @Test
    @Tag("F-20")
    void mayBeClosedByManyThreadsAtOnce() {
        try (ZmqContext context = ZmqContext.create()) {
            for (int round = 0; round < 20; round++) {
                PeerSocket socket = context.peer();
                bind(socket);
                int id = socket.connect(unbound(context));
                socket.send(id, Message.of("1"));
                List<CloseReport> reports = new CopyOnWriteArrayList<>();
                try (Workers workers = new Workers()) {
                    for (int i = 0; i < 4; i++) {
                        workers.run("closer " + i, () -> reports.add(closeInTime(socket, Duration.ofMillis(20))));
                    }
                    workers.join();
                }
                assertThat(reports).hasSize(4).containsOnly(new CloseReport(1, 1));
            }
        }
    }

    @Test
    void mayBeClosedInAnyOrder() {
        for (int order = 0; order < 6; order++) {
            ZmqContext context = ZmqContext.create();
            PeerSocket a = context.peer(TestOptions.quick().build());
            PeerSocket b = context.peer(TestOptions.quick().build());
            int id = b.connect(bind(a));
            b.send(id, Message.of("a"));
            a.receive();
            List<Runnable> all = new ArrayList<>(List.of(a::close, b::close, context::close));
            Collections.rotate(all, order % 3);
            if (order >= 3) {
                Collections.swap(all, 0, 1);
            }
            all.forEach(Runnable::run);
            assertThat(a.isClosed() && b.isClosed() && context.isClosed()).isTrue();
        }
    }

    @Test
    @Tag("F-21")
    void mayBeClosedByItsOwnEventListener() {
        try (ZmqContext context = ZmqContext.create()) {
            AtomicReference<PeerSocket> closed = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            PeerSocket socket = context.peer(TestOptions.quick()
                    .eventListener(event -> {
                        if (event instanceof SocketEvent.Listening) {
                            Until.isTrue("known", () -> closed.get() != null);
                            closeInTime(closed.get(), Duration.ZERO);
                            done.countDown();
                        }
                    })
                    .build());
            socket.bind("tcp://127.0.0.1:*");
            closed.set(socket);
            Until.isTrue("closed", () -> done.getCount() == 0);
            assertThat(socket.isClosed()).isTrue();
        }
    }

    // ---- linger --------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-ALL-28")
    void sendsWhatIsQueuedWhenThePeerComesWithinTheLinger() {
        if (transport == TestTransport.INPROC) {
            return; // a pending connect ends with its socket, see InprocTests
        }
        try (ZmqContext context = ZmqContext.create();
                Workers workers = new Workers()) {
            String endpoint = unbound(context);
            PeerSocket sender = context.peer(TestOptions.quick().build());
            int id = sender.connect(endpoint);
            for (int i = 0; i < 500; i++) {
                sender.send(id, Message.of("" + i));
            }
            AtomicReference<CloseReport> report = new AtomicReference<>();
            workers.run("closer", () -> report.set(closeInTime(sender, Duration.ofSeconds(20))));
            Until.isTrue("closing", sender::isClosed);
            PeerSocket receiver = context.peer(TestOptions.quick().build());
            receiver.bind(endpoint);
            for (int i = 0; i < 500; i++) {
                assertThat(receiver.receive().text()).isEqualTo("" + i);
            }
            long begin = System.nanoTime();
            workers.join();
            assertThat(System.nanoTime() - begin)
                    .as("nothing is left to linger for")
                    .isLessThan(TimeUnit.SECONDS.toNanos(5));
            assertThat(report).hasValue(CloseReport.CLEAN);
            Books.assertBalanced(sender);
        }
    }

    @Test
    @Tag("S-ALL-28")
    void sendsEverythingToAPeerThatReadsSlowlyWithinTheLinger() {
        try (ZmqContext context = ZmqContext.create();
                Workers workers = new Workers()) {
            PeerSocket receiver =
                    context.peer(TestOptions.quick().receiveHighWaterMark(1).build());
            PeerSocket sender = context.peer(TestOptions.quick().build());
            int id = sender.connect(bind(receiver));
            for (int i = 0; i < 900; i++) {
                sender.send(id, Message.wrap(new byte[10_000 + i]));
            }
            workers.run(
                    "closer",
                    () -> assertThat(closeInTime(sender, Duration.ofSeconds(20)))
                            .isEqualTo(CloseReport.CLEAN));
            for (int i = 0; i < 900; i++) {
                assertThat(receiver.receive().size()).isEqualTo(10_000 + i);
            }
            workers.join();
            Books.assertBalanced(sender);
            Books.assertBalanced(receiver);
        }
    }

    @Test
    @Tag("S-ALL-28")
    @Tag("T-INPROC-10")
    void tellsWhatItCouldNotSendToAPeerThatIsAway() {
        try (ZmqContext context = ZmqContext.create()) {
            for (Duration linger : List.of(Duration.ZERO, Duration.ofMillis(150))) {
                PeerSocket socket = context.peer(TestOptions.quick().build());
                int id = socket.connect(unbound(context));
                for (int i = 0; i < 10; i++) {
                    socket.send(id, Message.wrap(new byte[100]));
                }
                long begin = System.nanoTime();
                assertThat(closeInTime(socket, linger)).isEqualTo(new CloseReport(10, 1000));
                if (transport != TestTransport.INPROC) {
                    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(linger);
                }
                assertThat(socket.stats().dropped(DropReason.SOCKET_CLOSED)).isEqualTo(10);
                Books.assertBalanced(socket);
            }
        }
    }

    @Test
    @Tag("S-ALL-28")
    void tellsWhatItCouldNotSendToAPeerThatDoesNotRead() {
        if (transport == TestTransport.INPROC) {
            return; // what is queued there is the reader's already
        }
        try (ZmqContext context = ZmqContext.create();
                RawPeer.Listener listener = RawPeer.listen(transport)) {
            PeerSocket socket = context.peer(TestOptions.quick().build());
            int id = socket.connect(listener.endpoint());
            try (RawPeer peer = listener.accept()) {
                peer.handshake();
                int accepted = 0;
                while (socket.trySend(id, Message.wrap(new byte[100_000]), Duration.ofMillis(200))) {
                    accepted++;
                }
                CloseReport report = closeInTime(socket, Duration.ofMillis(150));
                Traffic traffic = socket.stats().traffic();
                assertThat(report.undeliveredMessages()).isPositive().isEqualTo(accepted - traffic.sentMessages());
                assertThat(report.undeliveredBytes())
                        .isBetween(
                                (report.undeliveredMessages() - 1) * 100_000, report.undeliveredMessages() * 100_000);
                Books.assertBalanced(socket);
            }
        }
    }

    @Test
    @Tag("T-INPROC-21")
    void doesNotLingerWhenThereIsNothingToSend() {
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket receiver = context.peer(TestOptions.quick().build());
            PeerSocket sender = context.peer(TestOptions.quick().build());
            int id = sender.connect(bind(receiver));
            sender.connect(unbound(context));
            sender.send(id, Message.of("a"));
            Until.isTrue("there", () -> receiver.stats().traffic().incomingQueue() == 1);
            long begin = System.nanoTime();
            assertThat(sender.close(Duration.ofSeconds(30))).isEqualTo(CloseReport.CLEAN);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(GRACE);
            assertThat(receiver.receive().text()).isEqualTo("a");
        }
    }

    // ---- how long it takes ---------------------------------------------------------------------------------------

    @Test
    @Tag("S-TS-13")
    @Tag("S-ALL-21")
    @Tag("N-08")
    void endsWaitingCallsWithin50Milliseconds() {
        long[] micros = IntStream.range(0, 31)
                .mapToLong(round -> microsUntilWaitingCallsEnd(round % 2 == 0))
                .sorted()
                .toArray();
        System.out.println(transport + ": calls that wait end after close, in µs: " + Arrays.toString(micros));
        assertThat(micros[micros.length / 2]).as("median in µs").isLessThan(50_000);
    }

    /** The time from close until the last of a waiting sender and a waiting receiver knows. */
    private long microsUntilWaitingCallsEnd(boolean byContext) {
        AtomicLong last = new AtomicLong(Long.MIN_VALUE);
        try (ZmqContext context = ZmqContext.create();
                Workers workers = new Workers()) {
            PeerSocket socket =
                    context.peer(TestOptions.quick().sendHighWaterMark(1).build());
            int id = socket.connect(unbound(context));
            socket.send(id, Message.empty());
            List<Workers.Worker> waiting = List.of(
                    workers.run("sender", () -> {
                        assertClosed(() -> socket.send(id, Message.empty()));
                        last.accumulateAndGet(System.nanoTime(), Math::max);
                    }),
                    workers.run("receiver", () -> {
                        assertClosed(socket::receive);
                        last.accumulateAndGet(System.nanoTime(), Math::max);
                    }));
            waiting.forEach(one -> Until.isTrue("waits", one::isWaiting));
            long begin = System.nanoTime();
            Runnable close = byContext ? context::close : socket::close;
            close.run();
            workers.join();
            return (last.get() - begin) / 1000;
        }
    }

    @Test
    @Tag("N-08")
    void returnsSoonWithoutLinger() {
        try (ZmqContext context = ZmqContext.create()) {
            PeerSocket binder = context.peer(TestOptions.quick().build());
            String endpoint = bind(binder);
            long[] micros = new long[300];
            for (int i = 0; i < micros.length; i++) {
                PeerSocket socket = context.peer(TestOptions.quick().build());
                int id = socket.connect(endpoint);
                socket.send(id, Message.of("a"));
                binder.receive();
                long begin = System.nanoTime();
                socket.close(Duration.ZERO);
                micros[i] = (System.nanoTime() - begin) / 1000;
            }
            Arrays.sort(micros);
            System.out.printf(
                    "%s: close without linger takes p50 %d, p99 %d, at most %d µs%n",
                    transport, micros[150], micros[297], micros[299]);
            assertThat(micros[150]).as("p50 in µs").isLessThan(50_000);
            assertThat(micros[299]).as("the longest in µs").isLessThan(1_000_000);
        }
    }

    // ---- contexts ------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-ALL-21")
    @Tag("S-ALL-22")
    void closesWithItsContext() {
        ZmqContext context = ZmqContext.create();
        PeerSocket a = context.peer(TestOptions.quick().build());
        PeerSocket b = context.peer(TestOptions.quick().build());
        b.connect(bind(a));
        int away = b.connect(unbound(context));
        b.send(away, Message.of("123"));
        assertThat(context.close(Duration.ofMillis(30))).isEqualTo(new CloseReport(1, 3));
        assertThat(context.isClosed()).isTrue();
        assertThat(a.isClosed() && b.isClosed()).isTrue();
        assertClosed(a::receive);
        assertClosed(context::peer);
        context.close();
        assertThat(context.close(Duration.ofSeconds(5))).isEqualTo(CloseReport.CLEAN);
    }

    @Test
    void closesAllSocketsOfAContextAtTheSameTime() {
        ZmqContext context = ZmqContext.create();
        for (int i = 0; i < 10; i++) {
            PeerSocket socket = context.peer();
            socket.send(socket.connect(unbound(context)), Message.of("a"));
        }
        long begin = System.nanoTime();
        assertThat(context.close(Duration.ofMillis(200)).undeliveredMessages()).isEqualTo(10);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(Duration.ofMillis(200).plus(GRACE));
    }

    @Test
    @Tag("F-19")
    @Tag("N-09")
    void closesThoughItsThreadIsInterruptedAndLeavesTheFlag() {
        ZmqContext context = ZmqContext.create();
        PeerSocket socket = context.peer();
        bind(socket);
        int id = socket.connect(unbound(context));
        socket.send(id, Message.of("a"));
        Thread.currentThread().interrupt();
        CloseReport report = socket.close(Duration.ofMillis(20));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        context.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.undeliveredMessages()).isEqualTo(1);
    }

    @Test
    void mayBeClosedByManyThreadsAsAContext() {
        for (int round = 0; round < 10; round++) {
            ZmqContext context = ZmqContext.create(2);
            PeerSocket socket = context.peer(TestOptions.quick().build());
            socket.connect(bind(socket));
            try (Workers workers = new Workers()) {
                for (int i = 0; i < 3; i++) {
                    workers.run("closer " + i, () -> {
                        context.close();
                        assertThat(socket.isClosed()).isTrue();
                    });
                }
                workers.run("closer of the socket", socket::close);
                workers.join();
            }
        }
    }
}
