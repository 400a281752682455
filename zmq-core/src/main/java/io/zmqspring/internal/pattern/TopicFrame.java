package io.zmqspring.internal.pattern;

import java.util.Arrays;

/** A subscription or its end as a frame: 1 or 0, then the topic (RFC 29, RFC 23). */
final class TopicFrame {
    private TopicFrame() {}

    static boolean isOne(byte[] frame) {
        return frame.length > 0 && (frame[0] == 0 || frame[0] == 1);
    }

    static boolean isAdded(byte[] frame) {
        return frame[0] == 1;
    }

    static byte[] topic(byte[] frame) {
        return Arrays.copyOfRange(frame, 1, frame.length);
    }

    static byte[] of(boolean added, byte[] topic) {
        byte[] frame = new byte[topic.length + 1];
        frame[0] = (byte) (added ? 1 : 0);
        System.arraycopy(topic, 0, frame, 1, topic.length);
        return frame;
    }
}
