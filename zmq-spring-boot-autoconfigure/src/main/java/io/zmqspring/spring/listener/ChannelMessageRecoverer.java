package io.zmqspring.spring.listener;

import java.util.Objects;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.ErrorMessage;

/**
 * Sends failures to a channel, for instance to Spring Integration's {@code errorChannel}, as error messages: the payload
 * is the {@link ZmqListenerException}, which holds the message. Thread-safe.
 */
public final class ChannelMessageRecoverer implements ZmqMessageRecoverer {
    private final MessageChannel channel;

    /**
     * Makes a recoverer.
     *
     * @param channel where to send
     */
    public ChannelMessageRecoverer(MessageChannel channel) {
        this.channel = Objects.requireNonNull(channel, "channel");
    }

    @Override
    public void recover(Message<?> message, ZmqListenerException failure) {
        ErrorMessage error = new ErrorMessage(failure, message);
        if (!channel.send(error)) {
            throw new MessageDeliveryException(error, "channel '" + channel + "' did not take the failure");
        }
    }
}
