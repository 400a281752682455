package io.zmqspring.internal.pipe;

import io.zmqspring.Message;
import java.util.Arrays;

/** Messages that one read brought, on their way into a queue. */
public final class MessageBatch {
    private static final int FIRST_CAPACITY = 64;

    private Message[] messages = new Message[FIRST_CAPACITY];
    private int count;
    private long bytes;

    public void add(Message message) {
        if (count == messages.length) {
            messages = Arrays.copyOf(messages, Math.max(FIRST_CAPACITY, count * 2));
        }
        messages[count++] = message;
        bytes += message.size();
    }

    public int count() {
        return count;
    }

    /** How many messages there are, and their octets. */
    public MessageQueue.Count size() {
        return new MessageQueue.Count(count, bytes);
    }

    Message[] messages() {
        return messages;
    }

    /** Leaves its array to the caller for an empty one. */
    Message[] exchange(Message[] empty) {
        Message[] full = messages;
        messages = empty;
        count = 0;
        bytes = 0;
        return full;
    }

    /** The first message. */
    public Message first() {
        return messages[0];
    }

    /** Forgets the first so many messages. */
    void remove(int taken) {
        for (int i = 0; i < taken; i++) {
            bytes -= messages[i].size();
        }
        System.arraycopy(messages, taken, messages, 0, count - taken);
        Arrays.fill(messages, count - taken, count, null);
        count -= taken;
    }

    public void clear() {
        Arrays.fill(messages, 0, count, null);
        count = 0;
        bytes = 0;
    }
}
