package io.zmqspring.spring.support;

/** Makes text that came from the wire safe to show in logs and error messages. */
public final class LogText {
    private static final int MOST_CHARACTERS = 64;
    private static final int MOST_OF_A_REASON = 1024;

    private LogText() {}

    /**
     * Replaces control characters and everything else that could forge or garble a line, and shortens.
     *
     * @param text text from the wire
     * @return printable ASCII, 64 characters at most and an ellipsis
     */
    public static String printable(String text) {
        return printable(text, MOST_CHARACTERS);
    }

    /**
     * Replaces control characters and everything else that could forge or garble a line, and shortens.
     *
     * @param text text from the wire, or one that may quote such
     * @param most how many characters are left
     * @return printable ASCII, and an ellipsis if there was more
     */
    public static String printable(String text, int most) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && i < most; i++) {
            char c = text.charAt(i);
            out.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return text.length() > most ? out.append("...").toString() : out.toString();
    }

    /** What is wrong with something received, in words that may quote the sender, who may want to forge lines of a log. */
    static String printableReason(Exception unreadable) {
        return printable(String.valueOf(unreadable.getMessage()), MOST_OF_A_REASON);
    }
}
