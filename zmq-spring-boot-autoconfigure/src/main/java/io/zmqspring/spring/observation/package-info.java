/**
 * Observations of what templates send and listeners handle: timers, spans and the context that joins the spans of
 * several applications. Names follow OpenTelemetry's conventions for messaging.
 */
@NullMarked
package io.zmqspring.spring.observation;

import org.jspecify.annotations.NullMarked;
