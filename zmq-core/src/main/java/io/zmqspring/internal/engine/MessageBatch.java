package io.zmqspring.internal.engine;

import io.zmqspring.Message;
import java.util.Arrays;

/** Messages that one read brought, on their way into a pipe. */
public final class MessageBatch {
    private static final Message[] NONE = new Message[0];
    private static final int FIRST_CAPACITY = 64;

    private Message[] messages = new Message[FIRST_CAPACITY];
    private int count;

    public void add(Message message) {
        if (count == messages.length) {
            messages = Arrays.copyOf(messages, count * 2);
        }
        messages[count++] = message;
    }

    public int count() {
        return count;
    }

    public Message[] messages() {
        return messages;
    }

    /** Empties the batch and returns what stood from an index on. */
    public Message[] removeFrom(int index) {
        Message[] rest = index == count ? NONE : Arrays.copyOfRange(messages, index, count);
        Arrays.fill(messages, 0, count, null);
        count = 0;
        return rest;
    }
}
