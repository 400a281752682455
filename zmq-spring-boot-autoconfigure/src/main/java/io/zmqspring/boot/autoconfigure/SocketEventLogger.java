package io.zmqspring.boot.autoconfigure;

import io.zmqspring.event.SocketEvent;
import io.zmqspring.event.SocketEventListener;
import io.zmqspring.spring.support.LogText;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs what happens to the connections of a socket. A failed handshake, or a connection that was not accepted, is a
 * warning, though for its reason at its endpoint only once in a minute: strangers can fail as often as they like. So is what
 * close leaves behind. Everything else is for debugging.
 */
final class SocketEventLogger implements SocketEventListener {
    private static final Log log = LogFactory.getLog(SocketEventLogger.class);

    private static final int MOST_DETAIL = 256;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final String socket;
    private final LongSupplier nanoTime;
    private final Map<String, Long> warned = new ConcurrentHashMap<>();

    SocketEventLogger(String socket) {
        this(socket, System::nanoTime);
    }

    SocketEventLogger(String socket, LongSupplier nanoTime) {
        this.socket = socket;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onEvent(SocketEvent event) {
        String warning = warning(event);
        if (!warning.isEmpty()) {
            log.warn("Socket '" + socket + "': " + warning);
            return;
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
        String key = event.endpoint() + " " + reason;
        long now = nanoTime.getAsLong();
        Long before = warned.get(key);
        if (before != null && now - before < MINUTE) {
            return false;
        }
        return before == null ? warned.putIfAbsent(key, now) == null : warned.replace(key, before, now);
    }
}
