/** Measurements: JMH benchmarks, and {@link io.zmqspring.benchmarks.Referee} for whole processes side by side. */
@org.jspecify.annotations.NullMarked
package io.zmqspring.benchmarks;
