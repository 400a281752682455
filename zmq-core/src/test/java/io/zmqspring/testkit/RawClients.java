package io.zmqspring.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Many plain connections in a process of their own, so that they cost the process under test nothing but its side:
 * {@code RawClients port count}. Each does the handshake and sends "Hello"; the process says {@code connected}, expects
 * "Hello" back on each, says {@code answered}, and keeps them until its input ends.
 */
public final class RawClients {
    private RawClients() {}

    public static void main(String[] args) throws IOException {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        byte[] hello = Hex.bytes(Wire.GREETING, Wire.READY, Wire.HELLO);
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            SocketChannel client = SocketChannel.open(server);
            client.write(ByteBuffer.wrap(hello));
            clients.add(client);
        }
        System.out.println("connected");
        for (SocketChannel client : clients) {
            ByteBuffer in = ByteBuffer.allocate(hello.length);
            while (in.hasRemaining() && client.read(in) >= 0) {
                // until everything is here
            }
            if (!in.flip().equals(ByteBuffer.wrap(hello))) {
                System.out.println("wrong answer: " + Hex.text(in.array()));
                return;
            }
        }
        System.out.println("answered");
        while (System.in.read() >= 0) {
            // until the process under test has seen enough
        }
    }
}
