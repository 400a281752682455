/**
 * The mesh as a citizen of Spring: listener methods, events and destinations. Needs {@code zmq-patterns}, which nothing outside of this
 * package and its auto-configuration does.
 */
@NullMarked
package io.zmqspring.spring.mesh;

import org.jspecify.annotations.NullMarked;
