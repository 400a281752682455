package io.zmqspring.internal.udp;

import io.zmqspring.Message;
import io.zmqspring.Sender;
import io.zmqspring.internal.transport.InetText;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/** DGRAM: a datagram is the content. A message is two frames, the other side's address and the content. */
final class AddressFormat implements DatagramFormat {
    @Override
    public InetSocketAddress encode(Message message, ByteBuffer out) {
        out.put(message.body());
        return InetText.parse(message.frame(0));
    }

    @Override
    public Message decode(ByteBuffer in, InetSocketAddress from) {
        byte[] body = new byte[in.remaining()];
        in.get(body);
        return Message.receivedFrames(List.of(InetText.format(from), body), Sender.LOCAL);
    }
}
