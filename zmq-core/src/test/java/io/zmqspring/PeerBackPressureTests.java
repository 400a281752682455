package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Until;
import io.zmqspring.testkit.Workers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Full queues, slow readers and the calls that wait for them, over every transport. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakCheck.class)
class PeerBackPressureTests {
    private static final Duration SHORT = Duration.ofMillis(60);
    private static final int READ = 32 << 10;

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    @AutoClose
    private final Workers workers = new Workers();

    private String unbound() {
        try (PeerSocket socket = context.peer(TestOptions.quick().build())) {
            return socket.bind(transport.bindEndpoint()).toString();
        }
    }

    private PeerSocket sender(int highWaterMark) {
        return context.peer(TestOptions.quick().sendHighWaterMark(highWaterMark).build());
    }

    private PeerSocket boundReceiver(int highWaterMark) {
        PeerSocket socket = context.peer(
                TestOptions.quick().receiveHighWaterMark(highWaterMark).build());
        socket.bind(transport.bindEndpoint());
        return socket;
    }

    private static Message sized(int bytes) {
        return Message.wrap(new byte[bytes]);
    }

    /** A worker that has come to wait in a call. */
    private Workers.Worker waiting(String name, Workers.Work work) {
        Workers.Worker worker = workers.run(name, work);
        Until.isTrue(name + " waits", worker::isWaiting);
        return worker;
    }

    // ---- bounds --------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-PEER-17")
    @Tag("S-ALL-12")
    @Tag("S-ALL-13")
    @Tag("S-ALL-20")
    @Tag("T-INPROC-07")
    void takesExactlyTheHighWaterMarkForAPeerThatIsAwayAndDropsNothing() {
        for (int limit : new int[] {1, 2, 5, 1000}) {
            String endpoint = unbound();
            PeerSocket sender = sender(limit);
            int id = sender.connect(endpoint);
            for (int i = 0; i < limit; i++) {
                assertThat(sender.trySend(id, Message.of("" + i))).isTrue();
            }
            for (int i = 0; i < 10; i++) {
                assertThat(sender.trySend(id, Message.of("too much"))).isFalse();
            }
            assertThat(sender.stats().traffic().acceptedMessages()).isEqualTo(limit);
            PeerSocket receiver = context.peer(TestOptions.quick().build());
            receiver.bind(endpoint);
            for (int i = 0; i < limit; i++) {
                assertThat(receiver.receive().text()).isEqualTo("" + i);
            }
            assertThat(receiver.tryReceive(SHORT)).isNull();
            Books.assertBalanced(sender);
            receiver.close();
            sender.close();
        }
    }

    @Test
    @Tag("S-PEER-17")
    void takesExactlySoManyOctetsAndOneLargerMessageAlone() {
        PeerSocket sender =
                context.peer(TestOptions.quick().sendQueueBytes(1000).build());
        int id = sender.connect(unbound());
        assertThat(sender.trySend(id, sized(600))).isTrue();
        assertThat(sender.trySend(id, sized(401))).isFalse();
        assertThat(sender.trySend(id, sized(400))).isTrue();
        assertThat(sender.trySend(id, sized(1))).isFalse();
        int other = sender.connect(unbound());
        assertThat(sender.trySend(other, sized(5000))).isTrue();
        assertThat(sender.trySend(other, sized(1))).isFalse();
    }

    @Test
    @Tag("S-ALL-05")
    @Tag("S-PEER-18")
    void countsEachPeerByItself() {
        PeerSocket sender = sender(2);
        int one = sender.connect(unbound());
        int two = sender.connect(unbound());
        assertThat(sender.trySend(one, Message.empty())).isTrue();
        assertThat(sender.trySend(one, Message.empty())).isTrue();
        assertThat(sender.trySend(one, Message.empty())).isFalse();
        assertThat(sender.trySend(two, Message.empty())).isTrue();
        assertThat(sender.trySend(two, Message.empty())).isTrue();
        assertThat(sender.trySend(two, Message.empty())).isFalse();
    }

    @Test
    @Tag("T-INPROC-08")
    @Tag("T-TCP-53")
    @Tag("S-PEER-17")
    void isHeldUpByAReaderThatDoesNotReadAndLosesNothing() {
        PeerSocket receiver = boundReceiver(10);
        PeerSocket sender = sender(10);
        int id = sender.connect(receiver.boundEndpoints().get(0).toString());
        int accepted = 0;
        while (sender.trySend(id, Message.wrap(new byte[20_000 + accepted]), Duration.ofMillis(300))) {
            accepted++;
        }
        System.out.println(transport + ": " + accepted + " messages of 20 kB taken before a reader at rest");
        if (transport == TestTransport.INPROC) {
            assertThat(accepted).isEqualTo(20);
        } else {
            assertThat(accepted).isBetween(20, 20 + 16_000_000 / 20_000); // and what the kernel takes
        }
        assertThat(receiver.stats().traffic().incomingQueue()).isLessThanOrEqualTo(20);
        for (int i = 0; i < accepted; i++) {
            assertThat(receiver.receive().size()).isEqualTo(20_000 + i);
        }
        assertThat(receiver.tryReceive()).isNull();
        Books.assertBalanced(sender);
        Books.assertBalanced(receiver);
    }

    @Test
    void holdsNoMoreUnreadOctetsThanItMay() {
        PeerSocket receiver =
                context.peer(TestOptions.quick().receiveQueueBytes(100_000).build());
        PeerSocket sender =
                context.peer(TestOptions.quick().sendQueueBytes(100_000).build());
        int id = sender.connect(receiver.bind(transport.bindEndpoint()).toString());
        int accepted = 0;
        while (sender.trySend(id, sized(9_000), Duration.ofMillis(300))) {
            accepted++;
        }
        long queued = receiver.stats().traffic().incomingQueue();
        if (transport == TestTransport.INPROC) {
            assertThat(queued).isEqualTo(22);
        } else {
            assertThat(queued * 9_000).as("and what one read brings").isBetween(91_000L, 100_000L + READ);
        }
        for (int i = 0; i < accepted; i++) {
            assertThat(receiver.receive().size()).isEqualTo(9_000);
        }
        assertThat(receiver.tryReceive()).isNull();
    }

    // ---- waiting -------------------------------------------------------------------------------------------------

    @Test
    @Tag("S-ALL-18")
    @Tag("S-PEER-17")
    void waitsForRoomAsLongAsItMay() {
        PeerSocket sender = context.peer(
                TestOptions.quick().sendHighWaterMark(1).sendTimeout(SHORT).build());
        int id = sender.connect(unbound());
        sender.send(id, Message.empty());
        long begin = System.nanoTime();
        assertThatExceptionOfType(ZmqQueueFullException.class)
                .isThrownBy(() -> sender.send(id, Message.empty()))
                .withMessageContaining(Integer.toUnsignedString(id))
                .withMessageContaining("PT0.06S")
                .withMessageContaining("sendHighWaterMark=1");
        assertWaited(begin);
        long second = System.nanoTime();
        assertThat(sender.trySend(id, Message.empty(), SHORT)).isFalse();
        assertWaited(second);
        assertThat(sender.trySend(id, Message.empty(), Duration.ofSeconds(-5))).isFalse();
        assertThat(sender.stats().traffic().acceptedMessages()).isEqualTo(1);
    }

    @Test
    @Tag("S-ALL-19")
    @Tag("S-ALL-20")
    void waitsForAMessageAsLongAsItMay() {
        PeerSocket socket =
                context.peer(TestOptions.quick().receiveTimeout(SHORT).build());
        long begin = System.nanoTime();
        assertThatExceptionOfType(ZmqTimeoutException.class)
                .isThrownBy(socket::receive)
                .withMessageContaining("PT0.06S");
        assertWaited(begin);
        long second = System.nanoTime();
        assertThat(socket.tryReceive(SHORT)).isNull();
        assertWaited(second);
        assertThat(socket.tryReceive()).isNull();
        assertThat(socket.tryReceive(Duration.ZERO)).isNull();
        assertThat(socket.tryReceive(Duration.ofSeconds(-5))).isNull();
    }

    private static void assertWaited(long begin) {
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(SHORT, SHORT.plusSeconds(5));
    }

    @Test
    @Tag("S-PEER-17")
    @Tag("S-TS-12")
    void goesOnAsSoonAsThereIsRoom() {
        String endpoint = unbound();
        PeerSocket sender = sender(1);
        int id = sender.connect(endpoint);
        sender.send(id, Message.of("0"));
        AtomicInteger next = new AtomicInteger(1);
        for (int i = 0; i < 5; i++) {
            waiting("sender", () -> sender.send(id, Message.of("" + next.getAndIncrement())));
        }
        assertThat(sender.stats().traffic().acceptedMessages()).isEqualTo(1);
        PeerSocket receiver = context.peer(TestOptions.quick().build());
        receiver.bind(endpoint);
        for (int i = 0; i < 6; i++) {
            receiver.receive();
        }
        workers.join();
    }

    @Test
    @Tag("S-PEER-24")
    void isToldWhenThePeerGoesWhileItWaitsForRoom() {
        PeerSocket sender = sender(1);
        int id = sender.connect(unbound());
        sender.send(id, Message.empty());
        waiting(
                "sender",
                () -> assertThatExceptionOfType(ZmqUnroutableException.class)
                        .isThrownBy(() -> sender.send(id, Message.empty())));
        waiting(
                "trying sender",
                () -> assertThatExceptionOfType(ZmqUnroutableException.class)
                        .isThrownBy(() -> sender.trySend(id, Message.empty(), Duration.ofSeconds(30))));
        sender.disconnectPeer(id);
        workers.join();
        Books.assertBalanced(sender);
    }

    @Test
    @Tag("S-TS-13")
    void isToldWhenItsSocketIsClosedWhileItWaits() {
        PeerSocket sender = sender(1);
        int id = sender.connect(unbound());
        sender.send(id, Message.empty());
        waiting(
                "sender",
                () -> assertThatExceptionOfType(ZmqClosedException.class)
                        .isThrownBy(() -> sender.send(id, Message.empty())));
        waiting(
                "receiver",
                () -> assertThatExceptionOfType(ZmqClosedException.class).isThrownBy(sender::receive));
        sender.close();
        workers.join();
    }

    @Test
    void isInterruptedWhileItWaitsAndNothingElseHappens() {
        String endpoint = unbound();
        PeerSocket sender = sender(1);
        int id = sender.connect(endpoint);
        sender.send(id, Message.of("first"));
        Workers.Worker blockedSender = waiting("sender", () -> {
            assertThatExceptionOfType(ZmqInterruptedException.class)
                    .isThrownBy(() -> sender.send(id, Message.of("never accepted")));
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        });
        Workers.Worker blockedReceiver = waiting("receiver", () -> {
            assertThatExceptionOfType(ZmqInterruptedException.class).isThrownBy(sender::receive);
            assertThat(Thread.interrupted()).as("the flag stays").isTrue();
        });
        blockedSender.thread().interrupt();
        blockedSender.join();
        blockedReceiver.thread().interrupt();
        blockedReceiver.join();

        PeerSocket receiver = context.peer(TestOptions.quick().build());
        receiver.bind(endpoint);
        assertThat(receiver.receive().text()).isEqualTo("first");
        sender.send(id, Message.of("second"));
        assertThat(receiver.receive().text()).isEqualTo("second");
    }

    @Test
    @Tag("S-PEER-18")
    @Tag("S-ALL-05")
    @Tag("S-TS-12")
    void servesOtherPeersWhileSendersWaitForOneThatIsFull() {
        PeerSocket receiver = boundReceiver(1000);
        PeerSocket sender = sender(1);
        int full = sender.connect(unbound());
        int good = sender.connect(receiver.boundEndpoints().get(0).toString());
        sender.send(full, Message.empty());
        for (int i = 0; i < 3; i++) {
            waiting(
                    "sender to the full one",
                    () -> assertThatExceptionOfType(ZmqClosedException.class)
                            .isThrownBy(() -> sender.send(full, Message.empty())));
        }
        waiting("receiver", () -> {
            for (int i = 0; i < 500; i++) {
                assertThat(sender.receive().text()).isEqualTo("echo " + i);
            }
        });
        for (int i = 0; i < 500; i++) {
            sender.send(good, Message.of("" + i));
            Message message = receiver.receive();
            receiver.send(message.routingId(), Message.of("echo " + message.text()));
        }
        Until.isTrue("all echoes", () -> sender.stats().traffic().deliveredMessages() == 500);
        sender.close();
        workers.join();
    }

    @Test
    @Tag("S-TS-12")
    void wakesEveryReceiverThatThereIsAMessageFor() {
        PeerSocket receiver = boundReceiver(1000);
        PeerSocket sender = sender(1000);
        int id = sender.connect(receiver.boundEndpoints().get(0).toString());
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 4; i++) {
                waiting("receiver " + i, receiver::receive);
            }
            for (int i = 0; i < 4; i++) {
                sender.send(id, Message.empty());
            }
            workers.join();
        }
    }
}
