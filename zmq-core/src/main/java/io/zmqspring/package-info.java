/**
 * What a user needs to open sockets and move messages.
 *
 * <p>Start with {@link io.zmqspring.ZmqContext#create()}, open a socket, bind or connect it, send and receive
 * {@link io.zmqspring.Message messages}. Every type of this package is safe for use by many threads.
 */
@NullMarked
package io.zmqspring;

import org.jspecify.annotations.NullMarked;
