package io.zmqspring.interop;

import java.util.List;

/** What is sent. All begin with {@link #TOPIC}. */
enum Payload {
    ONE_FRAME("1 frame", List.of("news.one")),
    THREE_FRAMES("3 frames", List.of("news.three", "", "third")),
    ONE_MEBIBYTE("1 MiB", List.of(mebibyte()));

    static final String TOPIC = "news.";

    private final String title;
    private final List<String> frames;

    Payload(String title, List<String> frames) {
        this.title = title;
        this.frames = frames;
    }

    List<String> frames() {
        return frames;
    }

    @Override
    public String toString() {
        return title;
    }

    /** All octets there are, and no two pages alike. */
    private static String mebibyte() {
        StringBuilder text = new StringBuilder("news.");
        for (int i = text.length(); i < 1 << 20; i++) {
            text.append((char) ((i * 31 + (i >> 8)) & 0xff));
        }
        return text.toString();
    }
}
