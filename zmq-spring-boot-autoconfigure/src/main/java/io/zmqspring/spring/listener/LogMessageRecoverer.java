package io.zmqspring.spring.listener;

import io.zmqspring.spring.core.ZmqDestination;
import io.zmqspring.spring.support.ThrottledLog;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.messaging.Message;

/**
 * Logs the failure and lets the message go. Of many failures one a second is logged, with the number of those that were
 * not. The payload is never logged. Thread-safe.
 */
public final class LogMessageRecoverer implements ZmqMessageRecoverer {
    private static final Log logger = LogFactory.getLog(LogMessageRecoverer.class);

    private final ThrottledLog log;

    /** Makes a recoverer that writes to the log of this class. */
    public LogMessageRecoverer() {
        this(new ThrottledLog(logger));
    }

    LogMessageRecoverer(ThrottledLog log) {
        this.log = log;
    }

    @Override
    public void recover(Message<?> message, ZmqListenerException failure) {
        log.error(
                () -> failure.getDescription() + " on " + size(message) + " from " + ZmqDestination.senderOf(message)
                        + "; only this message is lost",
                failure.getCause() != null ? failure.getCause() : failure);
    }

    private static String size(Message<?> message) {
        return message.getPayload() instanceof byte[] body ? "a message of " + body.length + " bytes" : "a message";
    }
}
