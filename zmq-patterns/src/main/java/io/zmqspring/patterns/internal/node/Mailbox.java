package io.zmqspring.patterns.internal.node;

import io.zmqspring.Endpoint;
import io.zmqspring.RouterSocket;
import io.zmqspring.ZmqBindException;
import io.zmqspring.patterns.internal.discovery.OwnAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The ROUTER that a node reads and never sends by, and where it listens. One thread at a time. */
final class Mailbox {
    /** The dynamic ports (IANA), among which 36/ZRE wants it to be. */
    private static final int FIRST_PORT = 0xC000;

    private static final int LAST_PORT = 0xFFFF;
    private static final int ATTEMPTS = 100;

    final RouterSocket socket;
    private final @Nullable String networkInterface;
    private final int port;
    private InetAddress address;
    private Endpoint bound;

    /**
     * @param wantedPort 0 for any
     */
    Mailbox(RouterSocket socket, @Nullable String networkInterface, int wantedPort) {
        this.socket = socket;
        this.networkInterface = networkInterface;
        this.address = OwnAddress.now(networkInterface);
        this.bound = wantedPort == 0 ? bindAnywhere() : bind(wantedPort);
        this.port = bound.port().orElseThrow();
    }

    /** A port at random: if it were the first free one, a new node would often get that of one which has just gone. */
    private Endpoint bindAnywhere() {
        for (int attempt = 1; ; attempt++) {
            try {
                return bind(ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1));
            } catch (ZmqBindException e) {
                if (e.reason() != ZmqBindException.Reason.ADDRESS_IN_USE || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Endpoint bind(int at) {
        if (networkInterface != null) {
            return socket.bind(OwnAddress.endpoint(address, at));
        }
        return socket.bind((address instanceof Inet6Address ? "tcp://[::]:" : "tcp://*:") + at);
    }

    int port() {
        return port;
    }

    /** What peers are told. */
    String endpoint() {
        return OwnAddress.endpoint(address, port);
    }

    /** This host has another address now. Who stays on one interface has to listen at its new one. */
    void moveTo(InetAddress newAddress) {
        address = newAddress;
        if (networkInterface != null) {
            Endpoint old = bound;
            bound = bind(port);
            socket.unbind(old.toString());
        }
    }
}
