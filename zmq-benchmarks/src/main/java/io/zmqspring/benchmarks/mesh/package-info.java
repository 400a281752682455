/** Figures of the mesh: how soon nodes see each other, how fast they talk, and what each costs. */
@org.jspecify.annotations.NullMarked
package io.zmqspring.benchmarks.mesh;
