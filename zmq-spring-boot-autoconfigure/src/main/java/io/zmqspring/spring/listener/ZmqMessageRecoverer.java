package io.zmqspring.spring.listener;

import org.springframework.messaging.Message;

/** Where messages go that failed, after all retries, and that no error handler dealt with. */
@FunctionalInterface
public interface ZmqMessageRecoverer {

    /**
     * Takes a message over.
     *
     * @param message the message, of bytes, with its headers
     * @param failure what happened; its cause is what the conversion or the listener threw
     * @throws Exception if it cannot; both failures are logged then, and the message is lost
     */
    void recover(Message<?> message, ZmqListenerException failure) throws Exception;
}
