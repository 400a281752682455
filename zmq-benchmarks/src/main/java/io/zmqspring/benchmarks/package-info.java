/** Measurements: JMH benchmarks, and {@link io.zmqspring.benchmarks.Compare} for whole processes side by side. */
@org.jspecify.annotations.NullMarked
package io.zmqspring.benchmarks;
