package io.zmqspring.patterns.internal.node;

import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshEvent.ExitReason;
import io.zmqspring.patterns.mesh.MeshStats;
import java.util.concurrent.atomic.LongAdder;

/** What a node has done since it was made, over all its runs. Thread-safe. */
final class NodeCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder entered = new LongAdder();
    private final LongAdder exited = new LongAdder();
    private final LongAdder evasive = new LongAdder();
    private final LongAdder blocked = new LongAdder();
    private final LongAdder ignored = new LongAdder();

    void sent(int messages) {
        sent.add(messages);
    }

    void ignored(long messages) {
        ignored.add(messages);
    }

    void told(MeshEvent event) {
        if (event instanceof MeshEvent.Whisper || event instanceof MeshEvent.Shout) {
            received.increment();
        } else if (event instanceof MeshEvent.Entered) {
            entered.increment();
        } else if (event instanceof MeshEvent.Evasive) {
            evasive.increment();
        } else if (event instanceof MeshEvent.Exited gone) {
            exited.increment();
            if (gone.reason() == ExitReason.BLOCKED) {
                blocked.increment();
            }
        }
    }

    MeshStats snapshot(long waiting) {
        return new MeshStats(
                sent.sum(),
                received.sum(),
                entered.sum(),
                exited.sum(),
                evasive.sum(),
                blocked.sum(),
                ignored.sum(),
                waiting);
    }
}
