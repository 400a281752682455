package io.zmqspring.internal.pattern;

import java.util.TreeMap;

/** Which lengths topics have, and how many have each. */
final class LengthCounts {
    private final TreeMap<Integer, Integer> counts = new TreeMap<>();
    private int[] present = new int[0];

    /** One topic of this length more, or less. */
    void count(int length, int change) {
        int before = counts.size();
        counts.merge(length, change, (old, more) -> old + more == 0 ? null : old + more);
        if (counts.size() != before) {
            present = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** The lengths that occur, ascending; not to be changed. */
    int[] present() {
        return present;
    }
}
