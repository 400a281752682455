package io.zmqspring.spring.support;

/** Makes text that came from the wire safe to show in logs and error messages. */
public final class LogText {
    private static final int MOST_CHARACTERS = 64;

    private LogText() {}

    /**
     * Replaces control characters and everything else that could forge or garble a line, and shortens.
     *
     * @param text text from the wire
     * @return printable ASCII, 64 characters at most and an ellipsis
     */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && i < MOST_CHARACTERS; i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.length() > MOST_CHARACTERS ? out.append("...").toString() : out.toString();
    }
}
