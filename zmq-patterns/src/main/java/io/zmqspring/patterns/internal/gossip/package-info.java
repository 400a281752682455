/** The gossip of CZMQ (zgossip), by which everybody learns what anybody publishes; without I/O, threads or clocks. */
@NullMarked
package io.zmqspring.patterns.internal.gossip;

import org.jspecify.annotations.NullMarked;
