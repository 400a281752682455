package io.zmqspring.spring.listener;

import io.zmqspring.Message;
import io.zmqspring.SocketType;
import io.zmqspring.spring.core.ZmqSocketReader;
import io.zmqspring.spring.support.ZmqMessageMapper;

/** Where a listener's messages come from. Thread-safe. */
interface MessageSource {

    /** What observers call it. */
    String name();

    SocketType type();

    /** Makes of a received message what the listener gets. */
    org.springframework.messaging.Message<byte[]> read(Message received, ZmqMessageMapper mapper);

    boolean canAnswer();

    /** Is told that a received message will get no answer, or none any more. */
    void noReply(Message received);

    /** A socket of the application. */
    record Socket(ZmqSocketReader reader) implements MessageSource {
        @Override
        public String name() {
            return reader.socketName();
        }

        @Override
        public SocketType type() {
            return reader.socketType();
        }

        @Override
        public org.springframework.messaging.Message<byte[]> read(Message received, ZmqMessageMapper mapper) {
            return reader.read(received, mapper);
        }

        @Override
        public boolean canAnswer() {
            return reader.canAnswer();
        }

        @Override
        public void noReply(Message received) {
            reader.noReply(received);
        }
    }
}
