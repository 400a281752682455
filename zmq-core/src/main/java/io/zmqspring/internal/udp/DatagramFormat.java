package io.zmqspring.internal.udp;

import io.zmqspring.Message;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How a socket type's messages stand in datagrams, and where they go. */
interface DatagramFormat {

    /** Writes a message, which fits, and says where it goes. */
    InetSocketAddress encode(Message message, ByteBuffer out);

    /** Reads a datagram; null if it is no message. */
    @Nullable
    Message decode(ByteBuffer in, InetSocketAddress from);
}
