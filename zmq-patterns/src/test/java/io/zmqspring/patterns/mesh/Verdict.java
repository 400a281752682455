package io.zmqspring.patterns.mesh;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/** What a {@link MeshTester} has counted. */
final class Verdict {
    final LongAdder events = new LongAdder();
    final LongAdder whispers = new LongAdder();
    final LongAdder shouts = new LongAdder();
    final LongAdder evasive = new LongAdder();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    void violated(String what, Object... arguments) {
        violations.add(String.format(what, arguments));
    }

    List<String> violations() {
        return violations;
    }

    @Override
    public String toString() {
        return events + " events, " + whispers + " whispers, " + shouts + " shouts, " + evasive + " evasive, "
                + violations.size() + " violations";
    }
}
