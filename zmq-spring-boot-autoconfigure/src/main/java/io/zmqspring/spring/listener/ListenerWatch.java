package io.zmqspring.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * Who keeps account of a listener's messages.
 *
 * @param counters count them
 * @param observer is told of each, null if nobody observes
 */
record ListenerWatch(ListenerCounters counters, @Nullable ListenerObserver observer) {

    static ListenerWatch of(String id, ListenerCounters counters, ListenerContainerSettings settings) {
        return new ListenerWatch(
                counters,
                settings.observations == null
                        ? null
                        : new ListenerObserver(id, settings.observations, settings.observationConvention));
    }
}
