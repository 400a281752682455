/**
 * Beans from {@code zmq.*} properties: the context, one socket for each entry of {@code zmq.sockets}, and the life
 * cycle that binds and connects them.
 */
@NullMarked
package io.zmqspring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
