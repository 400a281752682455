/** Datagrams: one message each, to and from whoever listens. */
@NullMarked
package io.zmqspring.internal.udp;

import org.jspecify.annotations.NullMarked;
