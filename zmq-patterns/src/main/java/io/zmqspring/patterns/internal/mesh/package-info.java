/**
 * What a node of a mesh knows and decides, without I/O, threads or clocks.
 */
@NullMarked
package io.zmqspring.patterns.internal.mesh;

import org.jspecify.annotations.NullMarked;
