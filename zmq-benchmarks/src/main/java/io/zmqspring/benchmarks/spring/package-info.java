/** Measurements of whole Spring applications. Apart from the others, so that those run without Spring. */
@org.jspecify.annotations.NullMarked
package io.zmqspring.benchmarks.spring;
