/**
 * A node of a mesh on real sockets: its mailbox, its ways to peers, its thread, and the order of its events. What it decides is
 * decided by {@link io.zmqspring.patterns.internal.mesh.Mesh}.
 */
@NullMarked
package io.zmqspring.patterns.internal.node;

import org.jspecify.annotations.NullMarked;
