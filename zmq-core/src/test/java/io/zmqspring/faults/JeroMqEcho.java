package io.zmqspring.faults;

import java.io.IOException;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** {@code endpoint high-water-mark heartbeat timeout} (milliseconds): a DEALER of JeroMQ that connects and echoes. */
final class JeroMqEcho {
    private JeroMqEcho() {}

    public static void main(String[] arguments) throws IOException {
        ZContext context = new ZContext();
        Thread echo = new Thread(() -> {
            ZMQ.Socket dealer = context.createSocket(SocketType.DEALER);
            dealer.setLinger(0);
            dealer.setHWM(Integer.parseInt(arguments[1]));
            dealer.setHeartbeatIvl(Integer.parseInt(arguments[2]));
            dealer.setHeartbeatTimeout(Integer.parseInt(arguments[3]));
            dealer.setHeartbeatTtl(Integer.parseInt(arguments[3]));
            dealer.setReconnectIVL(20);
            dealer.setHandshakeIvl(1000); // some of its connections get stuck before their first octet
            dealer.connect(arguments[0]);
            System.out.println("connecting");
            while (true) {
                dealer.send(dealer.recv());
            }
        });
        echo.setDaemon(true);
        echo.start();
        while (System.in.read() >= 0) {
            // until the process under test has seen enough
        }
        Runtime.getRuntime().halt(0);
    }
}
