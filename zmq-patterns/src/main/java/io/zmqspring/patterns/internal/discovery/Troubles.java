package io.zmqspring.patterns.internal.discovery;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/** What does not work at the moment and is tried again and again: told once when it begins, and once when it is over. One thread. */
final class Troubles {
    /** Whoever has more names for what does not work is told of it more often. */
    private static final int MAX_NOW = 1000;

    private final System.Logger logger;
    private final Set<String> now = new HashSet<>();

    Troubles(Class<?> owner) {
        logger = System.getLogger(owner.getName());
    }

    /** An attempt that may fail. */
    interface Attempt {
        void run() throws Exception;
    }

    /**
     * Tries.
     *
     * @param what an activity, as "sending to 10.0.0.255"
     * @return whether it worked
     */
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    boolean attempt(String what, Attempt attempt) {
        try {
            attempt.run();
        } catch (Exception e) {
            if (now.size() >= MAX_NOW) {
                now.clear();
            }
            if (now.add(what)) {
                logger.log(Level.WARNING, what + " does not work, and is tried again: " + e, (Throwable) null);
            }
            return false;
        }
        if (now.remove(what)) {
            logger.log(Level.INFO, "{0} works again", what);
        }
        return true;
    }
}
