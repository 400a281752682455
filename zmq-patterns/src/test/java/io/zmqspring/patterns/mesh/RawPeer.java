package io.zmqspring.patterns.mesh;

import io.zmqspring.DealerSocket;
import io.zmqspring.Message;
import io.zmqspring.RouterSocket;
import io.zmqspring.SocketOptions;
import io.zmqspring.ZmqContext;
import io.zmqspring.patterns.internal.zre.ZreCodec;
import io.zmqspring.patterns.internal.zre.ZreCommand;
import io.zmqspring.patterns.internal.zre.ZreMessage;
import io.zmqspring.patterns.internal.zre.ZreVersion;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A peer that does nothing by itself: it sends and says what a test tells it to. */
final class RawPeer implements AutoCloseable {
    final UUID id = UUID.randomUUID();
    private final RouterSocket mailbox;
    private final DealerSocket way;
    private final String endpoint;

    RawPeer(ZmqContext context) {
        byte[] identity = ByteBuffer.allocate(17)
                .put((byte) 1)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        mailbox = context.router();
        endpoint = mailbox.bind("tcp://127.0.0.1:*").toString();
        way = context.dealer(SocketOptions.builder().identity(identity).build());
    }

    void greet(MeshNode node) {
        way.connect(node.endpoint());
        say(1, new ZreCommand.Hello(endpoint, List.of(), 0, "raw", Map.of()));
    }

    void say(int sequence, ZreCommand command) {
        way.send(Message.ofFrames(ZreCodec.encode(new ZreMessage(ZreVersion.V2, sequence, command))));
    }

    /** What comes next, as the octets of its first frame; null if nothing comes within this time. */
    @Nullable
    String hear(Duration within) {
        Message message = mailbox.tryReceive(within);
        return message == null ? null : HexFormat.of().formatHex(message.frame(1));
    }

    /** A beacon, to the UDP port of all. */
    void beacon(int udpPort) throws IOException {
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        byte[] datagram = ByteBuffer.allocate(22)
                .put(new byte[] {'Z', 'R', 'E', 1})
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putShort((short) port)
                .array();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            socket.send(
                    new DatagramPacket(datagram, datagram.length, InetAddress.getByName("127.255.255.255"), udpPort));
        }
    }

    @Override
    public void close() {
        way.close();
        mailbox.close();
    }
}
