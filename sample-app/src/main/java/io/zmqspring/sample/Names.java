package io.zmqspring.sample;

import io.zmqspring.spring.support.LogText;
import org.jspecify.annotations.Nullable;

/** What people get to see of peers. */
public final class Names {
    private Names() {}

    /**
     * Names a peer. What it says about itself is shown as printable ASCII of limited length.
     *
     * @param announced the name it announced; null or empty if none
     * @param routingId our number for its connection
     * @return the name, or the number if it has none
     */
    public static String of(@Nullable String announced, int routingId) {
        return announced == null || announced.isEmpty()
                ? "peer #" + Integer.toUnsignedString(routingId)
                : LogText.printable(announced);
    }
}
