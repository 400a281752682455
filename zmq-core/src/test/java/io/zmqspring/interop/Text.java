package io.zmqspring.interop;

import java.util.List;
import java.util.stream.Collectors;

/** Frames in words. */
final class Text {
    private static final int LONG = 60;

    private Text() {}

    static String brief(List<String> frames) {
        return frames.stream()
                .map(frame -> frame.length() <= LONG
                        ? "'" + frame + "'"
                        : "'" + frame.substring(0, LONG) + "…' of " + frame.length())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
