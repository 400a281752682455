package io.zmqspring.boot.autoconfigure;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.event.SocketEventListener;
import io.zmqspring.spring.support.LogText;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what happens to the connections of a socket. A failed handshake is a warning the first time it fails for its
 * reason at its endpoint, until one succeeds there; everything else, and each repetition, is for debugging.
 */
final class SocketEventLogger implements SocketEventListener {
    private static final Log log = LogFactory.getLog(SocketEventLogger.class);

    private static final int MOST_DETAIL = 256;

    private final String socket;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    SocketEventLogger(String socket) {
        this.socket = socket;
    }

    @Override
    public void onEvent(SocketEvent event) {
        if (event instanceof SocketEvent.HandshakeFailed failed
                && warned.add(failed.endpoint() + " " + failed.reason())) {
            log.warn("Socket '" + socket + "': handshake at " + failed.endpoint() + " failed with "
                    + LogText.printable(failed.remoteAddress()) + ": " + failed.reason() + ", "
                    + LogText.printable(failed.detail(), MOST_DETAIL));
            return;
        }
        if (event instanceof SocketEvent.HandshakeSucceeded succeeded) {
            warned.removeIf(key -> key.startsWith(succeeded.endpoint() + " "));
        }
        if (log.isDebugEnabled()) {
            log.debug("Socket '" + socket + "': " + LogText.printable(event.toString(), MOST_DETAIL));
        }
    }
}
