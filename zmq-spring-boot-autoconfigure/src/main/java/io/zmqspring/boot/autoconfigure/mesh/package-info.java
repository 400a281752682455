/**
 * The application as a node of meshes, below {@code zmq.mesh}.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure.mesh;

import org.jspecify.annotations.NullMarked;
