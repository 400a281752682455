package io.zmqspring.spring.support;

import tools.jackson.core.StreamReadConstraints;

/** How much of a sender's JSON or CBOR is read, whatever a mapper would read otherwise. */
final class ReadLimits {
    private static final int DEEPEST = 100;
    private static final int LONGEST_NUMBER = 1000;

    private ReadLimits() {}

    static StreamReadConstraints within(StreamReadConstraints before) {
        return before.rebuild()
                .maxNestingDepth(Math.min(before.getMaxNestingDepth(), DEEPEST))
                .maxNumberLength(Math.min(before.getMaxNumberLength(), LONGEST_NUMBER))
                .build();
    }
}
