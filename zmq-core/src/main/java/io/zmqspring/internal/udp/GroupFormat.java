package io.zmqspring.internal.udp;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RADIO and DISH, as libzmq has it (no RFC tells). A message is two frames, group and body.
 *
 * <pre>
 * datagram: size(1) group(size) body
 * </pre>
 *
 * @param destination where all messages go; for a DISH, which sends none, its own address
 */
record GroupFormat(InetSocketAddress destination) implements DatagramFormat {
    /** What a datagram has besides the message's frames. */
    static final int OVERHEAD = 1;

    @Override
    public InetSocketAddress encode(Message message, ByteBuffer out) {
        byte[] group = message.frame(0);
        out.put((byte) group.length).put(group).put(message.body());
        return destination;
    }

    @Override
    public @Nullable Message decode(ByteBuffer in, InetSocketAddress from) {
        int size = in.hasRemaining() ? in.get() & 0xff : Integer.MAX_VALUE;
        if (size > in.remaining()) {
            return null;
        }
        byte[] group = new byte[size];
        byte[] body = new byte[in.remaining() - size];
        in.get(group).get(body);
        return Message.receivedFrames(List.of(group, body), Sender.LOCAL);
    }
}
