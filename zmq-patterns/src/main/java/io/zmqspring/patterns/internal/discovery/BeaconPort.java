package io.zmqspring.patterns.internal.discovery;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/** The UDP port that beacons are sent from and heard on. It never waits. */
interface BeaconPort extends Closeable {

    /** Wakes this selector when something has come. */
    void register(Selector selector) throws IOException;

    void send(byte[] beacon, BeaconTarget target) throws IOException;

    /**
     * Takes what has come.
     *
     * @param datagram is cleared and filled; what does not fit is cut off
     * @return whom it came from, or null if nothing has come
     */
    @Nullable
    InetAddress receive(ByteBuffer datagram) throws IOException;
}
