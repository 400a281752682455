package io.zmqspring.boot.autoconfigure;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.event.SocketEventListener;
import io.zmqspring.spring.support.LogText;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what happens to the connections of a socket. A failed handshake, or a connection that was not accepted, is a
 * warning the first time it fails for its reason at its endpoint, until a handshake succeeds there; so is what close leaves
 * behind. Everything else, and each repetition, is for debugging.
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
        String warning = warning(event);
        if (!warning.isEmpty()) {
            log.warn("Socket '" + socket + "': " + warning);
            return;
        }
        if (event instanceof SocketEvent.HandshakeSucceeded succeeded) {
            warned.removeIf(key -> key.startsWith(succeeded.endpoint() + " "));
        }
        if (log.isDebugEnabled()) {
            log.debug("Socket '" + socket + "': " + LogText.printable(event.toString(), MOST_DETAIL));
        }
    }

    /** What is worth a warning now, or nothing. */
    private String warning(SocketEvent event) {
        if (event instanceof SocketEvent.HandshakeFailed failed && isNew(event, failed.reason())) {
            return "handshake at " + failed.endpoint() + " failed with " + LogText.printable(failed.remoteAddress())
                    + ": " + failed.reason() + ", " + LogText.printable(failed.detail(), MOST_DETAIL);
        }
        if (event instanceof SocketEvent.AcceptFailed failed && isNew(event, failed.reason())) {
            return "a connection to " + failed.endpoint() + " was not accepted: " + failed.reason() + ", "
                    + LogText.printable(failed.detail(), MOST_DETAIL);
        }
        if (event instanceof SocketEvent.CloseFailed failed) {
            return "closing " + failed.endpoint() + " left something behind: "
                    + LogText.printable(failed.detail(), MOST_DETAIL);
        }
        return "";
    }

    private boolean isNew(SocketEvent event, Enum<?> reason) {
        return warned.add(event.endpoint() + " " + reason);
    }
}
