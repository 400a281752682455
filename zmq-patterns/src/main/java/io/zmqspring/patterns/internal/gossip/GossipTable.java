package io.zmqspring.patterns.internal.gossip;

import io.zmqspring.patterns.internal.gossip.GossipMessage.Publish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known. News is what was not known, says something else, or says the same again when a good part of its time is over: so
 * everything is passed on by everybody, but not round and round.
 */
final class GossipTable {
    /** Far more than there are nodes in a mesh, and not so much that a babbler could fill the memory. */
    static final int MAX_TUPLES = 10_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Map<String, Tuple> tuples = new LinkedHashMap<>();

    private record Tuple(Publish said, long at) {

        boolean isOver(long now) {
            return said.ttl() != 0 && now - at >= said.ttl() * NANOS_PER_MILLI;
        }

        boolean isTrue(String value, long now) {
            return !isOver(now) && said.value().equals(value);
        }

        boolean isStillFresh(long now) {
            return said.ttl() == 0 || (now - at) * 4 < said.ttl() * NANOS_PER_MILLI;
        }
    }

    /** What a tuple is to us. */
    enum News {
        /** Heard before. */
        NONE,
        /** True for longer than we knew. */
        STILL_TRUE,
        /** Unheard of. */
        NEW
    }

    /** Takes a tuple. */
    News accept(Publish said, long now) {
        Tuple known = tuples.get(said.key());
        boolean isSame = known != null && known.isTrue(said.value(), now);
        if (known != null && isSame && (said.ttl() == 0 || known.isStillFresh(now))) {
            return News.NONE;
        }
        if (known == null && tuples.size() >= MAX_TUPLES) {
            return News.NONE;
        }
        tuples.put(said.key(), new Tuple(said, now));
        return isSame ? News.STILL_TRUE : News.NEW;
    }

    /** All that is true now. */
    List<Publish> all(long now) {
        tuples.values().removeIf(each -> each.isOver(now));
        List<Publish> all = new ArrayList<>(tuples.size());
        tuples.values().forEach(each -> all.add(each.said));
        return all;
    }
}
