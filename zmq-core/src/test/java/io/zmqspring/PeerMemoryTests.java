package io.zmqspring;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmqspring.testkit.Books;
import io.zmqspring.testkit.LeakCheck;
import io.zmqspring.testkit.RawPeer;
import io.zmqspring.testkit.TestOptions;
import io.zmqspring.testkit.TestTransport;
import io.zmqspring.testkit.Wire;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What one peer that never reads, or never stops, can make us hold. */
@ParameterizedClass
@EnumSource(names = {"TCP", "IPC"})
@ExtendWith(LeakCheck.class)
class PeerMemoryTests {
    private static final long MIB = 1 << 20;
    private static final long QUEUE_BYTES = 16 * MIB;
    private static final long READ = 32 << 10;

    @Parameter
    TestTransport transport;

    @AutoClose
    private final ZmqContext context = ZmqContext.create();

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    @Tag("S-PEER-17")
    @Tag("S-ALL-13")
    @Tag("F-13")
    @Tag("N-03")
    void isBoundedForAPeerThatNeverReads() {
        PeerSocket socket = context.peer(TestOptions.quick().build());
        try (RawPeer peer = RawPeer.connect(socket.bind(transport.bindEndpoint()), 4096)) {
            peer.handshake().send(Wire.HELLO);
            int id = socket.receive().routingId();
            long before = usedHeap();
            while (socket.trySend(id, Message.wrap(new byte[100_000]), Duration.ofMillis(100))) {
                // until the bound is reached
            }
            Traffic traffic = socket.stats().traffic();
            long held = usedHeap() - before;
            System.out.printf(
                    "%s: a peer that never reads: %d messages accepted, %d queued, %.1f MiB of heap%n",
                    transport, traffic.acceptedMessages(), traffic.outgoingQueue(), (double) held / MIB);
            assertThat(traffic.outgoingQueue() * 100_000).isLessThanOrEqualTo(QUEUE_BYTES);
            assertThat(held).isLessThan(QUEUE_BYTES + 2 * MIB);
        }
    }

    @Test
    @Tag("F-13")
    @Tag("N-03")
    void isBoundedForAPeerThatNeverStops() {
        PeerSocket socket = context.peer(TestOptions.quick().build());
        try (RawPeer peer = RawPeer.connect(socket.bind(transport.bindEndpoint()))) {
            peer.handshake();
            byte[] message = Wire.message(new byte[50_000]);
            long before = usedHeap();
            long taken = 0;
            while (peer.sendSome(ByteBuffer.wrap(message), Duration.ofMillis(300))) {
                taken++;
            }
            Traffic traffic = socket.stats().traffic();
            long held = usedHeap() - before;
            System.out.printf(
                    "%s: a peer that never stops: %d messages taken from it, %d queued, %.1f MiB of heap%n",
                    transport, taken, traffic.incomingQueue(), (double) held / MIB);
            assertThat(traffic.incomingQueue() * 50_000).isBetween(QUEUE_BYTES - 50_000, QUEUE_BYTES + READ);
            assertThat(held).isLessThan(QUEUE_BYTES + 2 * MIB);
            for (long i = 0; i < taken; i++) {
                assertThat(socket.receive().size()).isEqualTo(50_000);
            }
            Books.assertBalanced(socket);
        }
    }
}
