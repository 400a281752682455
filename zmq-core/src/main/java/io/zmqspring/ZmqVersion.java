package io.zmqspring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of this library, not of a protocol: those a peer may speak are {@link ZmtpVersion}. Thread-safe.
 *
 * @param major raised when programs must be changed
 * @param minor raised when something is new
 * @param patch raised when something is mended
 * @param text all of it, as {@code 1.2.3-SNAPSHOT}
 */
public record ZmqVersion(int major, int minor, int patch, String text) {
    private static final String RESOURCE = "version.txt";
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})([-.+].*)?");
    private static final ZmqVersion CURRENT = read();

    /**
     * Returns the version that runs.
     *
     * @return the version; 0.0.0 with the text {@code unknown} where classes were not built by the project's own build, as
     *     in a development environment
     */
    public static ZmqVersion current() {
        return CURRENT;
    }

    private static ZmqVersion read() {
        try (InputStream in = ZmqVersion.class.getResourceAsStream(RESOURCE)) {
            return parse(in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ZmqVersion parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? new ZmqVersion(number(parts, 1), number(parts, 2), number(parts, 3), text)
                : new ZmqVersion(0, 0, 0, "unknown");
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
