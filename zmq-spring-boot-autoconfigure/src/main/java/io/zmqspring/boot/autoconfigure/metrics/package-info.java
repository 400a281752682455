/**
 * The counters of the sockets as Micrometer meters.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
