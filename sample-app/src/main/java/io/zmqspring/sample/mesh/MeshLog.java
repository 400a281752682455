package io.zmqspring.sample.mesh;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Remembers what happened last in the mesh. Thread-safe. */
@Component
@Profile("mesh")
public class MeshLog {
    private static final int MOST = 12;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long number;

    /** What happened. */
    public enum Kind {
        /** A peer came. */
        ENTERED,
        /** A peer went. */
        EXITED,
        /** We were told something. */
        RECEIVED,
        /** We told something. */
        SENT
    }

    /**
     * One thing that happened.
     *
     * @param number tells entries apart
     * @param at when
     * @param kind what
     * @param who the peer, or this node
     * @param to the group or peer that it was said to; null if nothing was said
     * @param text what was said, or why the peer went
     */
    public record Entry(
            long number,
            Instant at,
            Kind kind,
            String who,
            @Nullable String to,
            String text) {}

    /** Adds an entry, and forgets the oldest if there are too many. */
    synchronized void add(Kind kind, String who, @Nullable String to, String text) {
        entries.addFirst(new Entry(++number, Instant.now(), kind, who, to, text));
        if (entries.size() > MOST) {
            entries.removeLast();
        }
    }

    /**
     * Returns what happened last.
     *
     * @return a copy, newest first
     */
    public synchronized List<Entry> entries() {
        return new ArrayList<>(entries);
    }
}
