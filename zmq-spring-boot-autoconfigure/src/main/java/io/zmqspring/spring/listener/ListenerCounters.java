package io.zmqspring.spring.listener;

import java.util.concurrent.atomic.LongAdder;

/** What became of the messages of a container since it was made. Thread-safe. */
final class ListenerCounters {
    final LongAdder received = new LongAdder();
    final LongAdder filtered = new LongAdder();
    final LongAdder failed = new LongAdder();
}
