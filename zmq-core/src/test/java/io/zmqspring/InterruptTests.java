package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.test.Ledger;
import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.EventRecorder;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.Scale;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupt ends the call that waits, and nothing else. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class InterruptTests {
    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @AutoClose
    private final Workers workers = new Workers();

    private final EventRecorder events = new EventRecorder();

    private PeerSocket peer() {
        return context.peer(TestOptions.quick()
                .sendHighWaterMark(2)
                .receiveHighWaterMark(2)
                .eventListener(events)
                .build());
    }

    @Test
    @Tag("F-19")
    @Tag("N-09")
    void damagesNothingThousandsOfTimes() {
        SplittableRandom random = Scale.random("InterruptTests");
        int interrupts = Scale.of(3000);
        int senders = 2;
        Ledger ledger = new Ledger(1, senders, 5000);
        PeerSocket receiver = peer();
        PeerSocket sender = peer();
        int id = sender.connect(receiver.bind(transport.bindEndpoint()).toString());
        AtomicInteger sending = new AtomicInteger(senders);
        AtomicLong endedCalls = new AtomicLong();
        AtomicInteger given = new AtomicInteger();
        List<Thread> victims = new ArrayList<>();

        for (int i = 0; i < senders; i++) {
            int me = i;
            SplittableRandom own = random.split();
            victims.add(workers.run("sender " + me, () -> {
                        while (given.get() < interrupts) {
                            Message message = Message.wrap(ledger.next(me));
                            while (!send(sender, id, message)) {
                                endedCalls.incrementAndGet();
                                if (own.nextInt(10) < 7) {
                                    Thread.interrupted(); // the other calls meet a flag that is set already
                                }
                            }
                        }
                        sending.decrementAndGet();
                    })
                    .thread());
            Ledger.Reader reader = ledger.reader();
            victims.add(workers.run("receiver", () -> {
                        while (sending.get() > 0 || ledger.received() < ledger.sent()) {
                            try {
                                Message message = receiver.tryReceive(Duration.ofMillis(20));
                                if (message != null) {
                                    reader.enter(message.body());
                                }
                            } catch (ZmqInterruptedException e) {
                                assertThat(Thread.interrupted())
                                        .as("the flag stays")
                                        .isTrue();
                                endedCalls.incrementAndGet();
                            }
                        }
                    })
                    .thread());
        }
        workers.run("interrupter", () -> {
            while (given.get() < interrupts) {
                victims.get(random.nextInt(victims.size())).interrupt();
                given.incrementAndGet();
                LockSupport.parkNanos(random.nextInt(200_000));
            }
            // the last interrupt may leave a receiver between two calls: that is its own affair
        });
        workers.join();
        System.out.printf(
                "%s: %d interrupts ended %d calls; %d messages%n",
                transport, given.get(), endedCalls.get(), ledger.sent());
        ledger.assertPerfect();
        assertThat(endedCalls.get()).as("calls that an interrupt ended").isGreaterThan(interrupts / 20);
        assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
        assertThat(sender.stats().reconnects()).isZero();
        Books.assertBalanced(sender);
        Books.assertBalanced(receiver);
    }

    private static boolean send(PeerSocket socket, int id, Message message) {
        try {
            socket.send(id, message);
            return true;
        } catch (ZmqInterruptedException e) {
            assertThat(Thread.currentThread().isInterrupted())
                    .as("the flag stays")
                    .isTrue();
            return false;
        }
    }

    /** An interruptible channel would be closed by the first write of a thread whose flag is set. */
    @Test
    void letsAThreadWithItsFlagSetSendAndReceive() {
        PeerSocket receiver = peer();
        PeerSocket sender = peer();
        int id = sender.connect(receiver.bind(transport.bindEndpoint()).toString());
        sender.send(id, Message.of("up"));
        int back = receiver.receive().routingId();
        for (int i = 0; i < 300; i++) {
            Message message = Message.of("" + i);
            Thread.currentThread().interrupt();
            sender.send(id, message);
            assertThat(receiver.trySend(back, message)).isTrue();
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
            assertThat(receiver.receive().text()).isEqualTo("" + i);
            assertThat(sender.receive().text()).isEqualTo("" + i);

            Thread.currentThread().interrupt();
            assertThat(receiver.tryReceive()).isNull();
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        }
        assertThat(events.events(SocketEvent.Disconnected.class)).isEmpty();
        assertThat(sender.stats().reconnects()).isZero();
    }

    @Test
    void letsAThreadWithItsFlagSetBindConnectAndDisconnect() {
        PeerSocket receiver = peer();
        PeerSocket sender = peer();
        for (int i = 0; i < 20; i++) {
            Thread.currentThread().interrupt();
            String endpoint = receiver.bind(transport.bindEndpoint()).toString();
            int id = sender.connect(endpoint);
            sender.send(id, Message.of("" + i));
            assertThat(receiver.stats().connections()).isNotNegative();
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
            assertThat(receiver.receive().text()).isEqualTo("" + i);

            Thread.currentThread().interrupt();
            sender.disconnectPeer(id);
            receiver.unbind(endpoint);
            receiver.bind(endpoint);
            receiver.unbind(endpoint);
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        }
    }
}
