package io.zmqspring.internal.engine;

import io.zmqspring.Message;
import io.zmqspring.internal.pipe.MessageQueue;
import java.util.Arrays;

/** Messages that one read brought, on their way into a pipe. */
public final class MessageBatch {
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

    /** How many messages there are, and their octets. */
    public MessageQueue.Count size() {
        return sizeFrom(0);
    }

    /** The same of those from an index on. */
    public MessageQueue.Count sizeFrom(int index) {
        long bytes = 0;
        for (int i = index; i < count; i++) {
            bytes += messages[i].size();
        }
        return new MessageQueue.Count(count - index, bytes);
    }

    public void clear() {
        Arrays.fill(messages, 0, count, null);
        count = 0;
    }
}
